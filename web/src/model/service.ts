/**
 * The shapes that the service takes and sends. Written by tools/page_types.py from the service's OpenAPI description:
 * change src/airdef/server/models.py and its siblings, not this file. Angles in degrees, lengths in metres, times in s.
 */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What answers here. */
export interface About {
  version: string;
  catalogue_hash: string;
  workspace: string;
  limits: LimitsOut;
  formats: FormatOut[];
  /** In printing order; then those that only keys have. */
  measures: MeasureWords[];
  /** In the order of the judgement. */
  reasons: ReasonWords[];
}

/** The value that the model takes for an attribute, in the unit people use. */
export interface AdoptedValueOut {
  attribute: string;
  nominal: number;
  low: number;
  high: number;
  unit: string;
  grade: "defined" | "A" | "B" | "C" | "D" | "scenario" | "assumed";
  spread: string;
  spread_from: string;
  sources: string[];
  claims: string[];
  reason: string;
  shown: ShownOut;
}

/** One part's area at one height. */
export interface Area {
  type: "Feature";
  properties: AreaProperties;
  geometry: MultiPolygon;
}

/** Whose area it is, at which height above ground, and of which question. */
export interface AreaProperties {
  part: string;
  altitude_m: number;
  measure: "detection" | "track" | "engagement";
  rcs_m2: number;
  scenario: string;
}

/** Something defended. */
export interface AssetOut {
  name: string;
  lon: number;
  lat: number;
  height_m: number;
  value: number;
}

/** What variants are held against. */
export interface BaseOut {
  label: string;
  scenario_hash: string;
}

/** Replications with a value, or in a bin that begins there. */
export interface Bin {
  value: number;
  count: number;
}

/** An entry with the model's adopted values and the published claims they rest on, with their sources. */
export interface CatalogueEntry {
  id: string;
  kind: string;
  name: string;
  title: string;
  category: string;
  role: string;
  aliases: string[];
  description: string;
  adopted_values: Record<string, AdoptedValueOut>;
  parts: Record<string, PartOut[]>;
  claims: PublishedOut[];
  sources: EntrySource[];
}

/** An entry in the list. */
export interface CatalogueHead {
  id: string;
  kind: string;
  name: string;
  title: string;
  category: string;
  role: string;
  aliases: string[];
}

/** A published sentence that can be put to the model (`airdef claims`). */
export interface ClaimOut {
  id: string;
  title: string;
  sentences: string[];
  reads: string;
  scenario: string;
  at_least: number;
  unit: string;
  tests: string[];
  sources: string[];
}

/** What became of the threats of one class: means a replication. */
export interface ClassOut {
  threats: number;
  kills: number;
  /** Low and high; null where they are not known. */
  kills_ci95: [number | null, number | null];
  leakers: number;
  /** Low and high; null where they are not known. */
  leakers_ci95: [number | null, number | null];
  passed: number;
  leak_fraction: number | null;
}

/** Scenarios to compare under common random numbers; the first is the base. */
export interface CompareOrder {
  scenarios: Spec[];
  labels?: string[] | null;
  /** Replications of each; with a precision, the most. */
  replications?: number;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a CompareOrder takes where a field is left out. */
export const defaultCompareOrder = {
  replications: 10000,
  seed: 1,
} as const;

/** The object of `airdef compare --json` (docs/studies.md). */
export interface CompareResult {
  study: "compare";
  base: BaseOut;
  seed: number;
  replications: number;
  interrupted: boolean;
  catalogue_hash: string;
  variants: VariantOut[];
}

/** A coverage study: heights above ground [m], the target's radar cross-section [m^2], the measure. */
export interface CoverageOrder {
  scenario: Spec;
  /** Heights of the target above ground [m]. */
  altitudes_m?: number[];
  /** Radar cross-section of the target [m^2]. */
  rcs_m2?: number;
  measure?: "detection" | "track" | "engagement";
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a CoverageOrder takes where a field is left out. */
export const defaultCoverageOrder = {
  altitudes_m: [100.0, 1000.0, 10000.0],
  rcs_m2: 1.0,
  measure: "detection",
} as const;

/** GeoJSON: one multipolygon for each radar or unit, and for the defence, at each height; and the table. */
export interface CoverageResult {
  type: "FeatureCollection";
  features: Area[];
  summary: CoverageRow[];
}

/** A row of the table: areas, and the share of the full ring that is covered. */
export interface CoverageRow {
  part: string;
  altitude_m: number;
  covered_km2: number;
  ring_km2: number;
  ring_covered: number | null;
  gap_km2: number;
  /** Covered by more than one part; only of the whole defence. */
  twice_km2?: number;
}

/** Something in the bin: a scenario by its name, a job by its id. */
export interface DeletedOut {
  kind: "scenario" | "job";
  id: string;
  title: string;
  deleted: string;
  bytes: number;
}

/** A measure of two variants and its difference b - a over the `n` replications in which both have it. */
export interface DifferenceOut {
  a: number | null;
  b: number | null;
  difference: number | null;
  /** Low and high; null where they are not known. */
  ci95: [number | null, number | null];
  sd: number | null;
  n: number;
  variance_reduction: number | null;
  unit: string;
  shown: PrintedDifference;
}

/** How the replications of a campaign are spread over the values of a measure. */
export interface Distribution {
  measure: string;
  unit: string;
  n: number;
  /** Width of a bin; null where every bin is one value. */
  width: number | null;
  bins: Bin[];
}

/** What one missile type achieves against the threats of a class that fly alike; ranges in metres. */
export interface EffectiveSspkOut {
  system: string;
  missile: string;
  threat_class: string;
  category: string;
  behaviours: string[];
  manoeuvring: boolean;
  jamming: boolean;
  threats: number;
  knee_range: number;
  max_range: number;
  near: number;
  far: number;
  grade: "defined" | "A" | "B" | "C" | "D" | "scenario" | "assumed";
  /** By name: sspk, those of every behaviour (manoeuvre, jamming, ...), range. */
  factors: Record<string, FactorOut>;
}

/** A source of an entry of the catalogue. */
export interface EntrySource {
  title: string;
  address: string;
  kind: string;
  author: string;
  date: string;
  number: string;
  publisher: string;
  accessed: string;
  via: string;
  cites: string;
  reference: string;
  source: string;
}

/** Why not, in one message. */
export interface Error {
  error: string;
}

/** A mean with its 95 % interval; null where too few replications tell. */
export interface Estimate {
  mean: number | null;
  /** Low and high; null where they are not known. */
  ci95: [number | null, number | null];
  shown: Printed;
}

/** An event of a replication; what does not apply to its kind is left out. */
export interface EventOut {
  time: number;
  kind: "appear" | "firm" | "dropped" | "assign" | "launch" | "cancel" | "hit" | "miss" | "abort" | "judged-dead" | "judged-alive" | "leak" | "damage" | "destroyed" | "exited" | "turn" | "reload" | "reloading" | "closed";
  /** The threat that it happens to. */
  threat?: string;
  /** The fire unit that does it. */
  unit?: string;
  /** The radar that holds or drops a track. */
  radar?: string;
  /** The missile type. */
  missile?: string;
  /** What on the ground is reached. */
  target?: string;
  /** Why a threat leaks. */
  reason?: string;
  /** Of assign, cancel and reload missiles; of launch the time of flight [s]; of hit, miss and abort the slant range [m]; of damage hits; of turn seconds. */
  value?: number;
}

/** One factor of an effective SSPK, whether it counts against these threats, and the figure behind it. */
export interface FactorOut {
  name: string;
  value: number;
  counts: boolean;
  low: number;
  high: number;
  grade: "defined" | "A" | "B" | "C" | "D" | "scenario" | "assumed";
  sources: string[];
  reason: string;
}

/** What became of a threat; `reason` is empty unless it leaked, `time` null for one that was not released. */
export interface FateOut {
  threat: string;
  class: string;
  fate: "destroyed" | "leaked" | "passed" | "not-released";
  reason: string;
  time: number | null;
}

/** A figure that the scenario rests on, in `unit` (SI and radians). */
export interface FigureOut {
  subject: string;
  attribute: string;
  value: number | null;
  low: number | null;
  high: number | null;
  unit: string;
  grade: "defined" | "A" | "B" | "C" | "D" | "scenario" | "assumed";
  spread_from: string;
  reason: string;
  shown: ShownOut;
}

/** A format in which a replication can be had. */
export interface FormatOut {
  name: string;
  /** The program that reads it. */
  reader: string;
}

/** A stand-off jammer, at its altitude. */
export interface JammerOut {
  name: string;
  lon: number;
  lat: number;
  height_m: number;
  w_per_mhz: number;
}

/** A job. Of `goal` things (replications, radars) `done` are done. */
export interface JobOut {
  id: string;
  kind: "run" | "compare" | "coverage";
  title: string;
  state: "queued" | "running" | "done" | "cancelled" | "failed" | "lost";
  done: number;
  goal: number;
  seed: number | null;
  created: string;
  ended: string | null;
  error: string | null;
  partial: PartialResult | null;
  /** Its scenario's name in the workspace, where it has one. */
  scenario: string | null;
  /** Which state of the scenario; null for jobs of earlier releases. */
  scenario_hash: string | null;
}

/** What a job was ordered for, as text: of a comparison its last scenario. */
export interface JobScenario {
  scenario: string | null;
  title: string;
  yaml: string;
}

/** What is allowed. */
export interface LimitsOut {
  jobs: number;
  replications: number;
  body_bytes: number;
}

/** Replications with a value in a range, the lowest numbers first. */
export interface Matches {
  measure: string;
  replications: number[];
}

/** A measure of one key of a dimension, over the `n` replications that have it; a constant has no interval. */
export interface MeasureOut {
  mean: number | null;
  /** Low and high; null where they are not known. */
  ci95: [number | null, number | null];
  sd: number | null;
  n: number;
  unit: string;
  constant: boolean;
  shown: Printed;
}

/** A measure of the whole campaign, with its quantiles by their probability. */
export interface MeasureWhole {
  mean: number | null;
  /** Low and high; null where they are not known. */
  ci95: [number | null, number | null];
  sd: number | null;
  n: number;
  unit: string;
  constant: boolean;
  shown: Printed;
  quantiles: Record<string, number | null>;
  quantiles_ci95: Record<string, [number | null, number | null]>;
}

/** What a measure is called and what it is. */
export interface MeasureWords {
  name: string;
  label: string;
  sentence: string;
  kind: "count" | "probability" | "value" | "time" | "range";
  unit: string;
  /** 2 and 1: among the first that are shown. 0: among the others. */
  prominence: number;
}

/** A missile type of a fire unit. */
export interface MissilesOut {
  name: string;
  rounds: number;
  max_range_m: number;
}

/** An area in GeoJSON: polygons of rings of positions. */
export interface MultiPolygon {
  type: "MultiPolygon";
  coordinates: [number, number][][][];
}

/** A member of a system, and on what ground; null where all launchers carry it, or as many as the system says. */
export interface PartOut {
  name: string;
  launchers: number | null;
  rounds: number | null;
  grade: "defined" | "A" | "B" | "C" | "D" | "scenario" | "assumed";
  claims: string[];
  sources: string[];
  reason: string;
}

/** What a running campaign says so far. */
export interface PartialResult {
  replications: number;
  leakers: Estimate;
  distribution: Bin[];
  leak_reasons: Record<string, number>;
}

/** A named place. */
export interface PlaceOut {
  name: string;
  lon: number;
  lat: number;
  height_m: number;
}

/** At which half-width of the 95 % interval a campaign was to end, and whether it got there. */
export interface PrecisionOut {
  measure: string;
  half_width: number;
  reached: boolean;
}

/** A mean and its interval as they are to be printed. */
export interface Printed {
  mean: string;
  ci95: string;
}

/** Both means, the difference and its interval as they are to be printed. */
export interface PrintedDifference {
  a: string;
  b: string;
  difference: string;
  ci95: string;
}

/** One thing wrong with a scenario; `text` is the line that the command line prints. */
export interface ProblemOut {
  path: string;
  given: string;
  expected: string;
  nearest: string[];
  fix: string;
  line: number;
  column: number;
  text: string;
}

/** A published figure or sentence, in its own unit; numbers are null where it gives none. */
export interface PublishedOut {
  claim: string;
  subject: string;
  kind: string;
  attribute: string;
  low: number | null;
  value: number | null;
  high: number | null;
  unit: string;
  bound: string;
  text: string;
  qualifier: string;
  basis: string;
  grade: string;
  source: string;
  quoted: string;
}

/** A radar; `range_m` is the published range of detection. */
export interface RadarOut {
  name: string;
  lon: number;
  lat: number;
  height_m: number;
  system: string;
  unit: string | null;
  antenna_m: number;
  facing_deg: number;
  sector_deg: number;
  range_m: number;
  kind: "surveillance" | "engagement";
}

/** What a leak reason is called and what it means. */
export interface ReasonWords {
  key: string;
  title: string;
  sentence: string;
}

/** One replication with all its events, and the scene it was simulated in. */
export interface Replay {
  scenario: string;
  scenario_hash: string;
  catalogue_hash: string;
  seed: number;
  replication: number;
  counts: Record<string, number | null>;
  events: EventOut[];
  fates: FateOut[];
  shots: Shot[];
  scene: Scene;
}

/** A campaign to simulate. */
export interface RunOrder {
  scenario: Spec;
  /** How many replications; with a precision, the most. */
  replications?: number;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** Run until the half-width of the 95 % interval of the measure is this small. */
  precision?: number | null;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a RunOrder takes where a field is left out. */
export const defaultRunOrder = {
  replications: 10000,
  seed: 1,
} as const;

/** The object of `airdef run --json` (docs/campaigns.md). */
export interface RunResult {
  scenario: string;
  scenario_hash: string;
  catalogue_hash: string;
  version: string;
  seed: number;
  replications: number;
  measures: Record<string, MeasureWhole>;
  by_class: Record<string, ClassOut>;
  /** Measures by dimension (class, formation, asset, system, unit, missile), by key and by name. */
  by: Record<string, Record<string, Record<string, MeasureOut>>>;
  leak_reasons: Record<string, number>;
  leak_reasons_shown: Record<string, string>;
  leak_reasons_ci95: Record<string, [number | null, number | null]>;
  effective_sspk: EffectiveSspkOut[];
  assumptions: FigureOut[];
  overrides: FigureOut[];
  sources: SourceOut[];
  timing: TimingOut;
  interrupted: boolean;
  /** Only of a campaign that was to end at a precision. */
  precision?: PrecisionOut;
}

/** A scenario whole; `declaration` is null where the text is no scenario any more. */
export interface ScenarioEntry {
  name: string;
  title: string;
  bundled: boolean;
  yaml: string;
  declaration: Record<string, Json> | null;
}

/** A scenario in the list. */
export interface ScenarioHead {
  name: string;
  title: string;
  description: string;
  bundled: boolean;
  modified: string | null;
}

/** What stands and what comes, before any chance. */
export interface Scene {
  duration_s: number;
  /** West, south, east, north [deg]. */
  bounds: [number, number, number, number];
  /** The ground, to be asked for at /api/terrain; null: the smooth Earth. */
  terrain: string | null;
  assets: AssetOut[];
  posts: PlaceOut[];
  radars: RadarOut[];
  units: UnitOut[];
  jammers: JammerOut[];
  threats: ThreatOut[];
}

/** A missile: the `number`-th of its unit. Times in s; range and effective SSPK are those of its intercept point. */
export interface Shot {
  unit: string;
  number: number;
  missile: string;
  threat: string;
  launch: number;
  arrival: number;
  result: "hit" | "miss" | "abort";
  range_m: number;
  sspk: number;
}

/** A figure as it is to be printed, in units that people use; `spread` is empty where it has none. */
export interface ShownOut {
  value: string;
  spread: string;
}

/** A source of a run. */
export interface SourceOut {
  title: string;
  address: string;
  kind: string;
  author: string;
  date: string;
  number: string;
  publisher: string;
  accessed: string;
  via: string;
  cites: string;
  reference: string;
  id: string;
}

/** Which scenario is meant: exactly one of `name`, `yaml`, `declaration`, and what is replaced in it. */
export interface Spec {
  /** A bundled or saved scenario. */
  name?: string | null;
  /** The text of a scenario file. */
  yaml?: string | null;
  /** What such a file says, as JSON. */
  declaration?: Record<string, Json> | null;
  /** Values by dotted path. */
  set?: Record<string, Json>;
}

/** What a scenario holds, in numbers. */
export interface Summary {
  scenario: string;
  valid: boolean;
  scenario_hash: string;
  catalogue_hash: string;
  systems: number;
  fire_units: number;
  radars: number;
  assets: number;
  threats: number;
  figures: number;
  assumed: number;
  replaced: number;
  /** What was assumed of the ground. */
  ground: string[];
}

/** The ground of an elevation model: heights [m] at equal steps, in rows from the north-west. Beyond it is sea. */
export interface TerrainOut {
  west: number;
  south: number;
  east: number;
  north: number;
  rows: number;
  columns: number;
  heights_m: number[];
}

/** The text of a scenario, sound or not. */
export interface Text {
  /** The text of a scenario file. */
  yaml: string;
}

/** A threat on its way, should nothing stop it; `path` holds [time s, lon deg, lat deg, height m]. */
export interface ThreatOut {
  name: string;
  formation: string;
  /** As `formation`, by the name it has until version 0.2.0. */
  group: string;
  class: string;
  category: string;
  manoeuvring: boolean;
  jammer_w_per_mhz: number;
  start_s: number;
  end_s: number;
  carrier: string | null;
  aims_at: string | null;
  path: [number, number, number, number][];
}

/** How long a campaign took; the rate is null where that was not measured. */
export interface TimingOut {
  prepare_s: number;
  simulate_s: number;
  replications_per_second: number | null;
}

/** A fire unit. */
export interface UnitOut {
  name: string;
  lon: number;
  lat: number;
  height_m: number;
  system: string;
  facing_deg: number;
  target_channels: number;
  missile_channels: number;
  missiles: MissilesOut[];
}

/** A scenario that cannot be run, or a request that says nothing sensible (then without problems). */
export interface Unusable {
  error: string;
  problems?: ProblemOut[] | null;
}

/** Whether a scenario can be run, and what is wrong with it. */
export interface Validation {
  valid: boolean;
  problems: ProblemOut[];
  summary: Summary | null;
}

/** A variant against the base: one sentence, and the differences of every measure. */
export interface VariantOut {
  label: string;
  scenario_hash: string;
  sentence: string;
  measures: Record<string, DifferenceOut>;
}

/** A text that is kept as a version of a scenario. */
export interface VersionOut {
  scenario: string;
  version: string;
  used: string;
}

/** A version whole. */
export interface VersionText {
  scenario: string;
  version: string;
  yaml: string;
}
