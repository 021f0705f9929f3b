/** Runs and replays: start, follow, cancel, open, watch. */
import { ended, follow, get, post, remove } from "../model/api.ts";
import { attempt, say } from "../model/attempt.ts";
import { marks } from "../replay/moments.ts";
import { spec } from "../scenario/actions.ts";
import * as state from "../model/state.ts";
import type { Job, Replay, RunResult } from "../model/types.ts";

export async function refreshJobs(): Promise<void> {
  state.jobs.value = await get<Job[]>("/api/jobs");
}

let stop: (() => void) | null = null;

export async function run(replications: number, seed: number): Promise<void> {
  const job = await attempt(() => post<Job>("/api/jobs/run", { scenario: spec(), replications, seed }));
  if (!job) return;
  closeReplay();
  state.result.value = null;
  state.jobId.value = job.id;
  watch(job);
  void attempt(refreshJobs);
}

function watch(job: Job): void {
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
export async function openRun(id: string): Promise<void> {
  stop?.();
  state.result.value = null;
  state.job.value = null;
  state.jobId.value = id;
  if (state.replayOf.value?.job !== id) closeReplay();
  try {
    watch(await get<Job>(`/api/jobs/${encodeURIComponent(id)}`));
  } catch {
    // It was removed, or this is another workspace: begin with none.
    state.jobId.value = null;
  }
}

export async function removeJob(job: Job): Promise<void> {
  await attempt(async () => {
    await remove(`/api/jobs/${job.id}`);
    if (state.jobId.value === job.id) {
      closeReplay();
      state.jobId.value = null;
      state.job.value = null;
      state.result.value = null;
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

export async function openReplay(job: string, k: number): Promise<void> {
  state.playing.value = false;
  state.replayLoading.value = true;
  const found = await attempt(() => get<Replay>(`/api/jobs/${encodeURIComponent(job)}/replay/${k}`));
  state.replayLoading.value = false;
  if (!found) return;
  state.followed.value = null;
  // Minutes may pass before anybody sees anybody: begin shortly before the first firm track.
  state.time.value = Math.max(0, (marks(found)[0]?.time ?? 0) - 20);
  state.replay.value = found;
  state.replayOf.value = { job, k };
  state.tab.value = "replay";
}

export function closeReplay(): void {
  state.playing.value = false;
  state.replay.value = null;
  state.replayOf.value = null;
  state.followed.value = null;
  if (state.tab.value === "replay") state.tab.value = "results";
}

export async function resume(): Promise<void> {
  await attempt(refreshJobs);
  const id = state.jobId.value;
  if (!id) return;
  const shown = state.replayOf.value;
  const tab = state.tab.value;
  await openRun(id);
  if (shown && shown.job === id && state.jobId.value === id) {
    await openReplay(id, shown.k);
    state.tab.value = tab;
  } else if (tab === "replay") state.tab.value = "results";
}
