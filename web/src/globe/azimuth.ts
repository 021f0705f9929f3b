/** The azimuth of the side view as a line on the ground, and the edges of what is drawn in it. */
import { Cartesian3, PolylineCollection } from "@cesium/engine";
import { heightAt, type Ground } from "../model/ground.ts";
import type { Globe } from "./globe.ts";
import { drawn, pointAt } from "./scene.ts";
import { azimuthLines } from "./styles.ts";

export interface Azimuth {
  lon: number;
  lat: number;
  /** [deg] */
  bearing: number;
  /** How far it goes [m]. */
  reach: number;
  /** How far to each side things are drawn in it [deg]; null: all round. */
  band: number | null;
}

/** Pieces of the line, so that it lies on the ground. */
const PIECES = 96;

export class AzimuthLine {
  private readonly lines: PolylineCollection;

  constructor(private readonly globe: Globe) {
    this.lines = globe.widget.scene.primitives.add(new PolylineCollection()) as PolylineCollection;
  }

  show(azimuth: Azimuth | null, ground: Ground | null, dark: boolean): void {
    this.lines.removeAll();
    if (azimuth) {
      const styles = azimuthLines(dark ? "dark" : "light");
      const line = (bearing: number): Cartesian3[] =>
        Array.from({ length: PIECES + 1 }, (_, i) => {
          const [lon, lat] = pointAt(azimuth.lon, azimuth.lat, (azimuth.reach * i) / PIECES, bearing);
          return Cartesian3.fromDegrees(lon, lat, heightAt(ground, lon, lat) + 20);
        });
      this.lines.add({ positions: line(azimuth.bearing), ...drawn(styles.middle) });
      const { band } = azimuth;
      if (band !== null) for (const side of [-band, band]) this.lines.add({ positions: line(azimuth.bearing + side), ...drawn(styles.edge) });
    }
    this.globe.render();
  }
}
