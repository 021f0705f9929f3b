/** Where the pointer is, and the ruler: range and bearing between two places on the ground. */
import { computed, signal } from "@preact/signals";
import { distance, height } from "../model/units.ts";
import { parts, short } from "../model/selection.ts";
import * as state from "../model/state.ts";
import { alongGround } from "../replay/earth.ts";
import { bearing } from "../replay/facts.ts";
import { now, scene, story } from "../replay/watched.ts";
import { whereabouts } from "../replay/whereabouts.ts";
import { fixed } from "../ui/format.ts";
import { heightAt } from "../model/ground.ts";
import { ground } from "./terrain.ts";

export interface Ground {
  lon: number;
  lat: number;
}

/** What is under the pointer; null where there is no ground, or no pointer. */
export const pointer = signal<Ground | null>(null);
/** Whether clicks on the globe measure, and what was measured: from a first click to a second one, or to the pointer. */
export const measuring = signal(false);
export const ends = signal<{ from: Ground; to: Ground | null } | null>(null);

/** The line that is drawn. */
export const ruler = computed(() => {
  const set = measuring.value ? ends.value : null;
  const to = set && (set.to ?? pointer.value);
  return set && to ? { from: set.from, to } : null;
});

/** A click while it measures: the first sets one end, the second the other, the third begins again. */
export function mark(place: Ground): void {
  const set = ends.peek();
  ends.value = set && !set.to ? { from: set.from, to: place } : { from: place, to: null };
}

export function stopMeasuring(): void {
  measuring.value = false;
  ends.value = null;
}

/** "1.234° S, 0.450° W" */
export function coordinates({ lat, lon }: Ground): string {
  const side = (value: number, plus: string, minus: string): string => `${fixed(Math.abs(value), 3)}° ${value < 0 ? minus : plus}`;
  return `${side(lat, "N", "S")}, ${side(lon, "E", "W")}`;
}

function told(from: Ground, to: Ground): string {
  const found = alongGround([from.lon, from.lat], [to.lon, to.lat]);
  return `${distance(found.range, state.units.value)}, ${bearing(found.bearing)}`;
}

export function MeasureButton() {
  return (
    <button
      type="button"
      aria-pressed={measuring.value}
      title="Range and bearing between two places: two clicks on the globe"
      onClick={() => (measuring.value ? stopMeasuring() : (measuring.value = true))}
    >
      Measure
    </button>
  );
}

/** The line of the pointer in the corner of the globe. */
export function Pointer() {
  const [at, line, id] = [pointer.value, ruler.value, state.selection.value];
  const from = id !== null && scene.value ? whereabouts(scene.value, story.value, id, now.value) : null;
  const name = id !== null && scene.value ? short(scene.value, parts(id)[1]) : "";
  return (
    <div class="pointer">
      {measuring.value && (
        <p role="status" class="num" data-testid="ruler">
          {line ? told(line.from, line.to) : "Click where to measure from"}
          {line && !ends.value?.to && " to the pointer"}
        </p>
      )}
      {at && (
        <p class="num" data-testid="pointer">
          {coordinates(at)}
          {heightAt(ground.value, at.lon, at.lat) > 0 && ` · ground ${height(heightAt(ground.value, at.lon, at.lat), state.units.value)}`}
          {from && !measuring.value && ` · ${told(from, at)} from ${name}`}
        </p>
      )}
    </div>
  );
}
