/** A histogram of buttons: one stop of the Tab key, arrows inside, Enter opens the replications of a bar. */
import { useRef, useState } from "preact/hooks";
import { count, edge, number } from "./format.ts";
import type { Bin } from "../model/types.ts";

interface Props {
  bins: Bin[];
  n: number;
  width?: number | null;
  what: string;
  unit?: string;
  chosen?: number | null;
  mark?: number | null;
  onChoose?: (bin: Bin) => void;
}

/** Whole-number measures get their missing bars too: a gap is a finding. */
function filled(bins: Bin[], width: number | null): Bin[] {
  const first = bins[0];
  const last = bins.at(-1);
  if (!first || !last || width !== null || last.value - first.value > 80) return bins;
  const counts = new Map(bins.map((bin) => [bin.value, bin.count]));
  const values = Array.from({ length: last.value - first.value + 1 }, (_, i) => first.value + i);
  return values.map((value) => ({ value, count: counts.get(value) ?? 0 }));
}

export function Histogram({ bins, n, width = null, what, unit = "", chosen = null, mark = null, onChoose }: Props) {
  const row = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const bars = filled(bins, width);
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  if (bars.length === 0) return <p class="quiet">No replication has a value here.</p>;
  const here = Math.min(at, bars.length - 1);
  const move = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: bars.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(bars.length - 1, to));
    setAt(next);
    (row.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  const name = (bar: Bin): string => {
    const value = width === null ? number(bar.value) : `${edge(bar.value, width)} to ${edge(bar.value + width, width)}`;
    return `${value}${unit ? ` ${unit}` : ""}: ${count(bar.count)} of ${count(n)} replications`;
  };
  // As many ticks as fit, at round distances in bars.
  const every = Math.max(1, Math.ceil(bars.length / 8));
  const first = bars[0]?.value ?? 0;
  const span = width === null ? bars.length : ((bars.at(-1)?.value ?? 0) + width - first) / width;
  const markAt = mark === null ? null : (mark - first) / (width ?? 1) + (width === null ? 0.5 : 0);
  return (
    <figure class="histogram" aria-label={`Distribution of ${what}`}>
      <div class="bars" ref={row} onKeyDown={move} role="group" aria-label={`Replications by ${what}`}>
        {bars.map((bar, i) => (
          <button
            type="button"
            key={bar.value}
            tabIndex={onChoose ? (i === here ? 0 : -1) : -1}
            disabled={!onChoose || bar.count === 0}
            aria-pressed={chosen === bar.value}
            aria-label={name(bar)}
            title={name(bar)}
            onFocus={() => setAt(i)}
            onClick={() => onChoose?.(bar)}
          >
            <span style={{ height: `${bar.count ? Math.max(1.5, (100 * bar.count) / most) : 0}%` }} />
          </button>
        ))}
      </div>
      {markAt !== null && markAt >= 0 && markAt <= span && (
        <i class="mean" style={{ left: `${(100 * markAt) / span}%` }} aria-hidden="true" />
      )}
      <div class="ticks" aria-hidden="true">
        {bars.map((bar, i) => (
          <span key={bar.value}>{i % every === 0 ? edge(bar.value, width) : ""}</span>
        ))}
      </div>
    </figure>
  );
}
