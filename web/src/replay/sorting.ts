/** The order of the threat table. */
import { CONDITIONS, type Known } from "./story.ts";

export interface ThreatRow {
  name: string;
  /** Its place among all names in order, where that is known: cheaper than to hold names against each other. */
  rank?: number;
  class: string;
  now: Known;
}

export type Column = "name" | "class" | "state" | "time";

export interface Order {
  column: Column;
  down: boolean;
}

const names = new Intl.Collator("en", { numeric: true });

const COMPARE: Record<Column, (a: ThreatRow, b: ThreatRow) => number> = {
  name: (a, b) => (a.rank === undefined || b.rank === undefined ? names.compare(a.name, b.name) : a.rank - b.rank),
  class: (a, b) => names.compare(a.class, b.class),
  state: (a, b) => CONDITIONS.indexOf(a.now.condition) - CONDITIONS.indexOf(b.now.condition),
  // What has no time comes last of all, upwards as downwards: see `sorted`.
  time: (a, b) => (a.now.since ?? 0) - (b.now.since ?? 0),
};

/** Names in order, with their places. */
export function ranked(all: Iterable<string>): Map<string, number> {
  return new Map([...all].toSorted(names.compare).map((name, rank) => [name, rank]));
}

/** Rows in order; equals stay by state, then time, then name, so that nothing jumps about. */
export function sorted(rows: readonly ThreatRow[], { column, down }: Order): ThreatRow[] {
  const sign = down ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (column === "time" && (a.now.since === null) !== (b.now.since === null)) return a.now.since === null ? 1 : -1;
    return sign * COMPARE[column](a, b) || COMPARE.state(a, b) || COMPARE.time(a, b) || COMPARE.name(a, b);
  });
}

/** What a click on a column's heading makes of the order. */
export function turned(order: Order, column: Column): Order {
  return { column, down: order.column === column ? !order.down : false };
}
