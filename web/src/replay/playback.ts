/** The clock of a replay: the page's own, so that it also runs where no globe can be drawn. */
import { effect } from "@preact/signals";
import * as state from "../model/state.ts";
import { lastMoment, marks, neighbour } from "./moments.ts";

export const SPEEDS = [1, 5, 10, 20, 50, 100];

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
  if (!state.playing.value && state.time.value >= lastMoment(replay) - 0.5) state.time.value = 0;
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
    state.time.value = Math.min(next, end);
    if (next >= end) state.playing.value = false;
    else requestAnimationFrame(tick);
  };
  effect(() => {
    if (!state.playing.value) return;
    last = performance.now();
    requestAnimationFrame(tick);
  });
}
