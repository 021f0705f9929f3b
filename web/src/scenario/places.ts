/** The places of a scenario as it stands: what can be moved on the globe. */
import type { Json, Path } from "../model/types.ts";

export interface Placed {
  path: Path;
  /** What it is the place of. */
  label: string;
  lat: number;
  lon: number;
  /** A corner of a route, which has lines to its neighbours. */
  corner: boolean;
}

/** Keys under which a place stands. */
const KEYS = new Set(["at", "from", "to"]);

function isPlace(value: Json | undefined): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((angle) => typeof angle === "number") && Math.abs(value[0] as number) <= 90 && Math.abs(value[1] as number) <= 360;
}

/** What an object calls itself; else what it is in the list that holds it. */
function called(value: Record<string, Json>, within: string, index: number | null): string {
  for (const key of ["name", "system", "threat", "radar"]) if (typeof value[key] === "string") return value[key];
  return `${within}${index === null ? "" : ` ${index + 1}`}`;
}

function under(value: Json, path: Path, owner: string, found: Placed[]): void {
  if (Array.isArray(value)) {
    const list = path.findLast((step) => typeof step === "string") ?? "";
    value.forEach((item, i) => {
      const own = item !== null && typeof item === "object" && !Array.isArray(item) ? called(item, list, i) : owner;
      under(item, [...path, i], owner && own !== owner ? `${owner}, ${own}` : own, found);
    });
    return;
  }
  if (value === null || typeof value !== "object") return;
  for (const [key, item] of Object.entries(value)) {
    const here: Path = [...path, key];
    if (KEYS.has(key) && isPlace(item)) {
      const label = key === "at" ? owner : `${owner}, ${key}`;
      found.push({ path: here, label, lat: item[0], lon: item[1], corner: false });
    } else if (key === "route" && Array.isArray(item)) {
      item.forEach((corner, i) => {
        if (isPlace(corner)) found.push({ path: [...here, i], label: `${owner}, waypoint ${i + 1}`, lat: corner[0], lon: corner[1], corner: true });
      });
    } else under(item, here, owner, found);
  }
}

export function places(document: Json): Placed[] {
  const found: Placed[] = [];
  under(document, [], "", found);
  return found;
}

/** As fine as a move can be meant: a step in degrees that is about so many metres. */
export function rounded(angle: number, metres: number): number {
  const digits = Math.min(5, Math.max(2, Math.ceil(-Math.log10(Math.max(1, metres) / 111_000))));
  return Number(angle.toFixed(digits));
}
