/** Comparison and coverage: what was asked, what came. */
import { batch, computed, signal, type Signal } from "@preact/signals";
import { ended, follow, get, post } from "../model/api.ts";
import { attempt, say } from "../model/attempt.ts";
import { defaultCoverageOrder } from "../model/service.ts";
import * as state from "../model/state.ts";
import { kept } from "../model/store.ts";
import type { CompareResult, CoverageMap, Job } from "../model/types.ts";

/** A comparison or a coverage map: its job, of which the address says the id, and what it found. */
class Study<Result> {
  readonly job = signal<Job | null>(null);
  readonly result = signal<Result | null>(null);
  private stop: (() => void) | null = null;

  constructor(
    readonly kind: "compare" | "coverage",
    readonly id: Signal<string | null>,
  ) {}

  get busy(): boolean {
    return this.job.value !== null && !ended(this.job.value);
  }

  clear(): void {
    this.stop?.();
    this.stop = null;
    batch(() => {
      this.id.value = null;
      this.job.value = null;
      this.result.value = null;
    });
  }

  /** Order one for the scenario on the table. */
  async order(body: Record<string, unknown>): Promise<void> {
    const called = state.scenarioName.peek();
    const job = await attempt(() => post<Job>(`/api/jobs/${this.kind}`, { ...body, called }));
    if (job && state.scenarioName.peek() === called) await this.watch(job);
  }

  /** Follow one until it ends, and fetch what it found. */
  async watch(job: Job): Promise<void> {
    this.clear();
    batch(() => {
      this.id.value = job.id;
      this.job.value = job;
    });
    if (!ended(job)) {
      const last = await new Promise<Job>((resolve) => {
        this.stop = follow(job.id, (next) => {
          if (this.id.peek() !== job.id) return;
          this.job.value = next;
          if (ended(next)) resolve(next);
        });
      });
      if (last.state === "failed") say(last.error ?? "The job failed.", "error");
    }
    if (this.job.peek()?.state !== "done" || this.id.peek() !== job.id) return;
    const found = await attempt(() => get<Result>(`/api/jobs/${job.id}/result`));
    if (found && this.id.peek() === job.id) this.result.value = found;
  }
}

export const comparison = new Study<CompareResult>("compare", state.compareId);
export const coverage = new Study<CoverageMap>("coverage", state.coverageId);
export const compareAgainst = kept("against", "");

export const coverageVisible = signal(true);
const wantedPart = signal("defence");
/** The part of the defence on show: the one that was chosen, where this map has it. */
export const coverageParts = computed(() => [...new Set(coverage.result.value?.features.map((feature) => feature.properties.part) ?? [])]);
export const coveragePart = computed(() =>
  coverageParts.value.includes(wantedPart.value) ? wantedPart.value : (coverageParts.value.find((part) => part === "defence") ?? coverageParts.value[0] ?? ""),
);
export function showPart(part: string): void {
  wantedPart.value = part;
}
export const coverageSettings = kept("coverage", { altitudes: "100 m, 1 km, 5 km", rcs: String(defaultCoverageOrder.rcs_m2), measure: "detection" });

const PALETTE = ["#ffb86b", "#f2d85c", "#8fe0a4", "#5fd0d8", "#6fb7f2", "#b59bff"];

export const coverageAltitudes = computed(() =>
  [...new Set(coverage.result.value?.features.map((feature) => feature.properties.altitude_m) ?? [])].toSorted((a, b) => a - b),
);

export const coverageColours = computed(
  () => new Map(coverageAltitudes.value.map((altitude, i) => [altitude, PALETTE[i % PALETTE.length] ?? "#6fb7f2"])),
);

/** Whether the globe shows the state of the scenario that the map was worked out for. */
export const coverageFits = computed(() => {
  const hash = coverage.job.value?.scenario_hash;
  return !hash || hash === state.shownHash.value;
});

/** The part on show, highest altitude first so that the lowest lies on top. */
export const coverageShown = computed(() => {
  const map = coverage.result.value;
  if (!map || !coverageVisible.value || !coverageFits.value) return null;
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
