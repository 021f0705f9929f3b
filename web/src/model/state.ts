/**
 * The state of the page, as signals. What the page shows is one place, which the address says whole (`here`); go to
 * another with `go` of navigate.ts. The signals that a place is made of are marked (A); docs/design/0014-page-state.md.
 */
import { computed, signal } from "@preact/signals";
import { FREE, type Camera, type Place, type Side, type Tab, type View } from "./address.ts";
import { ended, serverGone, type Share } from "./api.ts";
import { NONE, type Steps, type Table } from "./steps.ts";
import { kept, keptInTab } from "./store.ts";
import type { Units } from "./units.ts";
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

export type { Tab } from "./address.ts";
export type Theme = "auto" | "dark" | "light";

export const about = signal<About | null>(null);
export const schema = signal<Schema | null>(null);
export const catalogue = signal<CatalogueItem[]>([]);
export const scenarios = signal<ScenarioItem[] | null>(null);

/** The scenario on the table (A): its name in the workspace, as stored there (null: it is not), and as it stands here. */
export const scenarioName = signal("");
export const storedText = signal<string | null>(null);
export const text = signal("");
export const edited = computed(() => text.value !== storedText.value);
export const bundled = computed(
  () => scenarios.value?.find((item) => item.name === scenarioName.value)?.bundled ?? scenarios.value === null,
);
/** The text as it stands, by its number in the workspace (A); null: as bundled, or not kept there yet. */
export const version = signal<string | null>(null);
/** Whether the address names a scenario, or a version, that is not there: then nothing is on the table. */
export const missing = signal(false);
/** Counts the scenarios that were put on the table: what was being typed for one is not shown in another. */
export const sheet = signal(0);
/** What else the address names and is not shown, and why; where to go instead. */
export interface Absent {
  text: string;
  to?: Place;
  label?: string;
}
export const absent = signal<Absent | null>(null);

/** What undo takes back (model/steps.ts); as what is on the table, kept in this tab for a reload. */
export const steps = keptInTab<Steps>("steps", NONE);
export const draft = keptInTab<(Table & { edited: boolean; was?: string; moved?: number }) | null>("draft", null);

/** What the service found of a text, and of which: what was found of another says nothing of this one. */
export const validation = signal<Validation | null>(null);
export const checkedText = signal<string | null>(null);
export const soundness = computed<"sound" | "broken" | "checking" | "unknown">(() => {
  if (serverGone.value) return "unknown";
  if (!validation.value || checkedText.value !== text.value) return "checking";
  return validation.value.valid ? "sound" : "broken";
});
/** Whether an order may be tried: the service refuses a broken scenario itself, so that a check need not be waited for. */
export const orderable = computed(() => validation.value !== null && soundness.value !== "broken" && !missing.value);
export const problems = computed<Problem[]>(() => validation.value?.problems ?? []);
/** The scene of the last sound state of the scenario on the table; whose it is, and of which state of it. */
export const scene = signal<Scene | null>(null);
export const sceneOf = signal("");
export const sceneHash = signal<string | null>(null);
export const sceneError = signal("");
/** The state of the scenario that the globe shows: of the replication that is watched, else of the scenario. */
export const shownHash = computed(() => replay.value?.scenario_hash ?? sceneHash.value);

export const jobs = signal<Job[]>([]);
/** The run that is shown (A). */
export const jobId = signal<string | null>(null);
export const job = signal<Job | null>(null);
export const result = signal<RunResult | null>(null);
export const running = computed(() => job.value !== null && !ended(job.value));
export const settings = kept("settings", { replications: 10000, seed: 1 });

export const replay = signal<Replay | null>(null);
/** The replication that is watched (A); `replay` is what it holds, once it has come. */
export const replayOf = signal<{ job: string; k: number } | null>(null);
export const replayLoading = signal(false);
/** How much of it has come, once it comes. */
export const replayShare = signal<Share | null>(null);
/** The replay's clock in seconds (A). */
export const time = signal(0);
export const playing = signal(false);
export const speed = kept("speed", 20);
/** Whether fates are told before their time: "as it ends", against "as known now". */
export const asItEnds = kept("as-it-ends", false);

/** The jobs whose comparison and coverage are shown (A); what they hold is in run/studies.ts. */
export const compareId = signal<string | null>(null);
export const coverageId = signal<string | null>(null);
/** The job of the study that is shown (A); what it holds is in run/asked.ts. */
export const studyId = signal<string | null>(null);

/** What is selected (A): its id on the globe, such as `threat/flight-1/3`, `unit/...`, `radar/...`. */
export const selection = signal<string | null>(null);
/** Where the camera stands (A); null: as the view has it at first. The globe moves it, and moves to what is set here. */
export const camera = signal<Camera | null>(null);
/** How the globe is looked at (A): freely, along with something, from above, from a radar. */
export const view = signal<View>(FREE);
/** The map layers switched away from what they are at first (A). */
export const layers = signal<string[]>([]);
/** The side view beside the globe (A). */
export const side = signal<Side | null>(null);

export const tab = signal<Tab>("results");
export const editor = kept<"form" | "yaml">("editor", "form");
export const theme = kept<Theme>("theme", "auto");
/** The units that lengths and speeds are told in; what is typed has units of its own. */
export const units = kept<Units>("units", "metric");
export const mapMode = kept<"globe" | "map">("mode", "globe");

/** Where one is: what the address says. The clock of a running replay is left out of what wakes who reads this. */
export const here = computed<Place>(() => {
  const shown = replayOf.value;
  return {
    scenario: scenarioName.value,
    version: version.value,
    run: jobId.value,
    replication: shown && shown.job === jobId.value ? shown.k : null,
    time: replay.value ? (playing.value ? time.peek() : time.value) : null,
    tab: tab.value,
    compare: compareId.value,
    coverage: coverageId.value,
    study: studyId.value,
    selection: selection.value,
    camera: camera.value,
    view: view.value,
    layers: layers.value,
    side: side.value,
    mode: mapMode.value === "map" ? "map" : null,
  };
});

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
export interface Notice {
  text: string;
  kind: "info" | "error";
  /** Whether it tells of the last step, which can be taken back. */
  undo?: boolean;
}
export const notice = signal<Notice | null>(null);

const dark = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(dark.matches);
dark.addEventListener("change", (event) => {
  systemDark.value = event.matches;
});
export const isDark = computed(() => (theme.value === "auto" ? systemDark.value : theme.value === "dark"));
