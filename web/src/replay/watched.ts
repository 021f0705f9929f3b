/** The replication that is watched, as what the panels read of it, and what the user does to a thing of it. */
import { batch, computed, effect, signal } from "@preact/signals";
import * as state from "../model/state.ts";
import { unitCounts } from "./counts.ts";
import { jump } from "./playback.ts";
import { tell } from "./story.ts";

export const story = computed(() => (state.replay.value ? tell(state.replay.value) : null));
export const counts = computed(() => (state.replay.value ? unitCounts(state.replay.value) : []));

/** Between two looks of the panels at a running clock [ms]. */
const LOOK = 200;

/**
 * The clock as the panels read it: while it runs, in whole seconds and a few times a second, and between two frames, so that no
 * picture of the globe waits for tables and their layout.
 */
export const now = signal(0);
let looked = 0;
let soon = 0;
effect(() => {
  const [time, playing] = [state.time.value, state.playing.value];
  if (playing && soon) return;
  window.clearTimeout(soon);
  soon = 0;
  if (playing) soon = window.setTimeout(look, Math.max(0, looked + LOOK - performance.now()));
  else now.value = time;
});

function look(): void {
  soon = 0;
  looked = performance.now();
  if (state.playing.peek()) now.value = Math.floor(state.time.peek());
}

/** The scene that the globe shows: of the replication that is watched, else of the scenario. */
export const scene = computed(() => state.replay.value?.scene ?? state.scene.value);

export function select(id: string | null): void {
  state.selection.value = id;
}

/** Go to a time and select what happened then. */
export function visit(time: number, id: string | null): void {
  batch(() => {
    jump(time);
    if (id) state.selection.value = id;
  });
}

export function followed(id: string): boolean {
  return state.view.value.mode === "follow" && state.view.value.of === id;
}

/** Let the camera go along with something, which is selected too. */
export function follow(id: string): void {
  batch(() => {
    state.selection.value = id;
    if (state.view.peek().of === id && state.view.peek().mode === "follow") return;
    state.camera.value = null;
    state.view.value = { mode: "follow", of: id };
  });
}
