/** Runs of this workspace, newest first, those of the scenario on the table before the others; and those deleted. */
import { computed } from "@preact/signals";
import { count, when } from "../ui/format.ts";
import { removeJob } from "../scenario/actions.ts";
import { Deleted } from "../scenario/deleted.tsx";
import { openRun } from "./jobs.ts";
import * as state from "../model/state.ts";
import type { Job } from "../model/types.ts";

const runs = computed(() => state.jobs.value.filter((job) => job.kind === "run"));

export function Earlier() {
  const mine = runs.value.filter((job) => job.scenario === state.scenarioName.value);
  const others = runs.value.filter((job) => job.scenario !== state.scenarioName.value);
  return (
    <section class="earlier">
      {mine.length > 0 && (
        <details>
          <summary>Earlier runs ({count(mine.length)})</summary>
          <Runs rows={mine} />
        </details>
      )}
      {others.length > 0 && (
        <details>
          <summary>Runs of other scenarios ({count(others.length)})</summary>
          <Runs rows={others} />
        </details>
      )}
      <Deleted kind="job" />
    </section>
  );
}

function Runs({ rows }: { rows: Job[] }) {
  const now = state.validation.value?.summary?.scenario_hash;
  return (
    <ul>
      {rows.map((job) => (
        <li key={job.id} class={job.id === state.jobId.value ? "here" : ""}>
          <button type="button" class="link" onClick={() => void openRun(job)}>
            {job.title}
          </button>
          <small>
            {job.state === "done" ? count(job.goal) : job.state} · seed {job.seed} · {when(job.created)}
            {job.scenario === state.scenarioName.value && job.scenario_hash && now && job.scenario_hash !== now ? " · another version" : ""}
          </small>
          <button type="button" class="icon" aria-label={`Delete ${job.title} of ${when(job.created)}`} onClick={() => void removeJob(job)}>
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
