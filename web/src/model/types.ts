/** What the page calls the shapes of the service (service.ts), and the two that no answer has. */
import type { EntrySource, Json, SourceOut } from "./service.ts";

export type {
  About,
  AssetOut as SceneAsset,
  Bin,
  CatalogueEntry,
  CatalogueHead as CatalogueItem,
  CompareResult,
  CoverageResult as CoverageMap,
  DeletedOut as Deleted,
  Distribution,
  EffectiveSspkOut as EffectiveSspk,
  EventOut as ReplayEvent,
  FactorOut as Factor,
  FateOut as Fate,
  FigureOut as Assumption,
  Matches as Replications,
  JobOut as Job,
  JobScenario,
  Json,
  MeasureOut as Measure,
  ProblemOut as Problem,
  PublishedOut as Claim,
  AdoptedValueOut as AdoptedValue,
  Replay,
  RadarOut as SceneRadar,
  RunResult,
  ScenarioEntry as ScenarioFile,
  ScenarioHead as ScenarioItem,
  Scene,
  Shot,
  SourceOut as Source,
  Spec,
  ThreatOut as SceneThreat,
  UnitOut as SceneUnit,
  Validation,
  VariantOut as Variant,
  VersionOut as Version,
  VersionText,
} from "./service.ts";

/** A source, of a run or of an entry. */
export type Cited = Omit<SourceOut, "id"> & Omit<EntrySource, "source">;

/** Ends that are null are not known; a constant has none. */
export type Ends = [number | null, number | null];

/** Where a value stands in a scenario. */
export type Path = (string | number)[];

/** A JSON Schema, as far as the form reads it. */
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
  /** The units that a quantity may have, the one the others are stated in first. */
  "x-units"?: string[];
}
