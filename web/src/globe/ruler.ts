/** The line of the ruler, along the ground. */
import { ArcType, Cartesian3, Color, Material, PolylineCollection, EllipsoidGeodesic, Cartographic, type Polyline } from "@cesium/engine";
import { RULER } from "./styles.ts";
import type { Globe } from "./globe.ts";
import type { Ground } from "./measure.tsx";

/** Pieces of the line: it lies on the ground, and does not cut through the earth. */
const PIECES = 48;

export class Ruler {
  private readonly line: Polyline;

  constructor(private readonly globe: Globe) {
    const lines = globe.widget.scene.primitives.add(new PolylineCollection()) as PolylineCollection;
    this.line = lines.add({ positions: [], width: 2.5, arcType: ArcType.NONE, show: false, material: Material.fromType("Color", { color: Color.fromCssColorString(RULER) }) });
  }

  show(ends: { from: Ground; to: Ground } | null): void {
    this.line.show = ends !== null;
    if (ends) {
      const [a, b] = [ends.from, ends.to].map(({ lon, lat }) => Cartographic.fromDegrees(lon, lat));
      const way = new EllipsoidGeodesic(a, b);
      this.line.positions = Array.from({ length: PIECES + 1 }, (_, i) => {
        const at = way.interpolateUsingFraction(i / PIECES);
        return Cartesian3.fromRadians(at.longitude, at.latitude, 60);
      });
    }
    this.globe.render();
  }
}
