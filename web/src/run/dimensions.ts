/** The differences of a comparison by dimension: for a measure, one row for each asset or formation. */
import type { Variant } from "../model/types.ts";

export type By = Variant["by"];
export type Pair = Variant["measures"][string];

/** The dimensions that the page orders and shows, with their headings. */
export const DIMENSIONS = { asset: "By asset", formation: "By formation" } as const;

export type Dimension = keyof typeof DIMENSIONS;

export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as Dimension[];

/** The measures that any key of the shown dimensions has: those of `first` before the others, which keep their order. */
export function measuresBy(by: By, first: readonly string[]): string[] {
  const found = new Set(DIMENSION_NAMES.flatMap((dimension) => Object.values(by[dimension] ?? {}).flatMap((measures) => Object.keys(measures))));
  return [...first.filter((name) => found.has(name)), ...[...found].filter((name) => !first.includes(name))];
}

/** The keys of a dimension that have a measure, in the order in which they came. */
export function rowsBy(by: By, dimension: Dimension, measure: string): { key: string; pair: Pair }[] {
  return Object.entries(by[dimension] ?? {}).flatMap(([key, measures]) => {
    const pair = measures[measure];
    return pair ? [{ key, pair }] : [];
  });
}

/** How far the bars of several differences reach, so that they can be held against each other; 0 where none has an interval. */
export function reachOf(pairs: readonly Pair[]): number {
  const ends = pairs.flatMap(({ ci95 }) => (ci95.filter((end) => end !== null))).map(Math.abs);
  return 1.15 * Math.max(0, ...ends);
}
