/** The state of the page, as signals; what changes it is in actions.ts. */
import { computed, signal } from "@preact/signals";
import { ended } from "./api.ts";
import { kept } from "./store.ts";
import type {
  About,
  CatalogueItem,
  Job,
  Path,
  Problem,
  Replay,
  RunResult,
  ScenarioItem,
  Scene,
  Schema,
  Validation,
} from "./types.ts";

export type Tab = "results" | "replay" | "compare" | "coverage" | "sources";
export type Theme = "auto" | "dark" | "light";

export const about = signal<About | null>(null);
export const schema = signal<Schema | null>(null);
export const catalogue = signal<CatalogueItem[]>([]);
export const scenarios = signal<ScenarioItem[] | null>(null);

/** The scenario on the table: its name in the workspace, as stored there, and as it stands here. */
export const scenarioName = kept("scenario", "");
export const storedText = kept("stored", "");
export const text = kept("text", "");
export const undoTexts = signal<string[]>([]);
export const edited = computed(() => text.value !== storedText.value);
export const bundled = computed(
  () => scenarios.value?.find((item) => item.name === scenarioName.value)?.bundled ?? true,
);

export const validation = signal<Validation | null>(null);
export const checking = signal(false);
export const scene = signal<Scene | null>(null);
export const sceneError = signal("");
export const problems = computed<Problem[]>(() => validation.value?.problems ?? []);

export const jobs = signal<Job[]>([]);
export const jobId = kept<string | null>("job", null);
export const job = signal<Job | null>(null);
export const result = signal<RunResult | null>(null);
export const running = computed(() => job.value !== null && !ended(job.value));
export const settings = kept("settings", { replications: 10000, seed: 1 });

export const replay = signal<Replay | null>(null);
export const replayOf = kept<{ job: string; k: number } | null>("replay", null);
export const replayLoading = signal(false);
export const time = signal(0);
export const playing = signal(false);
export const speed = kept("speed", 20);
export const followed = signal<string | null>(null);

export const tab = kept<Tab>("tab", "results");
export const editor = kept<"form" | "yaml">("editor", "form");
export const theme = kept<Theme>("theme", "auto");
export const mapMode = kept<"globe" | "map">("mode", "globe");
export const leftOpen = kept("left", true);
export const rightOpen = kept("right", true);

/** What the next clicks on the globe set: a place, or one waypoint after another. */
export interface Placing {
  label: string;
  path: Path;
  many: boolean;
}
export const placing = signal<Placing | null>(null);

/** A message in passing, read out by screen readers. */
export const notice = signal<{ text: string; kind: "info" | "error" } | null>(null);

const dark = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(dark.matches);
dark.addEventListener("change", (event) => {
  systemDark.value = event.matches;
});
export const isDark = computed(() => (theme.value === "auto" ? systemDark.value : theme.value === "dark"));
