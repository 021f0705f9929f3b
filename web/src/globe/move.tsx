/** Moving what stands and where routes turn: by its handle on the globe, or by the arrows beside. */
import { computed, effect, signal } from "@preact/signals";
import { distance, height } from "../model/units.ts";
import * as state from "../model/state.ts";
import { setField } from "../scenario/actions.ts";
import { read } from "../scenario/document.ts";
import { places, rounded, type Placed } from "../scenario/places.ts";
import type { Handles } from "./handles.ts";
import { coordinates, measuring, stopMeasuring } from "./measure.tsx";

/** Whether handles are shown. */
export const moving = signal(false);
/** The path of the chosen place. */
const chosen = signal<string | null>(null);
/** Metres a pixel, as the scale bar has it. */
export const zoom = signal<number | null>(null);

const found = computed<Placed[]>(() => (moving.value && !state.missing.value ? places(read(state.text.value)) : []));
const current = computed(() => found.value.find(({ path }) => path.join(".") === chosen.value) ?? null);

/** A step of the arrows [m]: a round length of some 20 pixels. */
const step = computed(() => {
  const wanted = 20 * (zoom.value ?? 100);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([5, 2, 1].find((factor) => factor * power <= wanted) ?? 1) * power;
});

/** A step in words. */
const stepText = computed(() => (step.value >= 1000 ? distance(step.value, state.units.value, 0) : height(step.value, state.units.value)));

function put({ path }: Placed, lat: number, lon: number): void {
  const fine = (zoom.peek() ?? 100) / 2;
  const turned = ((((lon + 180) % 360) + 360) % 360) - 180;
  setField(path, [rounded(Math.min(90, Math.max(-90, lat)), fine), rounded(turned, fine)]);
}

function nudge(placed: Placed, east: number, north: number): void {
  const metres = step.peek();
  const wide = Math.max(0.05, Math.cos((placed.lat * Math.PI) / 180));
  // A step is at least as long as what a place is rounded to.
  const [lat, lon] = [placed.lat + (north * metres) / 111_320, placed.lon + (east * metres) / (111_320 * wide)];
  put(placed, lat, lon);
}

export function stopMoving(): void {
  moving.value = false;
}

/** Keep the handles on the globe in step. */
export function connectHandles(handles: Handles): () => void {
  handles.onMoved = put;
  handles.onTaken = (placed) => (chosen.value = placed?.path.join(".") ?? null);
  const stops = [
    effect(() => handles.show(found.value, chosen.value)),
    // A replay shows what was simulated, which no move changes.
    effect(() => {
      if (state.replay.value || state.placing.value || measuring.value) moving.value = false;
    }),
    effect(() => {
      if (!moving.value) handles.drop();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

export function MoveButton() {
  const replay = state.replay.value !== null;
  return (
    <button
      type="button"
      aria-pressed={moving.value}
      disabled={replay}
      title={replay ? "What was simulated stays where it was: close the replay to move things" : "Move sites and waypoints on the globe"}
      onClick={() => {
        stopMeasuring();
        state.placing.value = null;
        moving.value = !moving.value;
      }}
    >
      Move
    </button>
  );
}

const ARROWS: Record<string, readonly [east: number, north: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const WAYS = [
  ["West", "ArrowLeft", "←"],
  ["North", "ArrowUp", "↑"],
  ["South", "ArrowDown", "↓"],
  ["East", "ArrowRight", "→"],
] as const;

/** The place that is chosen, and the arrows that move it: what the pointer does with its handle. */
export function MovePanel() {
  if (!moving.value) return null;
  const placed = current.value;
  const go = (key: string): boolean => {
    const to = ARROWS[key];
    if (!to || !placed) return false;
    nudge(placed, ...to);
    return true;
  };
  return (
    <section
      class="moving"
      aria-label="Move"
      onKeyDown={(event) => {
        if (event.target instanceof HTMLSelectElement) return;
        if (go(event.key)) event.preventDefault();
      }}
    >
      <p class="quiet">Drag a handle, or choose a place and use the arrows. Undo takes each move back.</p>
      <div class="row">
        <label class="grow">
          <span class="sr">Place to move</span>
          <select value={chosen.value ?? ""} onChange={(event) => (chosen.value = event.currentTarget.value || null)}>
            <option value="">Choose a place …</option>
            {found.value.map(({ path, label }) => (
              <option key={path.join(".")} value={path.join(".")}>{label}</option>
            ))}
          </select>
        </label>
        <button type="button" onClick={stopMoving}>
          Done
        </button>
      </div>
      {placed && (
        <div class="row" role="group" aria-label={`Move ${placed.label} by ${stepText.value}`}>
          {WAYS.map(([text, key, sign]) => (
            <button type="button" key={key} aria-label={text} title={`${text} by ${stepText.value}`} onClick={() => go(key)}>
              {sign}
            </button>
          ))}
          <span class="num" role="status">
            {coordinates(placed)}
          </span>
        </div>
      )}
    </section>
  );
}
