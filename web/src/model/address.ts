/**
 * What the page shows, as the fragment of its address: `#scenario=port-raid&run=...&replication=17&time=412`. A `Place`
 * holds all of it; the rest of the page's state follows from it or is taste (colours, open panels).
 * docs/design/0014-page-state.md tells what each part is, and who sets it.
 */

export const TABS = ["results", "replay", "compare", "coverage", "sources"] as const;
export type Tab = (typeof TABS)[number];

/** Where the camera stands, in degrees and metres: heading from north, pitch from the horizon (down is negative). */
export interface Camera {
  lon: number;
  lat: number;
  height: number;
  heading: number;
  pitch: number;
}

export interface Place {
  /** Its name in the workspace; empty where the address names none. */
  scenario: string;
  /** The text as it stands, by its number in the workspace; null: as stored under the name. */
  version: string | null;
  run: string | null;
  replication: number | null;
  /** The replay's clock in seconds; null: shortly before the first firm track. */
  time: number | null;
  tab: Tab;
  /** The jobs whose answers are shown beside the run. */
  compare: string | null;
  coverage: string | null;
  /** What is selected, by its id on the globe: `threat/...`, `unit/...`, `radar/...`. */
  selection: string | null;
  /** Null: the whole scenario is framed. */
  camera: Camera | null;
  /** The map layers that are switched away from what they are at first. */
  layers: string[];
  /** Null: as this browser showed it last. */
  mode: "globe" | "map" | null;
}

export const NOWHERE: Place = {
  scenario: "",
  version: null,
  run: null,
  replication: null,
  time: null,
  tab: "results",
  compare: null,
  coverage: null,
  selection: null,
  camera: null,
  layers: [],
  mode: null,
};

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Decimal numbers that an address may hold; null for anything else. */
function decimal(text: string | undefined): number | null {
  return text !== undefined && /^-?\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : null;
}

function camera(text: string | null): Camera | null {
  const parts = text?.split(",").map(decimal) ?? [];
  const [lon, lat, height, heading, pitch] = parts;
  if (parts.length !== 5 || parts.includes(null)) return null;
  const sound = Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90 && height! > 0 && Math.abs(pitch!) <= 90;
  return sound ? { lon: lon!, lat: lat!, height: height!, heading: heading!, pitch: pitch! } : null;
}

/** What an address says; parts that say nothing sensible are left out. Names of earlier versions are read too. */
export function parseAddress(fragment: string): Place {
  const said = new URLSearchParams(fragment.replace(/^#/, ""));
  const text = (name: string): string | null => {
    const value = said.get(name);
    return value === "" ? null : value;
  };
  const run = text("run") ?? text("job");
  const replication = run === null ? null : whole(said.get("replication") ?? said.get("history"));
  const mode = said.get("mode");
  return {
    scenario: said.get("scenario") ?? "",
    version: text("version"),
    run,
    replication,
    time: replication === null ? null : decimal(said.get("time") ?? undefined),
    tab: TABS.find((tab) => tab === said.get("tab")) ?? (replication === null ? "results" : "replay"),
    compare: text("compare"),
    coverage: text("coverage"),
    selection: text("selection"),
    camera: camera(said.get("camera")),
    layers: (text("layers") ?? "").split(",").filter(Boolean),
    mode: mode === "globe" || mode === "map" ? mode : null,
  };
}

/** Readable as it stands: what an address may hold unescaped stays so. */
function escaped(value: string): string {
  return encodeURIComponent(value).replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%3A", ":");
}

function rounded(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

export function formatAddress(place: Place): string {
  const { camera: eye } = place;
  const parts: [string, string | null][] = [
    ["scenario", place.scenario],
    ["version", place.version],
    ["run", place.run],
    ["replication", place.replication === null ? null : String(place.replication)],
    ["time", place.time === null ? null : rounded(place.time, 1)],
    ["tab", place.tab === (place.replication === null ? "results" : "replay") ? null : place.tab],
    ["compare", place.compare],
    ["coverage", place.coverage],
    ["selection", place.selection],
    [
      "camera",
      eye && [rounded(eye.lon, 5), rounded(eye.lat, 5), rounded(eye.height, 0), rounded(eye.heading, 1), rounded(eye.pitch, 1)].join(","),
    ],
    ["layers", place.layers.toSorted().join(",")],
    ["mode", place.mode],
  ];
  const said = parts.filter((part): part is [string, string] => part[1] !== null && part[1] !== "");
  return `#${said.map(([name, value]) => `${name}=${escaped(value)}`).join("&")}`;
}

/**
 * Whether two places are one visit, for Back and Forward: edits, the clock, the camera, what is selected and the layers
 * change an address in place; another scenario, run, replication, answer or tab is a step that Back takes back.
 */
export function sameVisit(a: Place, b: Place): boolean {
  return (["scenario", "run", "replication", "tab", "compare", "coverage"] as const).every((part) => a[part] === b[part]);
}
