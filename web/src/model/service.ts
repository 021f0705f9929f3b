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

/** Which rounds at which targets, with a proved bound on what is possible. */
export interface AllocateOrder {
  /** Weapons, targets, rounds, values and probabilities of a kill. */
  problem: ProblemIn;
  /** Relative gap between value and bound at which it ends. */
  gap?: number;
  /** Seconds after which it ends with the gap it has. */
  seconds?: number;
}

/** What a AllocateOrder takes where a field is left out. */
export const defaultAllocateOrder = {
  gap: 0.0001,
  seconds: 600.0,
} as const;

/** Rounds at targets, what survives them, and the value that is proved to survive in any case. */
export interface AllocateResult {
  study: "allocate";
  surviving: number;
  bound: number;
  gap: number;
  seconds: number;
  rounds: RoundsOut[];
  rules: Record<string, number>;
}

/** What happens to a target that flies at an asset, by azimuth. */
export interface ApproachOrder {
  scenario: Spec;
  /** Height of the target above ground [m]. */
  altitude_m?: number;
  /** Radar cross-section of the target [m^2]. */
  rcs_m2?: number;
  /** Asset whose approaches are worked out. */
  asset?: string | null;
  /** Speed of the target [m/s]. */
  speed_m_s?: number;
  /** Category of threat whose envelope counts. */
  category?: "aircraft" | "stealth" | "cruise" | "supersonic" | "ballistic" | "drone" | "decoy" | "anti_radiation";
  /** Probability of detection or track that is asked for. */
  probability?: number;
  /** How many azimuths, from north clockwise. */
  azimuths?: number;
  /** Where the target starts, over the ground from the asset [m]. */
  distance_m?: number;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a ApproachOrder takes where a field is left out. */
export const defaultApproachOrder = {
  altitude_m: 100.0,
  rcs_m2: 1.0,
  speed_m_s: 250.0,
  category: "aircraft",
  probability: 0.9,
  azimuths: 36,
  distance_m: 400000.0,
} as const;

/** The approach to a goal, by azimuth. */
export interface ApproachResult {
  study: "approach";
  scenario: string;
  goal: string;
  altitude_m: number;
  rcs_m2: number;
  speed_m_s: number;
  azimuths: AzimuthOut[];
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

/** The share of an asset's approaches that is covered at one height. */
export interface AssetShare {
  asset: string;
  value: number;
  altitude_m: number;
  now: number;
  best: number;
}

/** What is varied: a path, and its values. */
export interface AxisOut {
  path: string;
  values: string[];
}

/** What happens along one azimuth; a range is null where it does not happen. */
export interface AzimuthOut {
  azimuth_deg: number;
  detection_km: number | null;
  track_km: number | null;
  first_intercept_km: number | null;
  last_intercept_km: number | null;
  engagements: number;
  detection_limit: string;
  engagement_limit: string;
}

/** What variants are held against. */
export interface BaseOut {
  label: string;
  scenario_hash: string;
  /** Replications by value, of every measure that counts; not of a comparison that an older version stored. */
  distributions?: Record<string, Bin[]>;
}

/** Replications with a value, or in a bin that begins there. */
export interface Bin {
  value: number;
  count: number;
}

/** What nobody can beat. */
export interface BoundOut {
  leakers: number;
  /** Low and high; null where they are not known. */
  ci95: [number | null, number | null];
}

/** A case of a claim: whether it is met, in which share of replications, and the mean of its measure. */
export interface CaseOut {
  met: boolean | null;
  replications: number;
  share: number | null;
  /** Low and high; null where they are not known. */
  share_ci95: [number | null, number | null];
  mean: number | null;
  /** Low and high; null where they are not known. */
  mean_ci95: [number | null, number | null];
  /** Why there is no such scenario. */
  refused?: string;
}

/** An entry with the model's adopted values and the published claims they rest on, with their sources. Of a system that cannot be simulated `missing` says what is not published, and `nearest` names one that can be. */
export interface CatalogueEntry {
  id: string;
  kind: string;
  name: string;
  title: string;
  category: string;
  role: string;
  aliases: string[];
  description: string;
  missing?: string;
  nearest?: string;
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

/** A difference from the adopted value, and whether its interval excludes 0. */
export interface ChangeOut {
  mean: number | null;
  /** Low and high; null where they are not known. */
  ci95: [number | null, number | null];
  conclusive: boolean;
}

/** A choice of sites: value covered, and the proved bound on what is possible. */
export interface ChoiceOut {
  choice: string;
  value: number;
  bound: number | null;
  gap: number | null;
  seconds: number | null;
  share: number;
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

/** Published claims put to the model. */
export interface ClaimsOrder {
  /** Claims to run, by id. */
  ids?: string[];
  /** Run all of them. */
  every?: boolean;
  /** Parameter samples drawn from what the sources allow, for the share that supports it; 0: no. */
  samples?: number;
  /** Grades of the statements and uncertain inputs that count: A, B, C, D, assumed. */
  grades?: string[] | null;
  /** Sources that are excluded (`airdef cite` names them). */
  without?: string[];
  /** The only source to rely on wherever it says anything. */
  only_source?: string | null;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
}

/** What a ClaimsOrder takes where a field is left out. */
export const defaultClaimsOrder = {
  ids: [],
  every: false,
  samples: 0,
  without: [],
  seed: 1,
} as const;

/** Verdicts of claims. */
export interface ClaimsResult {
  study: "claims";
  claims: VerdictOut[];
  catalogue_hash: string;
  claims_excluded: number;
  version: string;
  complete: boolean;
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
  /** Differences by these dimensions as well. */
  by?: ("class" | "formation" | "asset" | "system" | "unit" | "missile" | "all")[];
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a CompareOrder takes where a field is left out. */
export const defaultCompareOrder = {
  replications: 10000,
  seed: 1,
  by: [],
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

/** Total indices by input, of a part of the design. */
export interface ConvergenceOut {
  samples: number;
  total: Record<string, number | null>;
}

/** Where a target is detected, tracked or engaged. */
export interface CoverageOrder {
  scenario: Spec;
  /** Heights of the target above ground [m]. */
  altitudes_m?: number[];
  /** Radar cross-section of the target [m^2]. */
  rcs_m2?: number;
  /** What counts: detection or track by a radar, or engagement by a fire unit. */
  measure?: "detection" | "track" | "engagement";
  /** Probability of detection or track that is asked for. */
  probability?: number;
  /** Time within which it is to be reached [s]. */
  dwell_s?: number;
  /** Category of threat whose envelope counts. */
  category?: "aircraft" | "stealth" | "cruise" | "supersonic" | "ballistic" | "drone" | "decoy" | "anti_radiation";
  /** Half the side of the map [m]. */
  radius_m?: number | null;
  /** Side of a cell of the map [m]. */
  cell_m?: number | null;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a CoverageOrder takes where a field is left out. */
export const defaultCoverageOrder = {
  altitudes_m: [50.0, 100.0, 500.0, 1000.0, 5000.0, 10000.0],
  rcs_m2: 1.0,
  measure: "detection",
  probability: 0.9,
  dwell_s: 60.0,
  category: "aircraft",
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

/** The side view along an azimuth of a radar, or of the engagement radar of a fire unit. */
export interface CutOrder {
  scenario: Spec;
  /** A radar or a fire unit of the scenario. */
  of: string;
  azimuth_deg: number;
  /** How far over the ground. */
  reach_m?: number;
}

/** What a CutOrder takes where a field is left out. */
export const defaultCutOrder = {
  reach_m: 300000.0,
} as const;

/** Along an azimuth, by distance over the ground: its height, and the lowest height that the antenna sees. Heights are above sea level, that of the antenna too. Over sea the second is the radar horizon of the scenario's effective Earth; where ground hides more it is the edge of its shadow. */
export interface CutOut {
  of: string;
  radar: string;
  azimuth_deg: number;
  antenna_m: number;
  effective_earth_factor: number;
  distance_m: number[];
  ground_m: number[];
  lowest_m: number[];
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

/** The best doctrine: who is shot at, when, with how many. */
export interface DoctrineOrder {
  scenario: Spec;
  /** doctrine.FIELD=a,b,c or first:last:step, for all systems; defence.0.doctrine.FIELD for one. */
  vary?: string[];
  /** What is to be as great, or as small, as possible. */
  objective?: "value-per-missile" | "value" | "stopped-per-missile" | "leakers";
  /** Doctrines tried at most; a space of no more is taken whole. */
  trials?: number;
  /** Replications of the search, of all doctrines together. */
  budget?: number;
  /** Fresh replications of each doctrine that is judged. */
  replications?: number;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a DoctrineOrder takes where a field is left out. */
export const defaultDoctrineOrder = {
  vary: [],
  objective: "value-per-missile",
  trials: 120,
  budget: 100000,
  replications: 4096,
  seed: 1,
} as const;

/** A doctrine that was judged. */
export interface DoctrineOut {
  doctrine: string;
  settings: Record<string, string>;
  needed: Record<string, string>;
  scenario_hash: string;
  best: boolean;
  declared: boolean;
  neighbour_of_best: boolean;
  on_front: boolean;
  tied_with_best: boolean;
  alike_best: boolean;
  missiles_used: MeanOut;
  loss: MeanOut;
  worth: MeanOut;
  gain_over_declared: MeanOut;
  behind_best: MeanOut;
  more_missiles_than_declared: DifferenceOut;
  more_loss_than_declared: DifferenceOut;
}

/** The best doctrines. */
export interface DoctrineResult {
  study: "doctrine";
  scenario: string;
  catalogue_hash: string;
  objective: string;
  loss: string;
  varied: AxisOut[];
  space: number;
  exhaustive: boolean;
  tried: number;
  excluded: number;
  rungs: RungOut[];
  seed: number;
  judged_seed: number;
  replications: number;
  fresh: boolean;
  interrupted: boolean;
  loss_if_no_missile_is_fired: number | null;
  sentences: string[];
  warnings: string[];
  provenance: string;
  front: string[];
  tied: string[];
  doctrines: DoctrineOut[];
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

/** How far a missile reaches at which altitude. */
export interface EnvelopeOrder {
  /** A missile or a system of the catalogue, or of the scenario's own. */
  name: string;
  scenario?: Spec | null;
  /** Category of the target. */
  category?: "aircraft" | "stealth" | "cruise" | "supersonic" | "ballistic" | "drone" | "decoy" | "anti_radiation";
  /** Heights of the engagement radar's antenna above the ground [m]. */
  masts_m?: number[];
  /** Radar cross-sections that are guided on [m^2]. */
  rcs_m2?: number[];
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a EnvelopeOrder takes where a field is left out. */
export const defaultEnvelopeOrder = {
  category: "aircraft",
  masts_m: [],
  rcs_m2: [],
} as const;

/** How far a missile reaches: lists are by altitude, `horizon_m` by mast height [m], `radar_m` by area [m^2]. */
export interface EnvelopeResult {
  study: "envelope";
  missile: string;
  system: string;
  category: string;
  published_range_m: number;
  min_range_m: number;
  ceiling_m: number;
  floor_m: number;
  propellant_kg: number;
  /** By altitude. */
  altitude_m: number[];
  /** By altitude. */
  reach_m: number[];
  limited_by: string[];
  /** By altitude. */
  energy_m: number[];
  energy_is_least: boolean;
  time_of_flight_s: (number | null)[];
  speed_m_s: (number | null)[];
  horizon_m: Record<string, number[]>;
  radar_m: Record<string, number[]>;
  published: PublishedPoint[];
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
  kind: "appear" | "firm" | "dropped" | "assign" | "launch" | "cancel" | "hit" | "miss" | "abort" | "judged-dead" | "judged-alive" | "leak" | "damage" | "destroyed" | "exited" | "turn" | "reload" | "reloading" | "closed" | "emitting" | "silent" | "link-lost" | "link-restored" | "received" | "given-up" | "told-apart" | "turned-back" | "moving" | "in-place" | "heard" | "jamming-ends";
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
  /** The post at the other end of a link; the command node that assigned. */
  source?: string;
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
  fate: "destroyed" | "leaked" | "passed" | "turned-back" | "not-released";
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

/** A figure with the measure where it was moved to. */
export interface FigureWeight {
  name: string;
  grade: "defined" | "A" | "B" | "C" | "D" | "scenario" | "assumed";
  adopted_values: string[];
  adopted: number;
  unit: string;
  moved: MovedOut[];
  law: LawOut | null;
}

/** A format in which a replication can be had. */
export interface FormatOut {
  name: string;
  /** The program that reads it. */
  reader: string;
}

/** Which figures the answer hangs on most, each moved alone. */
export interface InfluenceOrder {
  scenario: Spec;
  /** The measure that it is about. */
  measure?: "leakers" | "probability_no_leaker" | "kills" | "exited" | "not_released" | "turned_back" | "told_apart" | "missiles_used" | "missiles_on_decoys" | "intercept_attempts" | "aborted" | "engagements" | "duplicates" | "remote_launches" | "asset_value_lost" | "assets_lost" | "radars_lost" | "units_lost" | "launchers_lost" | "posts_lost" | "first_intercept_time_s" | "first_intercept_range_km" | "first_kill_range_km" | "peak_targets" | "peak_missiles" | "moves" | "time_moving_min";
  /** Replications of each parameter sample. */
  replications?: number;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** Grades of the statements and uncertain inputs that count: A, B, C, D, assumed. */
  grades?: string[] | null;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a InfluenceOrder takes where a field is left out. */
export const defaultInfluenceOrder = {
  measure: "leakers",
  replications: 64,
  seed: 1,
} as const;

/** Which figures the answer hangs on most. */
export interface InfluenceResult {
  study: "influence";
  scenario: string;
  measure: string;
  unit: string;
  seed: number;
  replications: number;
  samples: number;
  base: MeanOut;
  sentences: string[];
  heaviest: FigureWeight[];
  figures: FigureWeight[];
}

/** An uncertain input. */
export interface InputOut {
  name: string;
  grade: "defined" | "A" | "B" | "C" | "D" | "scenario" | "assumed";
  spread: string;
  adopted_values: string[];
}

/** A stand-off jammer, at its altitude. */
export interface JammerOut {
  name: string;
  lon: number;
  lat: number;
  height_m: number;
  w_per_mhz: number;
}

/** A job. Of `goal` things (replications, radars) `done` are done; of a study with stages, those of the stage. */
export interface JobOut {
  id: string;
  kind: "run" | "compare" | "coverage" | "approach" | "envelope" | "site" | "doctrine" | "sweep" | "saturation" | "magazine" | "penetration" | "uncertainty" | "sensitivity" | "influence" | "claims" | "policies" | "allocate" | "worth";
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
  /** What is being done, of a study that has stages. */
  stage: string | null;
  /** Which state of the scenario; null for jobs of earlier releases. */
  scenario_hash: string | null;
}

/** What a job was ordered for, as text: of a comparison its last scenario. */
export interface JobScenario {
  scenario: string | null;
  title: string;
  yaml: string;
}

/** The law that a figure enters, and what it was checked against. */
export interface LawOut {
  law: string;
  title: string;
  checked: string[];
  unchecked: string;
}

/** The answer of a search for a limit. */
export interface LimitResult {
  study: "saturation" | "magazine" | "penetration";
  scenario: string;
  seed: number;
  quantity: string;
  measure: string;
  level: number;
  sentences: string[];
  searches: SearchOut[];
}

/** What is allowed. */
export interface LimitsOut {
  jobs: number;
  replications: number;
  body_bytes: number;
}

/** A link of the tree of command, between the posts of these names. */
export interface LinkOut {
  above: string;
  below: string;
}

/** How many missiles it takes that probably nothing leaks. */
export interface MagazineOrder {
  scenario: Spec;
  /** Number of the system of the defence, from 0. */
  system?: number;
  /** The wanted probability that nothing leaks. */
  probability?: number;
  /** Half-width of the probability at each size. */
  precision?: number;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a MagazineOrder takes where a field is left out. */
export const defaultMagazineOrder = {
  system: 0,
  probability: 0.9,
  precision: 0.01,
  seed: 1,
} as const;

/** Replications with a value in a range, the lowest numbers first. */
export interface Matches {
  measure: string;
  replications: number[];
}

/** A mean over `n` replications with its interval; null where too few replications tell. */
export interface MeanOut {
  mean: number | null;
  /** Low and high; null where they are not known. */
  ci95: [number | null, number | null];
  n: number;
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

/** What a missile of a fire unit reaches: least and greatest distance over the ground, by altitude above sea level. The horizon in `limited_by` is that of the smooth Earth; what ground hides a side view says. `why` is empty, or says why there is no envelope; then the lists are empty. */
export interface MissileEnvelopeOut {
  missile: string;
  why: string;
  altitude_m: number[];
  near_m: number[];
  far_m: number[];
  limited_by: ("energy" | "published range" | "ceiling" | "horizon" | "radar")[];
}

/** A missile type of a fire unit. */
export interface MissilesOut {
  name: string;
  rounds: number;
  max_range_m: number;
}

/** The screening of an input: mean absolute elementary effect, and their standard deviation. */
export interface MorrisOut {
  mu_star: number | null;
  mu_star_half_width: number | null;
  sigma: number | null;
}

/** Where a radar that moves is, and its fire unit with it; `path` as a threat's, and it stays at its last sample. */
export interface Move {
  radar: string;
  path: [number, number, number, number][];
}

/** The measure with a figure moved to a value. */
export interface MovedOut {
  mean: number | null;
  /** Low and high; null where they are not known. */
  ci95: [number | null, number | null];
  n: number;
  value: number;
  change: ChangeOut;
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

/** How small a signature comes near, at each altitude. */
export interface PenetrationOrder {
  scenario: Spec;
  /** The formation of the raid, by its name or its position from 0. */
  formation?: string;
  /** Altitudes to fly at, with their units. */
  altitudes?: string[];
  /** Mean slant range of the first intercept [km]. */
  below?: number;
  /** Replications of each case. */
  replications?: number;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a PenetrationOrder takes where a field is left out. */
export const defaultPenetrationOrder = {
  formation: "0",
  altitudes: ["100 m", "1 km", "3 km", "10 km"],
  below: 50.0,
  replications: 1024,
  seed: 1,
} as const;

/** A point of a sweep: the values there, and the measures. */
export interface PointOut {
  settings: Record<string, string>;
  scenario_hash: string;
  replications: number;
  measures: Record<string, MeasureWhole>;
}

/** Policies against the doctrine, and against what nobody can beat. */
export interface PoliciesOrder {
  scenario: Spec;
  /** Policies: names of rules, or in Python functions. */
  policies?: ("as-doctrine" | "earliest-impact" | "most-value" | "best-shot" | "single-best-shot" | "paired-best-shot" | "marginal-value" | "rolling-horizon")[];
  /** Replications of each policy. */
  replications?: number;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a PoliciesOrder takes where a field is left out. */
export const defaultPoliciesOrder = {
  policies: [],
  replications: 200,
  seed: 1,
} as const;

/** Rules of fire control against the doctrine. */
export interface PoliciesResult {
  study: "policies";
  scenario: string;
  scenario_hash: string;
  catalogue_hash: string;
  seed: number;
  replications: number;
  interrupted: boolean;
  arriving: number;
  bound: BoundOut;
  policies: StandingOut[];
}

/** A further position of something that moves. */
export interface PositionOut {
  name: string;
  lon: number;
  lat: number;
  height_m: number;
}

/** The command post of a system, or a command node; `commands` is whether something stands below it. */
export interface PostOut {
  name: string;
  lon: number;
  lat: number;
  height_m: number;
  commands: boolean;
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

/** An assignment problem: values by target, rounds by weapon, probabilities of a kill by weapon and target. */
export interface ProblemIn {
  values: number[];
  probabilities: number[][];
  rounds?: number[] | number;
  least?: number[] | number;
  most?: number[] | number | null;
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

/** A statement about the range or altitude of a missile. */
export interface PublishedPoint {
  claim: string;
  attribute: string;
  source: string;
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
  /** Whether it does not radiate before it has a cue. */
  silent: boolean;
  /** Further positions; those of an engagement radar are its unit's. */
  positions: PositionOut[];
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
  moves: Move[];
  scene: Scene;
}

/** Rounds of a weapon at a target, both counted from 0. */
export interface RoundsOut {
  weapon: number;
  target: number;
  rounds: number;
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

/** A step of the search: so many doctrines had so many replications. */
export interface RungOut {
  doctrines: number;
  replications: number;
}

/** From which size of a formation more leak than wanted. */
export interface SaturationOrder {
  scenario: Spec;
  /** The formation of the raid, by its name or its position from 0. */
  formation?: string;
  /** Leakers on average. */
  more_than?: number;
  /** The largest size tried. */
  most?: number;
  /** Half-width of the leakers at each size. */
  precision?: number | null;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a SaturationOrder takes where a field is left out. */
export const defaultSaturationOrder = {
  formation: "0",
  more_than: 1.0,
  most: 200,
  seed: 1,
} as const;

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
  posts: PostOut[];
  radars: RadarOut[];
  units: UnitOut[];
  jammers: JammerOut[];
  links: LinkOut[];
  threats: ThreatOut[];
}

/** Where a measure crosses the level: at, and between which values chance leaves that open; null: nowhere. */
export interface SearchOut {
  case: string;
  at: number | null;
  earliest: number | null;
  latest: number | null;
  tried: TriedOut[];
}

/** Which uncertain input matters, and which would change nothing. */
export interface SensitivityOrder {
  scenario: Spec;
  /** The measure that it is about. */
  measure?: "leakers" | "probability_no_leaker" | "kills" | "exited" | "not_released" | "turned_back" | "told_apart" | "missiles_used" | "missiles_on_decoys" | "intercept_attempts" | "aborted" | "engagements" | "duplicates" | "remote_launches" | "asset_value_lost" | "assets_lost" | "radars_lost" | "units_lost" | "launchers_lost" | "posts_lost" | "first_intercept_time_s" | "first_intercept_range_km" | "first_kill_range_km" | "peak_targets" | "peak_missiles" | "moves" | "time_moving_min";
  /** Weigh these uncertain inputs only ('SUBJECT ATTRIBUTE'). */
  parameters?: string[];
  /** How many uncertain inputs the screening leaves. */
  most?: number;
  /** Base samples of the Sobol design, a power of two. */
  samples?: number;
  /** Trajectories of the Morris screening. */
  trajectories?: number;
  /** Replications of each parameter sample. */
  replications?: number;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** Grades of the statements and uncertain inputs that count: A, B, C, D, assumed. */
  grades?: string[] | null;
  /** Sources that are excluded (`airdef cite` names them). */
  without?: string[];
  /** The only source to rely on wherever it says anything. */
  only_source?: string | null;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a SensitivityOrder takes where a field is left out. */
export const defaultSensitivityOrder = {
  measure: "leakers",
  parameters: [],
  most: 20,
  samples: 256,
  trajectories: 6,
  replications: 200,
  seed: 1,
  without: [],
} as const;

/** Which uncertain input matters. */
export interface SensitivityResult {
  study: "sensitivity";
  scenario: string;
  measure: string;
  unit: string;
  seed: number;
  samples: number;
  replications: number;
  evaluations: number;
  nominal: number | null;
  mean: number | null;
  sd: number | null;
  verdict: string[];
  parameters: WeighedOut[];
  convergence: ConvergenceOut[];
}

/** A missile: the `number`-th of its unit. Times in s; range and effective SSPK are those of its intercept point. `path` holds time [s], longitude and latitude [deg] and height [m], as a threat's does. */
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
  path: [number, number, number, number][];
}

/** A figure as it is to be printed, in units that people use; `spread` is empty where it has none. */
export interface ShownOut {
  value: string;
  spread: string;
}

/** An answer of a study as a page shows it: sentences, a table, and the address of its picture. */
export interface ShownStudy {
  study: "run" | "compare" | "coverage" | "approach" | "envelope" | "site" | "doctrine" | "sweep" | "saturation" | "magazine" | "penetration" | "uncertainty" | "sensitivity" | "influence" | "claims" | "policies" | "allocate" | "worth";
  sentences: string[];
  head: string[];
  rows: string[][];
  left_out: number;
  picture: string | null;
}

/** Places and masts that cover most of what the assets are worth. */
export interface SiteOrder {
  scenario: Spec;
  /** Instead of a file, a grid of places this far apart [m]. */
  grid_m: number;
  /** How far from an asset the grid goes [m]. */
  radius_m?: number;
  /** Masts to try: present, none, heights with their unit, or names of the catalogue. */
  masts?: string[];
  /** Places on the sea count too. */
  allow_sea?: boolean;
  /** Where they stand now are candidates too. */
  present?: boolean;
  /** Names of parts that stay where they are. */
  keep?: string[];
  /** Bearings tried as facings of the fire units; 0: facings stay. */
  turn?: number;
  /** engagement places fire units; detection and track place surveillance radars. */
  measure?: "detection" | "track" | "engagement";
  /** Heights of the target above ground [m]. */
  altitudes_m?: number[];
  /** Radar cross-section of the target [m^2]. */
  rcs_m2?: number;
  /** Category of threat whose envelope counts. */
  category?: "aircraft" | "stealth" | "cruise" | "supersonic" | "ballistic" | "drone" | "decoy" | "anti_radiation";
  /** Probability of detection or track that is asked for. */
  probability?: number;
  /** Time within which it is to be reached [s]. */
  dwell_s?: number;
  /** How many must cover a cell for it to count. */
  overlap?: number;
  /** Distances from an asset at which approaches are to be covered [m]. */
  rings_m?: number[];
  /** Bearings of the approaches. */
  azimuths?: number;
  /** Instead of rings, cells of this side within the last ring [m]. */
  demand_cell_m?: number | null;
  /** Time after which the solver stops, with the best choice so far [s]. */
  time_limit_s?: number;
  /** It stops when no choice can be better by more than this part. */
  gap?: number;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a SiteOrder takes where a field is left out. */
export const defaultSiteOrder = {
  radius_m: 30000.0,
  masts: ["present"],
  allow_sea: false,
  present: false,
  keep: [],
  turn: 0,
  measure: "engagement",
  altitudes_m: [100.0, 1000.0],
  rcs_m2: 1.0,
  category: "aircraft",
  probability: 0.9,
  dwell_s: 60.0,
  overlap: 1,
  rings_m: [10000.0, 20000.0, 30000.0],
  azimuths: 36,
  time_limit_s: 60.0,
  gap: 0.01,
} as const;

/** Where radars or fire units stand best. */
export interface SiteResult {
  study: "site";
  scenario: string;
  scenario_hash: string;
  catalogue_hash: string;
  measure: string;
  rcs_m2: number;
  probability: number;
  dwell_s: number;
  altitudes_m: number[];
  overlap: number;
  candidates: number;
  options: number;
  demand_cells: number;
  value: number;
  kept: string[];
  left_out: string[];
  stopped_by_time: boolean;
  interrupted: boolean;
  choices: ChoiceOut[];
  sites: SitedOut[];
  assets: AssetShare[];
}

/** Where a part goes. */
export interface SitedOut {
  part: string;
  place: string;
  latitude: number;
  longitude: number;
  ground_m: number;
  mast: string;
  antenna_m: number[];
  moved_km: number;
  facing_deg: number | null;
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

/** What a policy lets through; `share` is what it stops, of what could be stopped. */
export interface StandingOut {
  policy: string;
  leakers: number;
  /** Low and high; null where they are not known. */
  leakers_ci95: [number | null, number | null];
  missiles_used: number;
  against_doctrine: number | null;
  /** Low and high; null where they are not known. */
  against_doctrine_ci95: [number | null, number | null];
  share: number | null;
  /** Low and high; null where they are not known. */
  share_ci95: [number | null, number | null];
}

/** The form of a study: its fields as JSON Schema, quantities with their unit behind the name. */
export interface StudyForm {
  name: "run" | "compare" | "coverage" | "approach" | "envelope" | "site" | "doctrine" | "sweep" | "saturation" | "magazine" | "penetration" | "uncertainty" | "sensitivity" | "influence" | "claims" | "policies" | "allocate" | "worth";
  summary: string;
  of_scenario: boolean;
  required: string[];
  form: Record<string, Json>;
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

/** A campaign at every point of a grid. */
export interface SweepOrder {
  scenario: Spec;
  /** PATH=first:last:step (a unit behind it), or PATH=a,b,c. */
  vary: string[];
  /** Replications at a point; with a precision, the most. */
  replications?: number | null;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** Every point continues until the half-width of the measure is this small. */
  precision?: number | null;
  /** The measure that the precision is about. */
  precision_of?: "leakers" | "probability_no_leaker" | "kills" | "exited" | "not_released" | "turned_back" | "told_apart" | "missiles_used" | "missiles_on_decoys" | "intercept_attempts" | "aborted" | "engagements" | "duplicates" | "remote_launches" | "asset_value_lost" | "assets_lost" | "radars_lost" | "units_lost" | "launchers_lost" | "posts_lost" | "first_intercept_time_s" | "first_intercept_range_km" | "first_kill_range_km" | "peak_targets" | "peak_missiles" | "moves" | "time_moving_min";
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a SweepOrder takes where a field is left out. */
export const defaultSweepOrder = {
  seed: 1,
  precision_of: "leakers",
} as const;

/** A campaign at every point of a grid. */
export interface SweepResult {
  study: "sweep";
  scenario: string;
  seed: number;
  interrupted: boolean;
  varied: AxisOut[];
  points: PointOut[];
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
  jams_for_others: boolean;
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

/** Two options by number, -1 for doing nothing, and whether they are told apart, corrected for all pairs. */
export interface ToldOut {
  a: number;
  b: number;
  difference: number;
  p: number;
  told_apart: boolean;
}

/** A value that a search tried, and the measure there. */
export interface TriedOut {
  mean: number | null;
  /** Low and high; null where they are not known. */
  ci95: [number | null, number | null];
  n: number;
  value: number;
}

/** How far a measure varies, aleatory and epistemic uncertainty apart. */
export interface UncertaintyOrder {
  scenario: Spec;
  /** The measure that it is about. */
  measure?: "leakers" | "probability_no_leaker" | "kills" | "exited" | "not_released" | "turned_back" | "told_apart" | "missiles_used" | "missiles_on_decoys" | "intercept_attempts" | "aborted" | "engagements" | "duplicates" | "remote_launches" | "asset_value_lost" | "assets_lost" | "radars_lost" | "units_lost" | "launchers_lost" | "posts_lost" | "first_intercept_time_s" | "first_intercept_range_km" | "first_kill_range_km" | "peak_targets" | "peak_missiles" | "moves" | "time_moving_min";
  /** Parameter samples drawn from what the sources allow. */
  samples?: number;
  /** Replications of each parameter sample. */
  replications?: number;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** Grades of the statements and uncertain inputs that count: A, B, C, D, assumed. */
  grades?: string[] | null;
  /** Sources that are excluded (`airdef cite` names them). */
  without?: string[];
  /** The only source to rely on wherever it says anything. */
  only_source?: string | null;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a UncertaintyOrder takes where a field is left out. */
export const defaultUncertaintyOrder = {
  measure: "leakers",
  samples: 200,
  replications: 100,
  seed: 1,
  without: [],
} as const;

/** Aleatory and epistemic uncertainty of a measure. */
export interface UncertaintyResult {
  study: "uncertainty";
  scenario: string;
  measure: string;
  unit: string;
  seed: number;
  catalogue_hash: string;
  nominal: number | null;
  mean: number | null;
  /** Low and high; null where they are not known. */
  mean_ci95: [number | null, number | null];
  aleatory_sd: number | null;
  epistemic_sd: number | null;
  /** Low and high; null where they are not known. */
  chance_95: [number | null, number | null];
  /** Low and high; null where they are not known. */
  epistemic_95: [number | null, number | null];
  /** Low and high; null where they are not known. */
  both_95: [number | null, number | null];
  epistemic_share: number | null;
  /** Low and high; null where they are not known. */
  epistemic_share_ci95: [number | null, number | null];
  samples: number;
  replications_each: number;
  sentence: string;
  claims_excluded: number;
  adopted_values_that_rest_on_excluded_claims_alone: string[];
  uncertain_inputs: InputOut[];
}

/** The envelopes of the missiles of a fire unit. */
export interface UnitEnvelopesOrder {
  scenario: Spec;
  /** A fire unit of the scenario. */
  unit: string;
  /** Category of the target. */
  category?: "aircraft" | "stealth" | "cruise" | "supersonic" | "ballistic" | "drone" | "decoy" | "anti_radiation";
}

/** What a UnitEnvelopesOrder takes where a field is left out. */
export const defaultUnitEnvelopesOrder = {
  category: "aircraft",
} as const;

/** The envelopes of a fire unit against a category of targets. */
export interface UnitEnvelopesOut {
  unit: string;
  category: string;
  missiles: MissileEnvelopeOut[];
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

/** An option, what it saves, and the ranks that it may have by savings per unit of cost. */
export interface ValuedOut {
  label: string;
  scenario_hash: string;
  cost: number;
  saved: number;
  /** Low and high; null where they are not known. */
  saved_ci95: [number | null, number | null];
  per_cost: number;
  /** Low and high; null where they are not known. */
  per_cost_ci95: [number | null, number | null];
  best_rank: number;
  worst_rank: number;
  told_from_nothing: boolean;
  difference: DifferenceOut;
}

/** A variant against the base: one sentence, the differences of every measure, and by dimension and key. */
export interface VariantOut {
  label: string;
  scenario_hash: string;
  /** Replications by value, of every measure that counts; not of a comparison that an older version stored. */
  distributions?: Record<string, Bin[]>;
  sentence: string;
  measures: Record<string, DifferenceOut>;
  by: Record<string, Record<string, Record<string, DifferenceOut>>>;
}

/** A claim with its verdict; docs/claims.md describes what was searched (`limits`, `own_source`, `spread`). */
export interface VerdictOut {
  id: string;
  title: string;
  sentences: string[];
  reads: string;
  verdict: string;
  headline: string;
  ifs: string[];
  reason: string;
  at_least: number;
  unit: string;
  stated: CaseOut;
  figures_moved: number;
  hangs_on: Record<string, Json>[];
  pairs_that_turn_it: Record<string, Json>[];
  heaviest_pair: Record<string, Json>[];
  limits: Record<string, Json>[];
  own_source: Record<string, Json>;
  tests: string[];
  sources: string[];
  scenario: string;
  seed: number;
  cases: number;
  spread: Record<string, Json> | null;
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

/** An input with the measure at its ends; `first` and `total` are Sobol indices. */
export interface WeighedOut {
  name: string;
  grade: "defined" | "A" | "B" | "C" | "D" | "scenario" | "assumed";
  spread: string;
  adopted_values: string[];
  low: number | null;
  nominal: number | null;
  high: number | null;
  unit: string;
  at_5_percent: number | null;
  at_95_percent: number | null;
  /** Where it was screened. */
  morris?: MorrisOut;
  /** Where it has indices. */
  first?: number;
  /** Where it has indices. */
  first_ci95?: [number | null, number | null];
  /** Where it has indices. */
  total?: number;
  /** Where it has indices. */
  total_ci95?: [number | null, number | null];
}

/** What each option saves for its cost, and which options are told apart. */
export interface WorthOrder {
  scenario: Spec;
  /** Options, each with its cost: '+SYSTEM for 20', 'PATH=VALUE for 5', 'LABEL: PATH+=1 for 2.5'. */
  options: string[];
  /** The loss that options are to save. */
  measure?: "leakers" | "asset_value_lost" | "assets_lost" | "units_lost" | "radars_lost" | "launchers_lost" | "posts_lost";
  /** Replications of each. */
  replications?: number;
  /** Seed of the random streams: the same seed gives the same bits. */
  seed?: number;
  /** The scenario of the workspace that its text is a version of; where `name` says it, as that. */
  called?: string | null;
}

/** What a WorthOrder takes where a field is left out. */
export const defaultWorthOrder = {
  measure: "leakers",
  replications: 10000,
  seed: 1,
} as const;

/** What each option saves of a loss, and which options are told apart. */
export interface WorthResult {
  study: "worth";
  scenario: string;
  scenario_hash: string;
  catalogue_hash: string;
  measure: string;
  unit: string;
  seed: number;
  replications: number;
  interrupted: boolean;
  sentences: string[];
  options: ValuedOut[];
  pairs: ToldOut[];
}
