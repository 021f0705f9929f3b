/** Runs of this workspace, newest first. */
import { count, when } from "../ui/format.ts";
import { openRun, removeJob } from "./jobs.ts";
import * as state from "../model/state.ts";

export function Earlier() {
  const runs = state.jobs.value.filter((job) => job.kind === "run");
  if (runs.length === 0) return null;
  return (
    <section class="earlier">
      <details>
        <summary>Earlier runs ({runs.length})</summary>
        <ul>
          {runs.map((job) => (
            <li key={job.id} class={job.id === state.jobId.value ? "here" : ""}>
              <button type="button" class="link" onClick={() => void openRun(job.id)}>
                {job.title}
              </button>
              <small>
                {job.state === "done" ? count(job.goal) : job.state} · seed {job.seed} · {when(job.created)}
              </small>
              <button type="button" class="icon" aria-label={`Remove ${job.title} of ${when(job.created)}`} onClick={() => void removeJob(job)}>
                ×
              </button>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
