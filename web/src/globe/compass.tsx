/** Where north is in the picture, and the degrees at its edges. */
import { signal } from "@preact/signals";
import * as state from "../model/state.ts";
import { bearing } from "../replay/facts.ts";
import type { Tick } from "./graticule.ts";

/** The bearing at the top of the picture [deg], in whole degrees. */
export const top = signal(0);
export const ticks = signal<Tick[]>([]);

export function NorthArrow({ turn }: { turn: () => void }) {
  const still = state.mapMode.value === "map" || state.view.value.mode === "radar";
  return (
    <button
      type="button"
      class="north"
      aria-label={`North up; at the top is ${bearing(top.value)}`}
      title={still ? "Where north is" : "Where north is; a click turns it up"}
      disabled={still}
      onClick={turn}
    >
      <svg viewBox="-12 -12 24 24" width="22" height="22" aria-hidden="true" style={{ transform: `rotate(${-top.value}deg)` }}>
        <path class="needle" d="M0-11 4.6 1.5H-4.6Z" />
        <path class="tail" d="M0 11-4.6 1.5H4.6Z" />
      </svg>
    </button>
  );
}

/** The degrees; who cannot see them has the coordinates of each thing on its card. */
export function Degrees() {
  if (state.view.value.mode === "radar") return null;
  return (
    <div class="degrees" aria-hidden="true" data-testid="degrees">
      {ticks.value.map(({ text, edge, x, y }) => (
        <span key={`${edge} ${text}`} class={edge} style={{ left: `${x}px`, top: `${y}px` }}>
          {text}
        </span>
      ))}
    </div>
  );
}
