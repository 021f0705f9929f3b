/** Where what flies is at a time, quickly: the corners of its path once in the globe's own frame. */
import { Cartesian3 } from "@cesium/engine";
import { toEcef } from "../replay/earth.ts";
import type { Sample } from "../replay/along.ts";

/** Two samples of a way are further apart than this [s]. */
const APART = 1e-6;

export class Motion {
  readonly times: number[] = [];
  readonly places: Cartesian3[] = [];
  private segment = 0;

  /** The part of a path from when something begins to be until it ends. */
  constructor(
    readonly id: string,
    path: readonly Sample[],
    readonly begin: number,
    readonly end: number,
  ) {
    for (const [time, lon, lat, height] of path) {
      const known = this.times.at(-1);
      if (known === undefined || time > known + APART) {
        this.times.push(time);
        this.places.push(new Cartesian3(...toEcef(lon, lat, height)));
      }
    }
  }

  exists(time: number): boolean {
    return this.begin <= time && time < this.end && this.places.length > 0;
  }

  /** Its place; before and after its path its ends. */
  at(time: number, result: Cartesian3): Cartesian3 {
    const { times, places } = this;
    const last = times.length - 1;
    if (time <= times[0]!) return Cartesian3.clone(places[0]!, result);
    if (time >= times[last]!) return Cartesian3.clone(places[last]!, result);
    // A clock that runs is in the same segment as a moment ago, or in the next one.
    let from = Math.min(this.segment, last - 1);
    if (times[from]! > time) from = 0;
    if (times[Math.min(last, from + 8)]! < time) from = before(times, time);
    while (times[from + 1]! < time) from += 1;
    this.segment = from;
    const share = (time - times[from]!) / (times[from + 1]! - times[from]!);
    return Cartesian3.lerp(places[from]!, places[from + 1]!, share, result);
  }

  /** Its way from its beginning to its end. */
  way(): { times: number[]; places: Cartesian3[] } {
    const end = Math.min(this.end, this.times.at(-1) ?? this.end);
    const inside = this.times.flatMap((time, i) => (time > this.begin && time < end ? [i] : []));
    const corner = (time: number): Cartesian3 => this.at(time, new Cartesian3());
    return {
      times: [this.begin, ...inside.map((i) => this.times[i]!), end],
      places: [corner(this.begin), ...inside.map((i) => this.places[i]!), corner(end)],
    };
  }
}

function before(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length - 2];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (times[middle]! <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
