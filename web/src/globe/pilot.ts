/** The globe and its layers together: the one entry of the part of the page that is loaded late. */
import { Cartesian3, ConstantProperty, CustomDataSource, PolylineCollection, SceneMode, type Entity } from "@cesium/engine";
import type { Shown } from "../model/layers.ts";
import type { Units } from "../model/units.ts";
import type { Scene } from "../model/types.ts";
import { AzimuthLine } from "./azimuth.ts";
import { download, picture, record } from "./capture.ts";
import { Circles, centres } from "./circles.ts";
import { Declutter, type Name } from "./declutter.ts";
import { CoverageLayer } from "./coverage.ts";
import { Curtains } from "./curtains.ts";
import { Eye } from "./eye.ts";
import { Focus } from "./focus.ts";
import { Globe } from "./globe.ts";
import { Handles } from "./handles.ts";
import { Graticule } from "./graticule.ts";
import { Live } from "./live.ts";
import { Relief } from "./relief.ts";
import { ReplayLayer } from "./replay.ts";
import { Ruler } from "./ruler.ts";
import { Shells } from "./shell.ts";
import { Volume } from "./volume.ts";
import { steer } from "./steer.ts";
import { siteSymbol, threatSymbol } from "./symbols.ts";
import { namesOf, symbolsOf } from "./names.ts";
import { NEAR_M, described, drawPositions, drawRings, drawRoutes, drawSectors, drawSites, inks } from "./scene.ts";

export interface Pilot {
  globe: Globe;
  eye: Eye;
  focus: Focus;
  live: Live;
  ruler: Ruler;
  graticule: Graticule;
  relief: Relief;
  azimuth: AzimuthLine;
  curtains: Curtains;
  shells: Shells;
  volume: Volume;
  declutter: Declutter;
  handles: Handles;
  circles: Circles;
  centres: typeof centres;
  replay: ReplayLayer;
  coverage: CoverageLayer;
  siteSymbol: typeof siteSymbol;
  threatSymbol: typeof threatSymbol;
  picture: typeof picture;
  /** A key pressed on the globe; whether it means something there. */
  steer: (key: string, shift: boolean) => boolean;
  record: typeof record;
  download: typeof download;
  /** Whether the camera is near enough to some fire unit or radar for its symbol to be drawn. */
  near(scene: Scene): boolean;
  /** Draw a scene; while a replication is shown, its threats take the place of the planned groups. */
  setScene(scene: Scene, playing: boolean, dark: boolean, on: Shown, units: Units): string;
}

export function makePilot(container: HTMLElement, mode: "globe" | "map"): Pilot {
  const globe = new Globe(container, mode);
  const sources = globe.widget.dataSources;
  const sites = new CustomDataSource("sites");
  const routes = new CustomDataSource("routes");
  void sources.add(sites);
  void sources.add(routes);
  // A collection of lines is drawn at once; lines of entities would wait for a worker to be fetched.
  const lines = globe.widget.scene.primitives.add(new PolylineCollection()) as PolylineCollection;
  const graticule = new Graticule(globe);
  const eye = new Eye(globe);
  const declutter = new Declutter(globe);
  const replay = new ReplayLayer(globe, { sites, lines, changed: () => declutter.changed() });
  let [named, drawn]: [Name[], Entity[]] = [[], []];
  declutter.add(() => named, () => symbolsOf(drawn, globe.clock.currentTime));
  declutter.add(() => replay.names());
  return {
    globe,
    eye,
    focus: new Focus(globe, sources),
    live: new Live(globe),
    ruler: new Ruler(globe),
    graticule,
    relief: new Relief(globe),
    azimuth: new AzimuthLine(globe),
    curtains: new Curtains(globe),
    shells: new Shells(globe),
    volume: new Volume(globe),
    handles: new Handles(globe),
    circles: new Circles(globe),
    centres,
    replay,
    declutter,
    coverage: new CoverageLayer(globe, sources),
    siteSymbol,
    threatSymbol,
    picture,
    steer: (key, shift) => steer(globe, eye, key, shift),
    record,
    download,
    near(scene) {
      const { camera } = globe.widget;
      const flat = globe.widget.scene.mode === SceneMode.SCENE2D;
      // On the map Cesium takes half the width that is seen for the distance.
      if (flat) return camera.getMagnitude() / 2 < NEAR_M;
      return [...scene.units, ...scene.radars].some(({ lon, lat, height_m }) => Cartesian3.distance(camera.positionWC, Cartesian3.fromDegrees(lon, lat, height_m)) < NEAR_M);
    },
    setScene(scene, playing, dark, on, units) {
      // Told apart from what is added: an entity that goes and comes under one name in one breath is not drawn again.
      for (const layer of [sites, routes]) {
        layer.entities.removeAll();
        layer.entities.suspendEvents();
      }
      lines.removeAll();
      const ink = inks(dark);
      if (on.rings) drawRings(sites, lines, scene, dark, units);
      if (on.sectors) drawSectors(lines, scene, dark);
      drawPositions(sites, lines, scene, dark);
      drawSites(sites, scene, playing, ink);
      if (!playing) drawRoutes(routes, lines, scene, dark);
      const entities = [sites, routes].flatMap((layer) => layer.entities.values);
      if (!on.names) for (const { label } of entities) if (label) label.show = new ConstantProperty(false);
      [named, drawn] = [namesOf(entities, globe.clock.currentTime), entities.filter(({ billboard }) => billboard)];
      declutter.changed();
      graticule.show(on.grid, dark);
      for (const layer of [sites, routes]) layer.entities.resumeEvents();
      replay.again();
      globe.settle();
      return described(scene);
    },
  };
}
