/** The units in which the page tells lengths and speeds: metric, or nautical miles, feet and knots. Bearings have degrees in both. */
import { fixed } from "../ui/format.ts";

export const UNITS = {
  metric: "km, m/s",
  nautical: "NM, kt",
} as const;

export type Units = keyof typeof UNITS;

/** The international nautical mile and foot [m], and from them the knot [m/s]: exact by definition. */
const NM = 1852;
const FOOT = 0.3048;
const KNOT = NM / 3600;

/** In whole numbers, of which thousands are set apart after rounding. */
function whole(value: number): string {
  return fixed(Math.round(value), 0);
}

/** A distance over ground. */
export function distance(metres: number, units: Units, digits = 1): string {
  return units === "nautical" ? `${fixed(metres / NM, digits)} NM` : `${fixed(metres / 1000, digits)} km`;
}

/** A height or an altitude: in m below 1 km, in feet at any. */
export function height(metres: number, units: Units): string {
  if (units === "nautical") return `${whole(metres / FOOT)} ft`;
  return metres >= 1000 ? `${fixed(metres / 1000, 1)} km` : `${whole(metres)} m`;
}

/** From the lowest to the highest of several heights. */
export function heights(metres: readonly number[], units: Units): string {
  const [low, high] = [Math.min(...metres), Math.max(...metres)].map((one) => height(Math.max(0, one), units));
  return low === high ? `${low}` : `${low} to ${high}`;
}

export function speed(mps: number, units: Units): string {
  return units === "nautical" ? `${whole(mps / KNOT)} kt` : `${whole(mps)} m/s`;
}

/** A rate of climb: feet a minute where heights are in feet. */
export function climb(mps: number, units: Units): string {
  return units === "nautical" ? `${whole((mps / FOOT) * 60)} ft/min` : `${whole(mps)} m/s`;
}

/** A round length (1, 2 or 5 times a power of ten of its unit) whose bar is some hundred pixels wide, and that width. */
export function scaleBar(metresPerPixel: number | null, units: Units): { text: string; width: number } | null {
  if (!metresPerPixel) return null;
  const wanted = metresPerPixel * 110;
  const [large, small, text, texts] = units === "nautical" ? [NM, FOOT, "NM", "ft"] : [1000, 1, "km", "m"];
  // Tenths of a nautical mile are used; of a kilometre they are metres.
  const least = units === "nautical" ? large / 10 : large;
  const [unit, name] = wanted >= least ? [large, text] : [small, texts];
  const power = 10 ** Math.floor(Math.log10(wanted / unit));
  const length = [5, 2, 1].map((step) => step * power).find((step) => step * unit <= wanted) ?? power;
  return { text: `${Number(length.toPrecision(1))} ${name}`, width: (length * unit) / metresPerPixel };
}
