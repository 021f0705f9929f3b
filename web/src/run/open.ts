/** Fetching the run, the replication and the answers that a place names. `go` of navigate.ts calls this. */
import { batch } from "@preact/signals";
import { ApiError, ended, follow, get, getLong, post } from "../model/api.ts";
import { attempt } from "../model/attempt.ts";
import { NOWHERE, type Place } from "../model/address.ts";
import { lastMoment, marks } from "../replay/moments.ts";
import { spec } from "../scenario/check.ts";
import { UNTITLED, versionOfJob } from "../scenario/open.ts";
import * as state from "../model/state.ts";
import type { Job, Replay, RunResult, Validation } from "../model/types.ts";
import { comparison, coverage } from "./studies.ts";

export async function refreshJobs(): Promise<void> {
  state.jobs.value = await get<Job[]>("/api/jobs");
}

let stop: (() => void) | null = null;

/** Follow a run until it ends, then fetch what it found. */
export function watch(job: Job): void {
  stop?.();
  stop = null;
  state.job.value = job;
  if (ended(job)) {
    void finish(job);
    return;
  }
  stop = follow(job.id, (next) => {
    if (state.jobId.value !== next.id) return;
    state.job.value = next;
    if (ended(next)) void finish(next);
  });
}

async function finish(job: Job): Promise<void> {
  stop = null;
  void attempt(refreshJobs);
  if (job.kind !== "run") return;
  const fetched = get<RunResult>(`/api/jobs/${job.id}/result`);
  // A run that ended before its time may have stored nothing: then there is nothing to show, and nothing to say.
  const result = job.state === "done" ? await attempt(() => fetched) : await fetched.catch(() => null);
  if (result && state.jobId.value === job.id) state.result.value = result;
}

/** Show no run, or a given one of which nothing is known yet. */
export function clearRun(id: string | null = null): void {
  stop?.();
  stop = null;
  batch(() => {
    clearReplay();
    state.jobId.value = id;
    state.job.value = null;
    state.result.value = null;
  });
}

export function clearReplay(): void {
  batch(() => {
    state.playing.value = false;
    state.replay.value = null;
    state.replayOf.value = null;
  });
}

/** What jobs are called that are not shown in the tab of studies. */
export const SHOWN: Partial<Record<string, string>> = { run: "run", compare: "comparison", coverage: "coverage map" };

/** A job of the service; null, and told in `state.absent`, where there is none of that id. */
export async function known(id: string, what = "run"): Promise<Job | null> {
  try {
    return await get<Job>(`/api/jobs/${encodeURIComponent(id)}`);
  } catch (problem) {
    if (!(problem instanceof ApiError) || problem.status === 0) throw problem;
    state.absent.value = { text: `There is no ${what} ${id} in this workspace: it was deleted, or the address is from another.` };
    return null;
  }
}

/** The place with the scenario of its run, where it names a run alone. */
export async function withScenario(to: Place): Promise<Place> {
  if (to.scenario || !to.run || !(await known(to.run))) return to;
  return { ...to, ...(await versionOfJob(to.run)) };
}

/** Whether a job was ordered for the scenario on the table, be it in another state; where it was not, that is told. */
export async function belongs(job: Job, to: Place): Promise<boolean> {
  if (job.scenario === to.scenario || (job.scenario === null && to.scenario === UNTITLED)) return true;
  // Saved under another name since: it is the same scenario where it is in the same state.
  const found = job.scenario_hash === null ? null : await post<Validation>("/api/validate", spec());
  if (found?.summary?.scenario_hash === job.scenario_hash && found) return true;
  const whose = job.scenario ?? job.title;
  state.absent.value = {
    text: `The ${SHOWN[job.kind] ?? "study"} of the address belongs to ${whose}, not to ${to.scenario}.`,
    to: { ...NOWHERE, run: job.id },
    ...(job.kind === "run" ? { label: `Open it with ${whose}` } : {}),
  };
  return false;
}

export async function showRun(to: Place, late: () => boolean): Promise<void> {
  if (to.run === state.jobId.peek() && (to.run === null || state.job.peek() !== null)) return;
  clearRun(to.run);
  const job = to.run === null ? null : await known(to.run);
  const ours = job !== null && !late() && (await belongs(job, to));
  if (late()) return;
  if (job && ours) watch(job);
  else state.jobId.value = null;
}

/** Show the comparison and the coverage map of a place; run/asked.ts shows its study. */
export async function showStudies(to: Place, late: () => boolean): Promise<void> {
  const wanted = [
    [comparison, to.compare],
    [coverage, to.coverage],
  ] as const;
  await Promise.all(
    wanted.map(async ([study, id]) => {
      if (study.id.peek() === id && (id === null || study.job.peek() !== null)) return;
      study.clear();
      const job = id === null ? null : await known(id, SHOWN[study.kind]);
      const ours = job !== null && job.kind === study.kind && !late() && (await belongs(job, to));
      if (job && ours && !late()) void study.watch(job);
    }),
  );
}

export async function showReplay(to: Place, late: () => boolean): Promise<void> {
  const [shown, wanted] = [state.replayOf.peek(), to.replication];
  if (wanted === null || state.jobId.peek() === null) {
    clearReplay();
    return;
  }
  if (shown?.job === to.run && shown?.k === wanted && state.replay.peek()) {
    if (to.time !== null) state.time.value = Math.min(to.time, lastMoment(state.replay.peek()!));
    return;
  }
  state.playing.value = false;
  state.replayShare.value = null;
  state.replayLoading.value = true;
  try {
    const path = `/api/jobs/${encodeURIComponent(to.run ?? "")}/replay/${wanted}`;
    const found = await getLong<Replay>(path, (share) => !late() && (state.replayShare.value = share));
    if (late()) return;
    batch(() => {
      // Minutes may pass before anybody sees anybody: begin shortly before the first firm track.
      state.time.value = Math.min(to.time ?? Math.max(0, (marks(found)[0]?.time ?? 0) - 20), lastMoment(found));
      state.replay.value = found;
      state.replayOf.value = { job: to.run ?? "", k: wanted };
    });
  } catch (problem) {
    if (late() || !(problem instanceof ApiError) || problem.status === 0) throw problem;
    clearReplay();
    state.absent.value = { text: `${problem.message.charAt(0).toUpperCase()}${problem.message.slice(1)}.` };
  } finally {
    if (!late()) state.replayLoading.value = false;
  }
}
