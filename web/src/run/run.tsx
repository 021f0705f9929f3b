/** The run button, and the histogram that fills while it runs. */
import { Histogram } from "../ui/histogram.tsx";
import { count } from "../ui/format.ts";
import { cancel, goOn, run } from "./jobs.ts";
import * as state from "../model/state.ts";
import { Typed } from "../ui/typed.tsx";

export function RunForm() {
  const { replications, seed } = state.settings.value;
  const limit = state.about.value?.limits.replications ?? 1_000_000;
  const ready = state.orderable.value;
  const change = (part: Partial<typeof state.settings.value>): void => {
    state.settings.value = { ...state.settings.value, ...part };
  };
  return (
    <form
      class="runform"
      onSubmit={(event) => {
        event.preventDefault();
        // Not what was drawn last: Enter changes a field and sends the form at once.
        const now = state.settings.value;
        if (!state.running.value && ready) void run(now.replications, now.seed);
      }}
    >
      <label>
        <span>Replications</span>
        <Typed<HTMLInputElement> value={String(replications)}>
          {(box) => (
            <input
              ref={box}
              type="number"
              min={1}
              max={limit}
              required
              onChange={(event) => change({ replications: Math.round(event.currentTarget.valueAsNumber || replications) })}
            />
          )}
        </Typed>
      </label>
      <label>
        <span>Seed</span>
        <Typed<HTMLInputElement> value={String(seed)}>
          {(box) => (
            <input
              ref={box}
              type="number"
              min={0}
              required
              onChange={(event) => change({ seed: Math.round(event.currentTarget.valueAsNumber || 0) })}
            />
          )}
        </Typed>
      </label>
      {state.running.value ? (
        <button type="button" class="danger" onClick={() => void cancel()}>
          Cancel
        </button>
      ) : (
        <button type="submit" class="primary" disabled={!ready} title={ready || state.soundness.value !== "broken" ? "" : "The scenario has errors"}>
          Run
        </button>
      )}
    </form>
  );
}

export function RunProgress() {
  const job = state.job.value;
  if (!job) return null;
  if (job.state === "done") {
    return state.result.value ? null : (
      <p class="quiet" role="status">
        Fetching the result …
      </p>
    );
  }
  if (job.state === "queued" || job.state === "running") {
    const partial = job.partial;
    const share = job.goal > 0 ? job.done / job.goal : 0;
    return (
      <section class="progress" aria-label="Progress">
        <div class="row">
          <progress aria-label="Replications simulated" max={1} value={share} />
          <span class="num" role="status">
            {job.state === "queued" ? "waiting" : `${count(job.done)} of ${count(job.goal)}`}
          </span>
        </div>
        {partial ? (
          <>
            <p>
              So far <strong>{partial.leakers.shown.mean}</strong> leak, 95 % interval {partial.leakers.shown.ci95}
            </p>
            <Histogram bins={partial.distribution} n={partial.replications} what="leakers so far" mark={partial.leakers.mean} />
          </>
        ) : (
          <p class="quiet">Working out what geometry allows …</p>
        )}
      </section>
    );
  }
  const words = {
    cancelled: `Cancelled after ${count(job.done)} of ${count(job.goal)} replications.`,
    failed: job.error ?? "The run failed.",
    lost: "The service was stopped while this ran.",
  };
  return (
    <div class={job.state === "cancelled" ? "note" : "note error"} role="status">
      <p>
        {words[job.state]} {state.result.value && "The answer below is that of the replications which were finished."}
      </p>
      <button type="button" onClick={() => void goOn()}>
        Go on from there
      </button>
    </div>
  );
}
