/** Range rings: round distances that can be told apart at a zoom. */
import type { Units } from "./units.ts";

const NM = 1852;
/** Rings are no closer than this [px], and no more than so many. */
const APART = 80;
const MOST = 6;

/** Metres from one ring to the next: 1, 2 or 5 times a power of ten of the unit; null where there is no scale. */
export function ringStep(metresPerPixel: number | null, units: Units): number | null {
  if (!metresPerPixel || !Number.isFinite(metresPerPixel)) return null;
  const unit = units === "nautical" ? NM : 1000;
  const wanted = (metresPerPixel * APART) / unit;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= wanted - 1e-9) ?? 10;
  return step * power * unit;
}

export function ringsAt(step: number): number[] {
  return Array.from({ length: MOST }, (_, i) => (i + 1) * step);
}
