/** What one does with runs: start, cancel, go on, open, watch. */
import { batch } from "@preact/signals";
import { post, remove } from "../model/api.ts";
import { attempt } from "../model/attempt.ts";
import { NOWHERE } from "../model/address.ts";
import { go } from "../navigate.ts";
import { spec } from "../scenario/check.ts";
import { UNTITLED, versionOfJob } from "../scenario/open.ts";
import * as state from "../model/state.ts";
import type { Job } from "../model/types.ts";
import { clearReplay, clearRun, refreshJobs, watch } from "./open.ts";

export async function run(replications: number, seed: number): Promise<void> {
  const called = state.scenarioName.peek();
  const job = await attempt(() => post<Job>("/api/jobs/run", { scenario: spec(), replications, seed, called }));
  void attempt(refreshJobs);
  // Somewhere else meanwhile: it is among the earlier runs.
  if (!job || state.scenarioName.peek() !== called) return;
  batch(() => {
    clearRun(job.id);
    if (state.tab.value === "replay") state.tab.value = "results";
    watch(job);
  });
}

export async function cancel(): Promise<void> {
  const id = state.jobId.value;
  if (id) await attempt(() => remove(`/api/jobs/${id}`));
}

/** Let a run that ended before its time go on from what it stored. */
export async function goOn(): Promise<void> {
  const id = state.jobId.value;
  const job = id && (await attempt(() => post<Job>(`/api/jobs/${id}/resume`, {})));
  if (!job) return;
  state.result.value = null;
  watch(job);
}

/** Show a run made earlier; one of another scenario brings that along, in the state in which it was simulated. */
export async function openRun(job: Job): Promise<void> {
  const mine = job.scenario === state.scenarioName.peek() || (job.scenario === null && state.scenarioName.peek() === UNTITLED);
  const place = mine ? state.here.peek() : NOWHERE;
  await go({ ...place, run: job.id, replication: null, time: null, tab: "results", selection: null });
}

/** Put the version on the table that a job was ordered for. */
export async function goToVersion(job: Job): Promise<void> {
  await attempt(async () => go({ ...state.here.peek(), ...(await versionOfJob(job.id)) }));
}

export async function openReplay(job: string, k: number): Promise<void> {
  await go({ ...state.here.peek(), run: job, replication: k, time: null, tab: "replay", selection: null });
}

export function closeReplay(): void {
  batch(() => {
    clearReplay();
    if (state.tab.value === "replay") state.tab.value = "results";
  });
}
