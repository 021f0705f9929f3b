/** Which of the names in a picture are drawn: those that matter more first, and none over another. */

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
  /** The lower, the sooner it gets its room. */
  rank: number;
}

function overlap(a: Box, b: Box, margin: number): boolean {
  return a.left < b.left + b.width + margin && b.left < a.left + a.width + margin && a.top < b.top + b.height + margin && b.top < a.top + a.height + margin;
}

/** Cells [px] in which boxes are looked up: a box meets those of its own cells only. */
const CELL = 64;

function cells({ left, top, width, height }: Box, margin: number): string[] {
  const found: string[] = [];
  for (let x = Math.floor((left - margin) / CELL); x <= Math.floor((left + width + margin) / CELL); x += 1)
    for (let y = Math.floor((top - margin) / CELL); y <= Math.floor((top + height + margin) / CELL); y += 1) found.push(`${x},${y}`);
  return found;
}

/** For each box whether it has room; equals in the order in which they come. */
export function roomy(boxes: readonly Box[], margin = 2): boolean[] {
  const order = boxes.map((box, i) => ({ box, i })).toSorted((a, b) => a.box.rank - b.box.rank || a.i - b.i);
  const taken = new Map<string, Box[]>();
  const found = boxes.map(() => false);
  for (const { box, i } of order) {
    const own = cells(box, margin);
    if (own.some((cell) => taken.get(cell)?.some((other) => overlap(box, other, margin)))) continue;
    found[i] = true;
    for (const cell of own) {
      const there = taken.get(cell);
      if (there) there.push(box);
      else taken.set(cell, [box]);
    }
  }
  return found;
}
