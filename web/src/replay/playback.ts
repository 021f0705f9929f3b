/** The clock of a replay: the page's own, so that it also runs where no globe can be drawn. */
import { effect } from "@preact/signals";
import * as state from "../model/state.ts";
import type { Replay, ReplayEvent } from "../model/types.ts";

export const SPEEDS = [1, 5, 10, 20, 50, 100];

/** Events worth a mark on the timeline, and their lane. */
export const MARKS: Record<string, string> = {
  firm: "firm track",
  launch: "launch",
  hit: "hit",
  miss: "miss",
  leak: "leak",
};

/** The first firm track of each threat, then launches, hits, misses and leaks, in time order. */
export function marks(replay: Replay): ReplayEvent[] {
  const seen = new Set<string>();
  return replay.events.filter((event) => {
    if (!(event.kind in MARKS)) return false;
    if (event.kind !== "firm") return true;
    if (seen.has(event.threat ?? "")) return false;
    seen.add(event.threat ?? "");
    return true;
  });
}

/** The time after which nothing more happens, which is often long before the clock of the scenario ends. */
export function lastMoment(replay: Replay): number {
  const fates = replay.fates.reduce((last, fate) => Math.max(last, fate.time ?? 0), 0);
  const shown = replay.events.reduce((last, event) => (event.kind === "reload" ? last : Math.max(last, event.time)), 0);
  return Math.max(fates, shown, 1) + 20;
}

export function jump(time: number): void {
  const replay = state.replay.value;
  if (replay) state.time.value = Math.min(Math.max(0, time), lastMoment(replay));
}

/** Go to the nearest mark before or after now. */
export function step(direction: 1 | -1): void {
  const replay = state.replay.value;
  if (!replay) return;
  const times = marks(replay).map((event) => event.time);
  const now = state.time.value;
  const next = direction > 0 ? times.find((t) => t > now + 0.01) : times.filter((t) => t < now - 0.01).at(-1);
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
