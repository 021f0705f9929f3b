/** A coverage map: the study's areas as they came, one colour an altitude. */
import { Color, ColorMaterialProperty, ConstantProperty, GeoJsonDataSource, type DataSourceCollection } from "@cesium/engine";
import type { CoverageMap } from "../model/types.ts";
import type { Globe } from "./globe.ts";

export class CoverageLayer {
  private source: GeoJsonDataSource | null = null;

  constructor(
    private readonly globe: Globe,
    private readonly sources: DataSourceCollection,
  ) {}

  async show(map: CoverageMap | null, colours: Map<number, string>): Promise<void> {
    if (this.source) this.sources.remove(this.source, true);
    this.source = null;
    if (map && map.features.length > 0) {
      const source = await GeoJsonDataSource.load(map, { stroke: Color.WHITE, fill: Color.WHITE, strokeWidth: 1 });
      const now = this.globe.clock.currentTime;
      for (const entity of source.entities.values) {
        const altitude = Number((entity.properties?.getValue(now) as { altitude_m?: number } | undefined)?.altitude_m);
        const colour = Color.fromCssColorString(colours.get(altitude) ?? "#6fb7f2");
        if (entity.polygon) {
          entity.polygon.material = new ColorMaterialProperty(colour.withAlpha(0.24));
          entity.polygon.outline = new ConstantProperty(true);
          entity.polygon.outlineColor = new ConstantProperty(colour);
          entity.polygon.height = new ConstantProperty(20);
        }
      }
      this.source = source;
      await this.sources.add(source);
    }
    this.globe.settle();
  }
}
