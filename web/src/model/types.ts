/** The shapes that the service sends (docs/design/0007-globe.md). Angles in degrees, lengths in metres, times in s. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Path = (string | number)[];

export interface About {
  version: string;
  catalogue_hash: string;
  workspace: string;
  limits: { jobs: number; replications: number; body_bytes: number };
  formats: { name: string; reader: string }[];
}

export interface ScenarioItem {
  name: string;
  title: string;
  description: string;
  bundled: boolean;
  modified: string | number | null;
}

export interface ScenarioFile {
  name: string;
  title: string;
  bundled: boolean;
  yaml: string;
  declaration: Json;
}

export type Spec = { name: string } | { yaml: string };

export interface Problem {
  path: string;
  given: string;
  expected: string;
  nearest: string[];
  fix: string;
  line: number | null;
  column: number | null;
  text: string;
}

export interface Summary {
  scenario: string;
  scenario_hash: string;
  systems: number;
  fire_units: number;
  radars: number;
  assets: number;
  threats: number;
  figures: number;
  assumed: number;
  replaced: number;
}

export interface Validation {
  valid: boolean;
  problems: Problem[];
  summary: Summary | null;
}

export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  title?: string;
  description?: string;
  type?: string | string[];
  enum?: Json[];
  const?: Json;
  default?: Json;
  examples?: Json[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  additionalProperties?: boolean | Schema;
  minItems?: number;
  maxItems?: number;
  "x-quantity"?: string;
}

/** Ends that are null are not known; a constant has none. */
export type Ends = [number | null, number | null];

export interface Interval {
  mean: number | null;
  ci95: Ends | null;
  /** Both as they are printed everywhere. */
  shown: { mean: string; ci95: string };
}

export interface Measure extends Interval {
  sd: number | null;
  constant: boolean;
  n: number;
  unit: string;
}

export interface Assumption {
  subject: string;
  attribute: string;
  value: number | string;
  low: number | null;
  high: number | null;
  unit: string;
  grade: string;
  reason: string;
  shown: Shown;
}

/** A figure as it is to be printed, in units that people use; no `spread` where it has none. */
export interface Shown {
  value: string;
  spread: string;
}

/** A source; `reference` is how it stands in a list of references, with its address in it where one is known. */
export interface Cited {
  author: string;
  title: string;
  address: string;
  kind: string;
  reference: string;
}

export interface Source extends Cited {
  id: string;
}

/** One factor of an SSPK, with the figure behind it. */
export interface Factor {
  name: string;
  value: number;
  counts: boolean;
  low: number;
  high: number;
  grade: string;
  sources: string[];
  reason: string;
}

/** What one missile type achieves against the threats of a class that fly alike; ranges in metres. */
export interface EffectiveSspk {
  system: string;
  missile: string;
  threat_class: string;
  category: string;
  manoeuvring: boolean;
  jamming: boolean;
  threats: number;
  knee_range: number;
  max_range: number;
  near: number;
  far: number;
  grade: string;
  factors: Record<"sspk" | "manoeuvre" | "jamming" | "range", Factor>;
}

export interface RunResult {
  scenario: string;
  scenario_hash: string;
  catalogue_hash: string;
  version: string;
  seed: number;
  replications: number;
  measures: Record<string, Measure>;
  /** By dimension, key and measure. */
  by: Record<string, Record<string, Record<string, Measure>>>;
  leak_reasons: Record<string, number>;
  leak_reasons_ci95: Record<string, Ends>;
  leak_reasons_shown: Record<string, string>;
  effective_sspk: EffectiveSspk[];
  assumptions: Assumption[];
  sources: Source[];
  overrides: Json[];
  timing: { prepare_s: number; simulate_s: number; replications_per_second: number };
}

export type JobState = "queued" | "running" | "done" | "cancelled" | "failed" | "lost";

export interface Job {
  id: string;
  kind: "run" | "compare" | "coverage";
  title: string;
  state: JobState;
  done: number;
  goal: number;
  seed: number | null;
  created: string | number;
  ended: string | number | null;
  error: string | null;
  partial: Partial | null;
}

export interface Partial {
  replications: number;
  leakers: Interval;
  distribution: Bin[];
  leak_reasons: Record<string, number>;
}

export interface Bin {
  value: number;
  count: number;
}

export interface Distribution {
  measure: string;
  unit: string;
  n: number;
  /** Of each bin; null where bins are whole numbers. */
  width: number | null;
  bins: Bin[];
}

export interface Histories {
  measure: string;
  replications: number[];
}

export interface SceneAsset {
  name: string;
  lon: number;
  lat: number;
  height_m: number;
  value: number;
}

export interface SceneRadar {
  name: string;
  system: string;
  unit: string | null;
  lon: number;
  lat: number;
  height_m: number;
  antenna_m: number;
  facing_deg: number | null;
  sector_deg: number | null;
  range_m: number | null;
  kind: "surveillance" | "engagement";
}

export interface SceneUnit {
  name: string;
  system: string;
  lon: number;
  lat: number;
  height_m: number;
  facing_deg: number | null;
  target_channels: number;
  missile_channels: number;
  missiles: { name: string; rounds: number; max_range_m: number | null }[];
}

export interface SceneThreat {
  name: string;
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

export interface Scene {
  duration_s: number;
  bounds: [number, number, number, number];
  assets: SceneAsset[];
  posts: { name: string; lon: number; lat: number; height_m: number }[];
  radars: SceneRadar[];
  units: SceneUnit[];
  jammers: { name: string; lon: number; lat: number; height_m: number; w_per_mhz: number }[];
  threats: SceneThreat[];
}

export interface ReplayEvent {
  time: number;
  kind: string;
  threat?: string;
  unit?: string;
  radar?: string;
  missile?: string;
  target?: string;
  value?: number;
  reason?: string;
}

export interface Fate {
  threat: string;
  class: string;
  fate: "destroyed" | "leaked" | "passed" | "never-existed";
  reason: string | null;
  time: number | null;
}

export interface Replay {
  scenario: string;
  seed: number;
  replication: number;
  counts: Record<string, number>;
  events: ReplayEvent[];
  scene: Scene;
  fates: Fate[];
}

export interface Paired {
  a: number | null;
  b: number | null;
  difference: number | null;
  ci95: [number, number] | null;
  /** All as they are to be printed, each with the digits of its own interval. */
  shown: { a: string; b: string; difference: string; ci95: string };
  n: number;
  unit: string;
}

export interface CompareResult {
  base: { label: string };
  seed: number;
  replications: number;
  variants: { label: string; scenario_hash: string; sentence: string; measures: Record<string, Paired> }[];
}

export interface CoverageRow {
  part: string;
  altitude_m: number;
  covered_km2: number;
  ring_km2: number;
  ring_covered: number;
}

export interface CatalogueItem {
  id: string;
  kind: string;
  name: string;
}
