/** What one does with runs: start, cancel, go on, open, remove, watch; and the jobs beside them. */
import { batch } from "@preact/signals";
import { ended, follow, get, post, remove } from "../model/api.ts";
import { attempt, say } from "../model/attempt.ts";
import { go } from "../navigate.ts";
import { spec } from "../scenario/actions.ts";
import * as state from "../model/state.ts";
import type { Job } from "../model/types.ts";
import { clearReplay, clearRun, refreshJobs, watch } from "./open.ts";

export async function run(replications: number, seed: number): Promise<void> {
  const job = await attempt(() => post<Job>("/api/jobs/run", { scenario: spec(), replications, seed }));
  if (!job) return;
  batch(() => {
    clearRun(job.id);
    if (state.tab.value === "replay") state.tab.value = "results";
    watch(job);
  });
  void attempt(refreshJobs);
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

/** Show a run made earlier. */
export function openRun(id: string): Promise<void> {
  return go({ ...state.here.peek(), run: id, replication: null, time: null, tab: "results", selection: null });
}

export async function removeJob(job: Job): Promise<void> {
  await attempt(async () => {
    await remove(`/api/jobs/${job.id}`);
    if (state.jobId.value === job.id) {
      clearRun();
      if (state.tab.value === "replay") state.tab.value = "results";
    }
    await refreshJobs();
  });
}

/** Follow a comparison or a coverage map until it ends, and fetch what it found. */
export async function study<T>(kind: "compare" | "coverage", body: unknown, onJob: (job: Job) => void): Promise<T | null> {
  const started = await attempt(() => post<Job>(`/api/jobs/${kind}`, body));
  if (!started) return null;
  onJob(started);
  const last = await new Promise<Job>((resolve) => {
    if (ended(started)) resolve(started);
    else
      follow(started.id, (job) => {
        onJob(job);
        if (ended(job)) resolve(job);
      });
  });
  onJob(last);
  void attempt(refreshJobs);
  if (last.state !== "done") {
    if (last.state !== "cancelled") say(last.error ?? `The job ended as ${last.state}.`, "error");
    return null;
  }
  return (await attempt(() => get<T>(`/api/jobs/${last.id}/result`))) ?? null;
}

export function openReplay(job: string, k: number): Promise<void> {
  return go({ ...state.here.peek(), run: job, replication: k, time: null, tab: "replay", selection: null });
}

export function closeReplay(): void {
  batch(() => {
    clearReplay();
    if (state.tab.value === "replay") state.tab.value = "results";
  });
}
