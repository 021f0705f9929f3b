/** The ground in relief: the elevation model that the engine uses, as the globe's own surface, and its picture over it. */
import {
  CustomHeightmapTerrainProvider,
  EllipsoidTerrainProvider,
  GeographicTilingScheme,
  ImageryLayer,
  Math as CesiumMath,
  Rectangle,
  SingleTileImageryProvider,
} from "@cesium/engine";
import { tile, type Ground } from "../model/ground.ts";
import type { Globe } from "./globe.ts";
import { shaded } from "./shade.ts";

/** Posts on a side of a tile. */
const SIDE = 65;

const SEA = new Float32Array(SIDE * SIDE);

function surface(ground: Ground): CustomHeightmapTerrainProvider {
  const tiles = new GeographicTilingScheme();
  const degrees = CesiumMath.toDegrees;
  return new CustomHeightmapTerrainProvider({
    width: SIDE,
    height: SIDE,
    tilingScheme: tiles,
    callback: (x, y, level) => {
      const { west, south, east, north } = tiles.tileXYToRectangle(x, y, level);
      return tile(ground, { west: degrees(west), south: degrees(south), east: degrees(east), north: degrees(north) }, SIDE) ?? SEA.slice();
    },
  });
}

function picture(ground: Ground): ImageryLayer | null {
  const { width, height, pixels } = shaded(ground);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.putImageData(new ImageData(pixels, width, height), 0, 0);
  const [dx, dy] = [(ground.east - ground.west) / (ground.columns - 1) / 2, (ground.north - ground.south) / (ground.rows - 1) / 2];
  const rectangle = Rectangle.fromDegrees(ground.west - dx, Math.max(-90, ground.south - dy), ground.east + dx, Math.min(90, ground.north + dy));
  return new ImageryLayer(new SingleTileImageryProvider({ url: canvas.toDataURL(), rectangle, tileWidth: width, tileHeight: height }));
}

export class Relief {
  private shown: Ground | null = null;
  private layer: ImageryLayer | null = null;

  constructor(private readonly globe: Globe) {}

  show(ground: Ground | null, dark: boolean): void {
    if (ground !== this.shown) this.build(ground);
    if (this.layer) {
      this.layer.brightness = dark ? 0.72 : 1.06;
      this.layer.saturation = dark ? 0.75 : 0.9;
    }
    this.globe.render();
  }

  private build(ground: Ground | null): void {
    const { scene } = this.globe.widget;
    this.shown = ground;
    if (this.layer) scene.imageryLayers.remove(this.layer);
    this.layer = ground && picture(ground);
    if (this.layer) scene.imageryLayers.add(this.layer);
    scene.terrainProvider = ground ? surface(ground) : new EllipsoidTerrainProvider();
    this.globe.relief = ground !== null;
    this.globe.settle();
  }
}
