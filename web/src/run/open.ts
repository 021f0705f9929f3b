/** Fetching the run, the replication and the answers that a place names. `go` of navigate.ts calls this. */
import { batch } from "@preact/signals";
import { ApiError, ended, follow, get } from "../model/api.ts";
import { attempt } from "../model/attempt.ts";
import type { Place } from "../model/address.ts";
import { marks } from "../replay/moments.ts";
import * as state from "../model/state.ts";
import type { Job, Replay, RunResult } from "../model/types.ts";

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
    state.followed.value = null;
  });
}

/** A job of the service; null, and told in `state.absent`, where there is none of that id. */
async function known(id: string): Promise<Job | null> {
  try {
    return await get<Job>(`/api/jobs/${encodeURIComponent(id)}`);
  } catch (problem) {
    if (!(problem instanceof ApiError) || problem.status === 0) throw problem;
    state.absent.value = `There is no run ${id} in this workspace.`;
    return null;
  }
}

export async function showRun(to: Place, late: () => boolean): Promise<void> {
  if (to.run === state.jobId.peek() && (to.run === null || state.job.peek() !== null)) return;
  clearRun(to.run);
  const job = to.run === null ? null : await known(to.run);
  if (late()) return;
  if (job) watch(job);
  else state.jobId.value = null;
}

export async function showReplay(to: Place, late: () => boolean): Promise<void> {
  const [shown, wanted] = [state.replayOf.peek(), to.replication];
  if (wanted === null || state.jobId.peek() === null) {
    clearReplay();
    return;
  }
  if (shown?.job === to.run && shown?.k === wanted && state.replay.peek()) {
    if (to.time !== null) state.time.value = to.time;
    return;
  }
  state.playing.value = false;
  state.replayLoading.value = true;
  try {
    const found = await get<Replay>(`/api/jobs/${encodeURIComponent(to.run ?? "")}/replay/${wanted}`);
    if (late()) return;
    batch(() => {
      state.followed.value = null;
      // Minutes may pass before anybody sees anybody: begin shortly before the first firm track.
      state.time.value = to.time ?? Math.max(0, (marks(found)[0]?.time ?? 0) - 20);
      state.replay.value = found;
      state.replayOf.value = { job: to.run ?? "", k: wanted };
    });
  } catch (problem) {
    if (late() || !(problem instanceof ApiError) || problem.status === 0) throw problem;
    clearReplay();
    state.absent.value = `${problem.message}.`;
  } finally {
    if (!late()) state.replayLoading.value = false;
  }
}
