/** Which of the names in a picture are drawn, and where: those that matter more first, none over another, few over a symbol. */

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Wanted {
  /** Where it may stand, the best place first. */
  places: readonly Box[];
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

/** Boxes that take room, so far apart [px] from others. */
class Taken {
  private readonly all = new Map<string, Box[]>();
  private readonly margin: number;

  constructor(margin: number) {
    this.margin = margin;
  }

  take(box: Box): void {
    for (const cell of cells(box, this.margin)) {
      const there = this.all.get(cell);
      if (there) there.push(box);
      else this.all.set(cell, [box]);
    }
  }

  free(box: Box): boolean {
    return !cells(box, this.margin).some((cell) => this.all.get(cell)?.some((other) => overlap(box, other, this.margin)));
  }
}

function inside(box: Box, { left, top, width, height }: Box): boolean {
  return box.left >= left && box.top >= top && box.left + box.width <= left + width && box.top + box.height <= top + height;
}

/**
 * For each name the number of its place, -1 where it has no room; equals in the order in which they come. A place that
 * lies on a symbol, or is cut off by the picture's edge, is taken only where all others are, or lie on names.
 */
export function placed(names: readonly Wanted[], symbols: readonly Box[] = [], picture: Box | null = null, margin = 2): number[] {
  const order = names.map((name, i) => ({ name, i })).toSorted((a, b) => a.name.rank - b.name.rank || a.i - b.i);
  const [written, drawn] = [new Taken(margin), new Taken(0)];
  for (const symbol of symbols) drawn.take(symbol);
  const found = names.map(() => -1);
  for (const { name, i } of order) {
    const free = name.places.map((place) => written.free(place));
    const clear = name.places.findIndex((place, k) => free[k] && drawn.free(place) && (picture === null || inside(place, picture)));
    const k = clear >= 0 ? clear : free.indexOf(true);
    found[i] = k;
    if (k >= 0) written.take(name.places[k]!);
  }
  return found;
}
