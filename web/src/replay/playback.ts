/** The clock of a replay: the page's own, so that it also runs where no globe can be drawn. */
import { effect } from "@preact/signals";
import * as state from "../model/state.ts";
import { begun, lastMoment, marks, neighbour } from "./moments.ts";

/** Seconds of the replication in a second; backwards below nought. */
export const SPEEDS = [-100, -20, -5, -1, 0.1, 0.25, 0.5, 1, 5, 10, 20, 50, 100];

export function jump(time: number): void {
  const replay = state.replay.value;
  if (replay) state.time.value = Math.min(Math.max(0, time), lastMoment(replay));
}

/** Go to the nearest mark before or after now. */
export function step(direction: 1 | -1): void {
  const replay = state.replay.value;
  if (!replay) return;
  const times = marks(replay).map((event) => event.time);
  const next = neighbour(times, state.time.value, direction);
  if (next !== undefined) jump(next);
}

export function toggle(): void {
  const replay = state.replay.value;
  if (!replay) return;
  if (!state.playing.value) state.time.value = begun(state.time.value, state.speed.value, lastMoment(replay));
  state.playing.value = !state.playing.value;
}

export function startClock(): void {
  let last = 0;
  const tick = (now: number): void => {
    const replay = state.replay.value;
    if (!state.playing.value || !replay) return;
    // A tab that slept does not jump ahead.
    const passed = Math.min(0.25, (now - last) / 1000);
    last = now;
    const end = lastMoment(replay);
    const next = state.time.value + passed * state.speed.value;
    state.time.value = Math.min(Math.max(0, next), end);
    if (next >= end || (next <= 0 && state.speed.value < 0)) state.playing.value = false;
    else requestAnimationFrame(tick);
  };
  effect(() => {
    if (!state.playing.value) return;
    last = performance.now();
    requestAnimationFrame(tick);
  });
}
