/** Comparison and coverage: what was asked, what came. */
import { computed, signal } from "@preact/signals";
import { defaultCoverageOrder } from "../model/service.ts";
import { kept } from "../model/store.ts";
import type { CompareResult, CoverageMap, Job } from "../model/types.ts";

export const compareJob = signal<Job | null>(null);
export const compareResult = signal<CompareResult | null>(null);
export const compareAgainst = kept("against", "");

export const coverageJob = signal<Job | null>(null);
export const coverageResult = signal<CoverageMap | null>(null);
/** The scenario it was worked out for. */
export const coverageHash = signal<string | undefined>(undefined);
export const coverageVisible = signal(true);
export const coveragePart = signal("defence");
export const coverageSettings = kept("coverage", { altitudes: "100 m, 1 km, 5 km", rcs: String(defaultCoverageOrder.rcs_m2), measure: "detection" });

const PALETTE = ["#ffb86b", "#f2d85c", "#8fe0a4", "#5fd0d8", "#6fb7f2", "#b59bff"];

export const coverageAltitudes = computed(() =>
  [...new Set(coverageResult.value?.features.map((feature) => feature.properties.altitude_m) ?? [])].toSorted((a, b) => a - b),
);

export const coverageColours = computed(
  () => new Map(coverageAltitudes.value.map((altitude, i) => [altitude, PALETTE[i % PALETTE.length] ?? "#6fb7f2"])),
);

/** The part on show, highest altitude first so that the lowest lies on top. */
export const coverageShown = computed(() => {
  const map = coverageResult.value;
  if (!map || !coverageVisible.value) return null;
  const features = map.features.filter((f) => f.properties.part === coveragePart.value);
  features.sort((a, b) => b.properties.altitude_m - a.properties.altitude_m);
  return { ...map, features };
});

/** `100 m, 1 km` in metres; null where it is not that. */
export function altitudes(typed: string): number[] | null {
  const found = typed.split(/[,;]/).map((part) => /^\s*(\d+\.?\d*|\.\d+)\s*(km|m)?\s*$/.exec(part));
  const values = found.map((match) => (match ? Number(match[1]) * (match[2] === "km" ? 1000 : 1) : NaN));
  return values.length > 0 && values.every((value) => value > 0) ? values : null;
}
