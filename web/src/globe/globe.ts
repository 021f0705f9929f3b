/** The globe itself: Cesium without a network. What is drawn on it is in the modules beside. */
import {
  BoundingSphere,
  buildModuleUrl,
  Cartesian2,
  Cartesian3,
  Cartographic,
  CesiumWidget,
  Clock,
  Color,
  Credit,
  CreditDisplay,
  EllipsoidTerrainProvider,
  HeadingPitchRange,
  ImageryLayer,
  Matrix4,
  Math as CesiumMath,
  Rectangle,
  SceneMode,
  ScreenSpaceEventHandler,
  ScreenSpaceEventType,
  TileMapServiceImageryProvider,
  type Entity,
} from "@cesium/engine";
import type { Scene as Situation } from "../model/types.ts";
import { headingOf } from "../model/north.ts";
import { coastline } from "./lines.ts";

export interface Place {
  lat: number;
  lon: number;
}

(window as unknown as { CESIUM_BASE_URL: string }).CESIUM_BASE_URL = new URL("./cesium/", document.baseURI).pathname;

// Cesium's own credit would be fetched as a picture; its name stands in the page's Sources instead.
CreditDisplay.cesiumCredit = new Credit("CesiumJS");

function drawnInSoftware(canvas: HTMLCanvasElement): boolean {
  const gl = canvas.getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  const name = gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
  return /swiftshader|llvmpipe|software|basic render/i.test(name);
}

export class Globe {
  readonly widget: CesiumWidget;
  readonly clock: Clock;
  private readonly imagery: ImageryLayer;
  private readonly handler: ScreenSpaceEventHandler;
  onPlace: ((place: Place) => void) | null = null;
  onPick: ((id: string | null) => void) | null = null;
  onDouble: ((id: string | null) => void) | null = null;
  /** The place under the pointer, for as long as it is over the globe. */
  onPoint: ((place: Place | null) => void) | null = null;
  onScale: ((metresPerPixel: number | null) => void) | null = null;
  placing = false;
  /** Whether the surface is ground in relief, which hides what is behind it. */
  relief = false;
  /** Whether what is fetched or made beside is there; asked until all of them say so, or 15 s have passed. */
  readonly awaited: (() => boolean)[] = [];
  private settling = 0;

  constructor(container: HTMLElement, mode: "globe" | "map") {
    this.clock = new Clock({ shouldAnimate: false });
    this.imagery = ImageryLayer.fromProviderAsync(
      TileMapServiceImageryProvider.fromUrl(buildModuleUrl("Assets/Textures/NaturalEarthII")),
      {},
    );
    this.widget = new CesiumWidget(container, {
      clock: this.clock,
      baseLayer: this.imagery,
      terrainProvider: new EllipsoidTerrainProvider(),
      sceneMode: mode === "map" ? SceneMode.SCENE2D : SceneMode.SCENE3D,
      skyBox: false,
      skyAtmosphere: false,
      requestRenderMode: true,
      useDefaultRenderLoop: false,
      orderIndependentTranslucency: false,
      maximumRenderTimeChange: Infinity,
      msaaSamples: 2,
      // Nothing here comes from a service that asks to be credited; the page's About names Natural Earth and Cesium.
      creditContainer: document.createElement("div"),
      showRenderLoopErrors: false,
    });
    const scene = this.widget.scene;
    if (scene.sun) scene.sun.show = false;
    if (scene.moon) scene.moon.show = false;
    scene.fog.enabled = false;
    scene.globe.enableLighting = false;
    scene.globe.showGroundAtmosphere = false;
    scene.globe.depthTestAgainstTerrain = false;
    scene.globe.tileCacheSize = 60;
    scene.screenSpaceCameraController.minimumZoomDistance = 300;
    if (drawnInSoftware(this.widget.canvas)) {
      // Without a graphics card every pixel counts: fewer samples, coarser tiles.
      scene.msaaSamples = 1;
      scene.globe.maximumScreenSpaceError = 4;
    }
    scene.primitives.add(coastline());
    // Before any scenario: the open ocean where exercises are, and not what Cesium begins with.
    this.widget.camera.setView({ destination: Cartesian3.fromDegrees(-12, 0, 18_000_000) });
    this.handler = new ScreenSpaceEventHandler(this.widget.canvas);
    this.handler.setInputAction((click: { position: Cartesian2 }) => this.click(click.position), ScreenSpaceEventType.LEFT_CLICK);
    this.handler.setInputAction(
      (click: { position: Cartesian2 }) => !this.placing && this.onDouble?.(this.idAt(click.position)),
      ScreenSpaceEventType.LEFT_DOUBLE_CLICK,
    );
    this.handler.setInputAction(
      (move: { endPosition: Cartesian2 }) => this.onPoint?.(this.placeAt(move.endPosition)),
      ScreenSpaceEventType.MOUSE_MOVE,
    );
    this.widget.canvas.addEventListener("pointerleave", () => this.onPoint?.(null));
    this.widget.camera.moveEnd.addEventListener(() => this.measure());
    this.widget.canvas.setAttribute("aria-hidden", "true");
    this.widget.canvas.removeAttribute("tabindex");
    // A size that changes with the panels is noticed by a render; without one the picture would be stretched.
    new ResizeObserver(() => {
      this.widget.resize();
      this.render();
      this.measure();
    }).observe(container);
    this.frames();
  }

  /** A frame after the other. Cesium's own loop asks for the size of its canvas in each, for which all the page is laid out. */
  private frames(): void {
    let broken = false;
    this.widget.scene.renderError.addEventListener(() => (broken = true));
    const next = (): void => {
      if (broken || this.widget.isDestroyed()) return;
      // Before it is drawn: one that fails is told, and does not end all others.
      requestAnimationFrame(next);
      this.widget.render();
    };
    requestAnimationFrame(next);
  }

  setDark(dark: boolean): void {
    // The picture's sea is a dark blue: on the light page it is made a light one, on which dark names can be read.
    this.imagery.gamma = dark ? 1 : 2;
    this.imagery.brightness = dark ? 0.62 : 1.15;
    this.imagery.saturation = dark ? 0.6 : 0.7;
    this.imagery.contrast = dark ? 1.05 : 0.9;
    this.widget.scene.backgroundColor = Color.fromCssColorString(dark ? "#0a1018" : "#dfe6ec");
    this.widget.scene.globe.baseColor = Color.fromCssColorString(dark ? "#13212e" : "#a9c3d6");
    this.render();
  }

  /** Show a globe or a flat map; tells whether that was a change. */
  setMode(mode: "globe" | "map"): boolean {
    const scene = this.widget.scene;
    const wanted = mode === "map" ? SceneMode.SCENE2D : SceneMode.SCENE3D;
    if (scene.mode === wanted) return false;
    if (wanted === SceneMode.SCENE2D) scene.morphTo2D(0);
    else scene.morphTo3D(0);
    this.render();
    return true;
  }

  /** Look at a whole scenario, a little from the south so that heights are seen, or from above. */
  frame(bounds: Situation["bounds"], above = false): void {
    const [west, south, east, north] = bounds;
    const side = Math.max(east - west, north - south, 0.4);
    const [midLon, midLat] = [(east + west) / 2, (north + south) / 2];
    const half = side * 0.56;
    const area = Rectangle.fromDegrees(midLon - half, Math.max(-89, midLat - half), midLon + half, Math.min(89, midLat + half));
    const camera = this.widget.camera;
    if (this.widget.scene.mode === SceneMode.SCENE2D) camera.setView({ destination: area });
    else {
      // A portrait picture needs more distance for the same width.
      const { clientWidth, clientHeight } = this.widget.canvas;
      const wide = clientWidth / Math.max(1, clientHeight);
      const range = side * 111_000 * (wide >= 1 ? 1.15 : 1.15 / Math.max(0.45, wide));
      const middle = new BoundingSphere(Cartesian3.fromDegrees(midLon, midLat), side * 55_000);
      camera.viewBoundingSphere(middle, new HeadingPitchRange(0, CesiumMath.toRadians(above ? -89.9 : -62), range));
      camera.lookAtTransform(Matrix4.IDENTITY);
    }
    this.settle();
    this.measure();
  }

  /** Zoom by a factor towards what is so far away [m], for buttons and keys. */
  zoom(factor: number, far: number): void {
    const camera = this.widget.camera;
    if (factor > 1) camera.zoomIn(far * (1 - 1 / factor));
    else camera.zoomOut(far * (1 / factor - 1));
    this.render();
    this.measure();
  }

  /** The bearing at the top of the picture [deg]. */
  heading(): number {
    const { positionWC, directionWC, upWC } = this.widget.camera;
    if (this.widget.scene.mode === SceneMode.SCENE2D) return 0;
    // Asked with every frame, of a camera that mostly stands.
    const { at, along, up } = this.headed;
    if (Cartesian3.equals(positionWC, at) && Cartesian3.equals(directionWC, along) && Cartesian3.equals(upWC, up)) return this.headed.heading;
    const vector = (from: Cartesian3, to: Cartesian3): [number, number, number] => [(to.x = from.x), (to.y = from.y), (to.z = from.z)];
    this.headed.heading = headingOf(vector(positionWC, at), vector(directionWC, along), vector(upWC, up));
    return this.headed.heading;
  }

  private readonly headed = { at: new Cartesian3(), along: new Cartesian3(), up: new Cartesian3(), heading: 0 };

  render(): void {
    this.widget.scene.requestRender();
  }

  /** Go on rendering until what is worked out beside (tiles, lines) has come: nothing else asks for a frame then. */
  settle(): void {
    window.clearInterval(this.settling);
    const end = performance.now() + 15_000;
    let quiet = 0;
    const canvas = this.widget.container as HTMLElement;
    canvas.dataset["drawn"] = "soon";
    this.settling = window.setInterval(() => {
      const ready = this.widget.scene.globe.tilesLoaded && this.widget.dataSourceDisplay.ready && this.awaited.every((done) => done());
      quiet = ready ? quiet + 1 : 0;
      this.render();
      // Pictures of what stands are decoded beside, and nothing tells when: a second more is waited for them.
      if (quiet <= 5 && performance.now() < end) return;
      window.clearInterval(this.settling);
      canvas.dataset["drawn"] = "whole";
    }, 200);
    this.render();
  }

  private click(position: Cartesian2): void {
    if (this.placing) {
      const place = this.placeAt(position);
      if (place) this.onPlace?.(place);
      return;
    }
    this.onPick?.(this.idAt(position));
  }

  /** What is drawn there or a few pixels beside; `focus` for the frame around what is selected. */
  private idAt(position: Cartesian2): string | null {
    const hit = this.widget.scene.pick(position, 7, 7) as { id?: Entity | string } | undefined;
    const id = typeof hit?.id === "string" ? hit.id : hit?.id?.id;
    return typeof id === "string" ? id : null;
  }

  /** The place under a pixel, rounded to what a click can mean at this zoom. */
  private placeAt(position: Cartesian2): Place | null {
    const { camera, scene } = this.widget;
    const ray = this.relief && scene.mode !== SceneMode.SCENE2D ? camera.getPickRay(position) : undefined;
    const point = (ray && scene.globe.pick(ray, scene)) ?? camera.pickEllipsoid(position);
    if (!point) return null;
    const found = Cartographic.fromCartesian(point);
    const digits = this.widget.camera.positionCartographic.height > 120_000 ? 3 : 4;
    const round = (angle: number): number => Number(CesiumMath.toDegrees(angle).toFixed(digits));
    return { lat: round(found.latitude), lon: round(found.longitude) };
  }

  /** Metres a pixel in the middle of the picture, for the scale bar. */
  private measure(): void {
    if (!this.onScale) return;
    const { clientWidth, clientHeight } = this.widget.canvas;
    const y = clientHeight * 0.6;
    const left = this.widget.camera.pickEllipsoid(new Cartesian2(clientWidth / 2 - 40, y));
    const right = this.widget.camera.pickEllipsoid(new Cartesian2(clientWidth / 2 + 40, y));
    this.onScale(left && right ? Cartesian3.distance(left, right) / 80 : null);
  }
}
