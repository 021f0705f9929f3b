/** What can be taken away from the globe: a picture of it, and a clip of the replay. */
import { effect, signal } from "@preact/signals";
import { attempt, say } from "../model/attempt.ts";
import { clipKind, fileName, type Shown } from "../model/filename.ts";
import * as state from "../model/state.ts";
import { toggle } from "../replay/playback.ts";
import { clock } from "../ui/format.ts";
import type { Pilot } from "./pilot.ts";

interface Clip {
  stop: () => void;
  from: number;
}

const clip = signal<Clip | null>(null);

/** A clip of more than so many seconds of a clock on the wall is ended. */
const LONGEST_S = 300;

function shown(time: number): Shown {
  return { scenario: state.scenarioName.peek(), replication: state.replay.peek()?.replication ?? null, time };
}

function line(): string {
  const title = state.scenarios.peek()?.find(({ name }) => name === state.scenarioName.peek())?.title ?? state.scenarioName.peek();
  const replay = state.replay.peek();
  const edited = state.edited.peek() ? ", edited" : "";
  return [`${title}${edited}`, ...(replay ? [`replication ${replay.replication} of seed ${replay.seed} at ${clock(state.time.peek())}`] : []), `airdef ${state.about.peek()?.version ?? ""}`].join("  ·  ");
}

async function take(pilot: Pilot): Promise<void> {
  await attempt(async () => {
    const made = await pilot.picture(pilot.globe, line());
    const name = fileName(shown(state.time.peek()), "png");
    pilot.download(made, name);
    say(`Picture saved as ${name}.`);
  });
}

/** Record until it is stopped, the replay pauses or closes, or it has become too long. */
function record(pilot: Pilot, kind: string): void {
  const from = state.time.peek();
  const recording = pilot.record(pilot.globe, kind);
  let over = false;
  const stop = (): void => {
    if (over) return;
    over = true;
    window.clearTimeout(timer);
    watch();
    clip.value = null;
    const name = fileName(shown(from), "webm");
    if (state.playing.peek()) toggle();
    void attempt(async () => {
      pilot.download(await recording.stop(), name);
      say(`Clip saved as ${name}.`);
    });
  };
  if (!state.playing.peek()) toggle();
  const timer = window.setTimeout(stop, LONGEST_S * 1000);
  const watch = effect(() => {
    if (!state.playing.value || !state.replay.value) window.setTimeout(stop);
  });
  clip.value = { stop, from };
}

/** Why no clip can be made here; empty where one can. */
function hindrance(kind: string | null): string {
  if (kind === null) return "This browser cannot record WebM from a page.";
  return state.replay.value ? "" : "A clip is of a replay: open one first.";
}

export function Export({ pilot }: { pilot: Pilot | null }) {
  if (!pilot) return null;
  const kind = clipKind(typeof MediaRecorder === "undefined" || !("captureStream" in HTMLCanvasElement.prototype) ? null : (type) => MediaRecorder.isTypeSupported(type));
  const why = hindrance(kind);
  const running = clip.value;
  if (running)
    return (
      <button type="button" class="recording" onClick={running.stop}>
        Stop recording
      </button>
    );
  return (
    <details class="layers">
      <summary>Export</summary>
      <fieldset>
        <legend class="sr">Export of the globe</legend>
        <button type="button" onClick={() => void take(pilot)}>
          Picture (PNG)
        </button>
        <button
          type="button"
          disabled={why !== ""}
          aria-describedby={why ? "no-clip" : undefined}
          title={why || "Plays the replay from here, and records the globe until it is stopped"}
          onClick={() => kind && record(pilot, kind)}
        >
          Record a clip (WebM)
        </button>
        {why && (
          <p class="quiet" id="no-clip">
            {why}
          </p>
        )}
      </fieldset>
    </details>
  );
}
