/** Which rows of a long list are in sight, where every row is as high as the others. */

export interface Sight {
  /** The first and the last but one. */
  from: number;
  to: number;
}

/** Rows in sight and some beyond, so that scrolling meets no blanks. */
export function sight(scrolled: number, height: number, row: number, total: number, beyond = 8): Sight {
  const from = Math.max(0, Math.floor(scrolled / row) - beyond);
  const to = Math.min(total, Math.ceil((scrolled + height) / row) + beyond);
  return { from: Math.min(from, to), to };
}

/** How many of some times, in order, are not later than a time. */
export function upTo(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
