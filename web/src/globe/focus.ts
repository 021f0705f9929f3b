/** A ring around what is selected, wherever it is; of the dead, around where they died. */
import { CallbackPositionProperty, Cartesian3, CustomDataSource, VerticalOrigin, HorizontalOrigin, type DataSourceCollection } from "@cesium/engine";
import type { Globe } from "./globe.ts";
import type { Find } from "./eye.ts";

const SIZE = 44;

/** Four corners of a frame, dark below light, so that they are seen on every ground. */
function ring(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * 2;
  const pen = canvas.getContext("2d");
  if (!pen) return canvas;
  const [near, far, arm] = [5, SIZE * 2 - 5, 20];
  for (const [colour, width] of [["rgba(6,14,22,0.85)", 9], ["#ffd45e", 4]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.lineJoin = "round";
    for (const [x, y] of [[near, near], [far, near], [near, far], [far, far]] as const) {
      pen.beginPath();
      pen.moveTo(x, y + (y === near ? arm : -arm));
      pen.lineTo(x, y);
      pen.lineTo(x + (x === near ? arm : -arm), y);
      pen.stroke();
    }
  }
  return canvas;
}

export class Focus {
  private readonly layer = new CustomDataSource("focus");
  private id: string | null = null;
  private find: Find = () => null;

  constructor(
    private readonly globe: Globe,
    sources: DataSourceCollection,
  ) {
    void sources.add(this.layer);
    this.layer.show = false;
    this.layer.entities.add({
      id: "focus",
      position: new CallbackPositionProperty((_, result) => this.position(result), false),
      billboard: {
        image: ring() as never,
        scale: 0.5,
        disableDepthTestDistance: Number.POSITIVE_INFINITY,
        horizontalOrigin: HorizontalOrigin.CENTER,
        verticalOrigin: VerticalOrigin.CENTER,
      },
    });
  }

  show(id: string | null, find: Find): void {
    [this.id, this.find] = [id, find];
    this.update();
  }

  /** Also when time has passed: what was not there may be there now. */
  update(): void {
    this.layer.show = this.id !== null && this.find(this.id) !== null;
    this.globe.render();
  }

  private position(result?: Cartesian3): Cartesian3 | undefined {
    const spot = this.id === null ? null : this.find(this.id);
    return spot ? Cartesian3.fromDegrees(spot.lon, spot.lat, spot.height, undefined, result) : undefined;
  }
}
