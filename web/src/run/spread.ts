/** Distributions of several variants on one axis, as many bars as can be told apart. */
import type { Bin } from "../model/types.ts";

/** Bars that stand side by side at most. */
export const BARS = 40;

export interface Axis {
  first: number;
  /** Whole numbers a bar. */
  width: number;
  bars: number;
}

/** The axis that holds all values of all of them; null where none has any. */
export function axisOf(all: readonly (readonly Bin[])[]): Axis | null {
  const values = all.flat().filter(({ count }) => count > 0).map(({ value }) => value);
  if (values.length === 0) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const width = Math.max(1, Math.ceil((high - low + 1) / BARS));
  const first = width === 1 ? low : Math.floor(low / width) * width;
  return { first, width, bars: Math.floor((high - first) / width) + 1 };
}

/** The share of the replications in each bar of an axis. */
export function shares(bins: readonly Bin[], { first, width, bars }: Axis): number[] {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const found = Array.from({ length: bars }, () => 0);
  for (const { value, count } of bins) found[Math.floor((value - first) / width)]! += count / Math.max(1, total);
  return found;
}

export function meanOf(bins: readonly Bin[]): number | null {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return total > 0 ? bins.reduce((sum, { value, count }) => sum + value * count, 0) / total : null;
}

/** The least value up to which a share of the replications lies. */
export function quantile(bins: readonly Bin[], share: number): number | null {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  let passed = 0;
  for (const { value, count } of bins.toSorted((a, b) => a.value - b.value)) {
    passed += count;
    if (count > 0 && passed >= share * total - 1e-9) return value;
  }
  return null;
}
