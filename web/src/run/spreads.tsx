/** Distributions of a measure side by side: of the base, and of each variant, on one axis. */
import { signal } from "@preact/signals";
import { firstMeasures, measureTitle } from "../model/names.ts";
import type { Bin, CompareResult } from "../model/types.ts";
import { fixed, number } from "../ui/format.ts";
import { axisOf, meanOf, quantile, shares, type Axis } from "./spread.ts";

const measureOf = signal("leakers");

export function Spreads({ result }: { result: CompareResult }) {
  const sides = [result.base, ...result.variants];
  const known = Object.keys(result.base.distributions ?? {});
  // One that an older version stored has none.
  if (known.length === 0) return null;
  const first = firstMeasures().filter((name) => known.includes(name));
  const names = [...first, ...known.filter((name) => !first.includes(name))];
  const measure = names.includes(measureOf.value) ? measureOf.value : names[0]!;
  const all = sides.map(({ label, distributions }) => ({ label, bins: distributions?.[measure] ?? [] }));
  const axis = axisOf(all.map(({ bins }) => bins));
  if (!axis) return null;
  const drawn = all.map(({ label, bins }) => ({ label, bins, bars: shares(bins, axis) }));
  const most = Math.max(...drawn.flatMap(({ bars }) => bars));
  return (
    <section class="spreads" aria-label="Distributions">
      <h3>How replications are spread</h3>
      <label>
        <span class="sr">Measure of the distributions</span>
        <select value={measure} onChange={(event) => (measureOf.value = event.currentTarget.value)}>
          {names.map((name) => (
            <option key={name} value={name}>{measureTitle(name)}</option>
          ))}
        </select>
      </label>
      {drawn.map(({ label, bins, bars }, i) => (
        <Spread key={label} label={label} bins={bins} bars={bars} axis={axis} most={most} base={i === 0} />
      ))}
      <Ticks axis={axis} />
    </section>
  );
}

function told(bins: readonly Bin[]): string {
  const mean = meanOf(bins);
  if (mean === null) return "no replication has a value";
  return `mean ${fixed(mean)}, nine in ten from ${number(quantile(bins, 0.05))} to ${number(quantile(bins, 0.95))}`;
}

function Spread({ label, bins, bars, axis, most, base }: { label: string; bins: Bin[]; bars: number[]; axis: Axis; most: number; base: boolean }) {
  const mean = meanOf(bins);
  return (
    <figure class={base ? "spread base" : "spread"} aria-label={`${label}: ${told(bins)}`}>
      <figcaption aria-hidden="true">
        {label} <small>{told(bins)}</small>
      </figcaption>
      <div class="bars" aria-hidden="true">
        {bars.map((share, i) => (
          <span key={i} title={`${tick(axis, i)}: ${fixed(100 * share, 1)} %`}>
            <i style={{ height: `${(100 * share) / most}%` }} />
          </span>
        ))}
        {mean !== null && <b class="mean" style={{ left: `${(100 * (mean - axis.first + (axis.width === 1 ? 0.5 : 0))) / (axis.bars * axis.width)}%` }} />}
      </div>
    </figure>
  );
}

function tick({ first, width }: Axis, bar: number): string {
  const from = first + bar * width;
  return width === 1 ? number(from) : `${number(from)} to ${number(from + width - 1)}`;
}

function Ticks({ axis }: { axis: Axis }) {
  const every = Math.max(1, Math.ceil(axis.bars / 8));
  return (
    <div class="spread-ticks" aria-hidden="true">
      {Array.from({ length: axis.bars }, (_, i) => (
        <span key={i}>{i % every === 0 ? number(axis.first + i * axis.width) : ""}</span>
      ))}
    </div>
  );
}
