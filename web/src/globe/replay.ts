/** One replication on the globe: the service's CZML, dressed in symbols; every position in it is the engine's. */
import {
  Cartesian2,
  Color,
  ColorMaterialProperty,
  ConstantPositionProperty,
  ConstantProperty,
  CzmlDataSource,
  DistanceDisplayCondition,
  Entity,
  HorizontalOrigin,
  JulianDate,
  LabelGraphics,
  TimeInterval,
  TimeIntervalCollection,
  type DataSourceCollection,
  type MaterialProperty,
  type Property,
} from "@cesium/engine";
import type { Replay, SceneThreat } from "../model/types.ts";
import type { Globe } from "./globe.ts";
import { inks, labelStyle, type Inks } from "./scene.ts";
import { FATES, MISSILE } from "./styles.ts";
import { threatSymbol } from "./symbols.ts";

const YET_UNTOLD = Color.fromCssColorString(MISSILE);

/** Within how far [m] of the camera each member of a formation has its name. */
const MEMBERS = 60_000;

const FAR = Number.POSITIVE_INFINITY;

export class ReplayLayer {
  private source: CzmlDataSource | null = null;
  /** The colours of fates, as they came. */
  private readonly coloured = new Map<string, { point: Property | undefined; trail: MaterialProperty | undefined }>();
  /** The first of each formation. */
  private readonly leads = new Set<string>();
  private ends = false;
  private inks: Inks = inks(true);
  private start = JulianDate.fromIso8601("2000-01-01T00:00:00Z");

  constructor(
    private readonly globe: Globe,
    private readonly sources: DataSourceCollection,
  ) {}

  async load(url: string, replay: Replay, dark: boolean): Promise<void> {
    this.clear();
    const ink = inks(dark);
    this.inks = ink;
    const fates: Record<string, string> = FATES[dark ? "dark" : "light"];
    const source = await CzmlDataSource.load(url);
    if (source.clock) this.start = JulianDate.clone(source.clock.startTime);
    this.leads.clear();
    const formations = new Set<string>();
    for (const threat of replay.scene.threats) {
      const key = `${threat.formation}/${threat.class}`;
      if (!formations.has(key)) this.leads.add(`threat/${threat.name}`);
      formations.add(key);
    }
    const threats = new Map(replay.scene.threats.map((threat) => [threat.name, threat]));
    // A copy: what is taken out of the collection goes out of its list too.
    for (const entity of source.entities.values.slice()) {
      if (entity.id.startsWith("site/")) this.site(source, entity);
      else if (entity.id.startsWith("threat/")) {
        const threat = threats.get(entity.id.slice("threat/".length));
        if (threat) this.threat(source, entity, threat, ink, fates);
      } else if (entity.id.startsWith("missile/") && entity.path) entity.path.trailTime = constant(400);
    }
    for (const entity of source.entities.values) this.coloured.set(entity.id, { point: entity.point?.color, trail: entity.path?.material });
    this.source = source;
    this.colour();
    await this.sources.add(source);
    this.globe.settle();
  }

  /** Sites are already drawn; only what is destroyed on the way stays, to be seen changing its colour. */
  private site(source: CzmlDataSource, entity: Entity): void {
    const about = entity.properties?.getValue(this.start) as Record<string, unknown> | undefined;
    if (about && "destroyed_s" in about) {
      if (entity.label) entity.label.show = constant(false);
      return;
    }
    source.entities.remove(entity);
  }

  private threat(source: CzmlDataSource, entity: Entity, threat: SceneThreat, ink: Inks, fates: Record<string, string>): void {
    const about = entity.properties?.getValue(this.start) as { fate?: string } | undefined;
    const colour = Color.fromCssColorString(fates[about?.fate ?? ""] ?? "#ff8a7a");
    entity.merge(
      new Entity({
        billboard: { image: threatSymbol(threat), scale: 0.36, disableDepthTestDistance: FAR },
      }),
    );
    // Its own in the place of the file's, clear of the frame around what is selected.
    entity.label = new LabelGraphics({ ...labelStyle(threat.name, ink.hostile, ink.edge), pixelOffset: new Cartesian2(27, 0), show: false });
    if (entity.point) entity.point.show = constant(false);
    if (entity.label) entity.label.show = constant(false);
    const end = entity.availability?.stop;
    const last = end && entity.position?.getValue(end);
    if (!end || !last || about?.fate === "passed") return;
    const forever = JulianDate.addSeconds(end, 1e6, new JulianDate());
    source.entities.add({
      id: `fate/${threat.name}`,
      position: new ConstantPositionProperty(last),
      availability: new TimeIntervalCollection([new TimeInterval({ start: end, stop: forever })]),
      label: {
        ...labelStyle(about?.fate === "leaked" ? "✹" : "✕", colour, ink.edge),
        font: "700 15px system-ui, sans-serif",
        horizontalOrigin: HorizontalOrigin.CENTER,
        pixelOffset: new Cartesian2(0, 0),
      },
    });
  }

  at(time: number): void {
    this.globe.setTime(JulianDate.addSeconds(this.start, time, new JulianDate()));
  }

  /** Whether trails and missiles are coloured by what becomes of them, or all alike. */
  tell(ends: boolean): void {
    this.ends = ends;
    this.colour();
  }

  private colour(): void {
    const { hostile } = this.inks;
    for (const entity of this.source?.entities.values ?? []) {
      const own = this.coloured.get(entity.id);
      if (!own || entity.id.startsWith("site/") || entity.id.startsWith("fate/")) continue;
      const alike = entity.id.startsWith("missile/") ? YET_UNTOLD : hostile;
      if (entity.path) entity.path.material = this.ends ? (own.trail as never) : new ColorMaterialProperty(alike);
      if (entity.point) entity.point.color = this.ends ? (own.point as never) : new ConstantProperty(alike);
    }
    this.globe.render();
  }

  /** What is selected has its name beside it, or every threat; trails are drawn or not. */
  name(id: string | null, all: boolean, trails: boolean): void {
    for (const entity of this.source?.entities.values ?? []) {
      if (entity.id.startsWith("threat/") && entity.label) {
        entity.label.show = constant(all || entity.id === id);
        // The members of a formation fly close together: from afar the first one's name stands for all.
        const far = entity.id === id || this.leads.has(entity.id);
        entity.label.distanceDisplayCondition = constant(far ? undefined : new DistanceDisplayCondition(0, MEMBERS));
      }
      if (entity.path) entity.path.show = constant(trails);
    }
    this.globe.render();
  }

  clear(): void {
    if (!this.source) return;
    this.sources.remove(this.source, true);
    this.source = null;
    this.coloured.clear();
    this.globe.render();
  }
}

/** Cesium takes plain values where it declares properties, and wraps them. */
function constant(value: unknown): never {
  return value as never;
}
