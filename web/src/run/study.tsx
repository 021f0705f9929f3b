/** How far a comparison or a coverage map has come. */
import { remove } from "../model/api.ts";
import { attempt } from "../model/attempt.ts";
import { count } from "../ui/format.ts";
import * as state from "../model/state.ts";
import { goToVersion } from "./jobs.ts";
import type { Job } from "../model/types.ts";

/** Said beside an answer whose scenario has been changed since, with the way to the one that it is the answer for. */
export function Stale({ job }: { job: Job | null }) {
  const found = state.validation.value?.summary?.scenario_hash;
  if (!job?.scenario_hash || !found || state.soundness.value !== "sound" || found === job.scenario_hash) return null;
  return (
    <div class="note stale">
      <p>This is the answer for another version of the scenario than the one that is open.</p>
      <button type="button" onClick={() => void goToVersion(job)}>
        Go to that version
      </button>
    </div>
  );
}

export function StudyProgress({ job }: { job: Job | null }) {
  if (!job) return null;
  if (job.state === "failed" || job.state === "lost") return <p class="note error">{job.error ?? "It did not finish."}</p>;
  if (job.state !== "running" && job.state !== "queued") return null;
  return (
    <section class="progress" aria-label="Progress">
      <div class="row">
        {job.goal > 1 ? <progress aria-label="Progress" max={job.goal} value={job.done} /> : <progress aria-label="Progress" />}
        <span class="num" role="status">
          {job.state === "queued" ? "waiting" : job.goal > 1 ? `${count(job.done)} of ${count(job.goal)}` : "working"}
        </span>
        <button type="button" class="danger" onClick={() => void attempt(() => remove(`/api/jobs/${job.id}`))}>
          Cancel
        </button>
      </div>
    </section>
  );
}
