/**
 * What the page shows, as the fragment of its address: `#scenario=port-raid&run=...&replication=17&time=412`. A `Place`
 * holds all of it; the rest of the page's state follows from it or is taste (colours, open panels).
 * docs/design/0014-page-state.md tells what each part is, and who sets it.
 */

export const TABS = ["results", "replay", "compare", "coverage", "studies", "sources"] as const;
export type Tab = (typeof TABS)[number];

/** Where the camera stands, in degrees and metres: heading from north, pitch from the horizon (down is negative). */
export interface Standing {
  lon: number;
  lat: number;
  height: number;
  heading: number;
  pitch: number;
}

/** How the camera goes along with something: where it looks, and from how far [m]. */
export interface Orbit {
  heading: number;
  pitch: number;
  range: number;
}

export type Camera = Standing | Orbit;

export const MODES = ["free", "follow", "top", "radar"] as const;
export type Mode = (typeof MODES)[number];

/**
 * How the globe is looked at. `free`: the user moves the camera. `follow`: it goes along with `of`. `top`: from straight
 * above, north up, and along with `of` where that is not null. `radar`: from the antenna of the radar `of`.
 */
export interface View {
  mode: Mode;
  /** An id of the globe, of a radar its name; null: of nothing. */
  of: string | null;
}

export const FREE: View = { mode: "free", of: null };

/** A side view: from a radar or fire unit, by its id, along an azimuth [deg]; null: towards what is selected. */
export interface Side {
  of: string;
  azimuth: number | null;
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
  study: string | null;
  /** What is selected, by its id on the globe: `threat/...`, `unit/...`, `radar/...`. */
  selection: string | null;
  /** Null: as the view has it at first; a free one frames the whole scenario. */
  camera: Camera | null;
  view: View;
  /** The map layers that are switched away from what they are at first. */
  layers: string[];
  /** The side view beside the globe; null: none. */
  side: Side | null;
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
  study: null,
  selection: null,
  camera: null,
  view: FREE,
  layers: [],
  side: null,
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
  if (parts.includes(null)) return null;
  if (parts.length === 3) {
    const [heading, pitch, range] = parts;
    return Math.abs(pitch!) <= 90 && range! > 0 ? { heading: heading!, pitch: pitch!, range: range! } : null;
  }
  const [lon, lat, height, heading, pitch] = parts;
  if (parts.length !== 5) return null;
  const sound = Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90 && height! > 0 && Math.abs(pitch!) <= 90;
  return sound ? { lon: lon!, lat: lat!, height: height!, heading: heading!, pitch: pitch! } : null;
}

function view(text: string | null): View {
  const at = text?.indexOf(":") ?? -1;
  const [said, of] = at < 0 ? [text, null] : [text!.slice(0, at), text!.slice(at + 1) || null];
  const mode = MODES.find((known) => known === said) ?? "free";
  // Only a view from above may be of nothing.
  return mode === "free" || (of === null && mode !== "top") ? FREE : { mode, of };
}

function side(text: string | null): Side | null {
  const [, degrees, of] = /^(auto|\d{1,3}):(.+)$/.exec(text ?? "") ?? [];
  if (!of || !/^(unit|radar)\//.test(of)) return null;
  return { of, azimuth: degrees === "auto" ? null : Number(degrees) % 360 };
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
    study: text("study"),
    selection: text("selection"),
    camera: camera(said.get("camera")),
    view: view(said.get("view")),
    layers: (text("layers") ?? "").split(",").filter(Boolean),
    side: side(text("side")),
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

function cameraText(eye: Camera): string {
  const turned = [rounded(eye.heading, 1), rounded(eye.pitch, 1)];
  const numbers = "range" in eye ? [...turned, rounded(eye.range, 0)] : [rounded(eye.lon, 5), rounded(eye.lat, 5), rounded(eye.height, 0), ...turned];
  return numbers.join(",");
}

export function formatAddress(place: Place): string {
  const { mode, of } = place.view;
  const parts: [string, string | null][] = [
    ["scenario", place.scenario],
    ["version", place.version],
    ["run", place.run],
    ["replication", place.replication === null ? null : String(place.replication)],
    // Up to the next tenth, so that what has just happened has happened for whoever opens it.
    ["time", place.time === null ? null : rounded(Math.ceil(place.time * 10 - 1e-6) / 10, 1)],
    ["tab", place.tab === (place.replication === null ? "results" : "replay") ? null : place.tab],
    ["compare", place.compare],
    ["coverage", place.coverage],
    ["study", place.study],
    ["selection", place.selection],
    ["view", mode === "free" ? null : `${mode}${of === null ? "" : `:${of}`}`],
    ["camera", place.camera && cameraText(place.camera)],
    ["layers", place.layers.toSorted().join(",")],
    ["side", place.side && `${place.side.azimuth ?? "auto"}:${place.side.of}`],
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
  return (["scenario", "run", "replication", "tab", "compare", "coverage", "study"] as const).every((part) => a[part] === b[part]);
}
