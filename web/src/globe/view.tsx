/** The globe in the page: loaded after the shell, and kept in step with the state. */
import { computed, effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { setField } from "../scenario/actions.ts";
import { at, read } from "../scenario/document.ts";
import { fixed } from "../ui/format.ts";
import * as state from "../model/state.ts";
import type { Camera } from "../model/address.ts";
import type { Json, Scene } from "../model/types.ts";
import { FREE } from "../model/address.ts";
import { shown } from "../model/layers.ts";
import { ringStep } from "../model/circles.ts";
import { scaleBar } from "../model/units.ts";
import { meant } from "../model/selection.ts";
import { follow, now, select, story } from "../replay/watched.ts";
import { whereabouts } from "../replay/whereabouts.ts";
import { Export } from "./export.tsx";
import { CameraSelect, camera } from "./camera.tsx";
import type { Spot } from "./eye.ts";
import { Legend, near, open } from "./legend-box.tsx";
import { Layers } from "./layers.tsx";
import { MeasureButton, Pointer, mark, measuring, pointer, ruler } from "./measure.tsx";
import { MoveButton, MovePanel, connectHandles, moving, zoom } from "./move.tsx";
import { Degrees, NorthArrow, ticks, top } from "./compass.tsx";
import { Waiting } from "./waiting.tsx";
import { Card } from "./card.tsx";
import type { Pilot } from "./pilot.ts";
import { connectHeights, relief } from "./heights.ts";
import { SideButton } from "../side/panel.tsx";

export const pilot = signal<Pilot | null>(null);
const failed = signal("");
const description = signal("");
const layers = computed(() => shown(state.layers.value));
const metresPerPixel = signal<number | null>(null);
const scale = computed(() => scaleBar(metresPerPixel.value, state.units.value));

const circleStep = computed(() => ringStep(metresPerPixel.value, state.units.value));

/** Nothing stands and nothing comes. */
const EMPTY: Scene = { duration_s: 0, bounds: [-1, -1, 1, 1], terrain: null, assets: [], posts: [], radars: [], units: [], jammers: [], links: [], threats: [] };

function placed(place: { lat: number; lon: number }): void {
  const placing = state.placing.value;
  if (!placing) return;
  const value: Json = [place.lat, place.lon];
  if (placing.many) {
    const known = at(read(state.text.value), placing.path);
    setField(placing.path, [...(Array.isArray(known) ? known : []), value]);
  } else {
    setField(placing.path, value);
    state.placing.value = null;
  }
}

/** What only the eye could see of a change is also in the region's description. */
function connect(made: Pilot): () => void {
  const { globe } = made;
  globe.onPlace = (place) => (measuring.peek() ? mark(place) : placed(place));
  globe.onPoint = (place) => (pointer.value = place);
  globe.onScale = (metres) => (metresPerPixel.value = zoom.value = metres);
  const named = (id: string | null): string | null => (id === "focus" ? state.selection.peek() : meant(id));
  made.graticule.onTicks = (found) => (ticks.value = found);
  globe.widget.scene.postRender.addEventListener(() => {
    top.value = Math.round(globe.heading()) % 360;
    const drawn = open.peek() && (state.replay.peek()?.scene ?? state.scene.peek());
    if (drawn) near.value = made.near(drawn);
  });
  globe.onPick = (id) => moving.peek() || select(named(id));
  globe.onDouble = (id) => {
    const chosen = moving.peek() ? null : named(id);
    if (chosen) follow(chosen);
  };
  // Of the clock at this moment: who asks is woken by it, or not.
  const find = (id: string): Spot | null => {
    const drawn = state.replay.peek()?.scene ?? state.scene.peek();
    return drawn && whereabouts(drawn, story.peek(), id, state.time.peek());
  };
  camera.standing = () => made.eye.standing();
  let told: Camera | null = null;
  made.eye.onMove = (stood) => (state.camera.value = told = stood);
  const look = (): void => {
    const drawn = state.replay.peek()?.scene ?? state.scene.peek();
    if (drawn) made.eye.show(state.view.peek(), state.camera.peek(), drawn, find, state.selection.peek());
  };
  let framed = "";
  let sideShut = true;
  const stops = [
    connectHandles(made.handles),
    effect(() => globe.setDark(state.isDark.value)),
    effect(() => {
      if (globe.setMode(state.mapMode.value)) look();
    }),
    effect(() => {
      globe.placing = state.placing.value !== null || measuring.value;
      globe.widget.canvas.style.cursor = globe.placing ? "crosshair" : "";
    }),
    effect(() => {
      const scene = state.replay.value?.scene ?? state.scene.value;
      if (!scene) {
        // One that was asked for is not there yet, or there is none: what is drawn belongs to what is named.
        description.value = "";
        made.setScene(EMPTY, false, state.isDark.value, layers.value, state.units.value);
        return;
      }
      description.value = made.setScene(scene, state.replay.value !== null, state.isDark.value, layers.value, state.units.value);
      // Whose scene this is, not whose is asked for: that one comes later. An edit leaves the camera where it is.
      const of = state.replayOf.value;
      const key = state.replay.value && of ? `run ${of.job}` : `scenario ${state.sceneOf.value}`;
      if (key !== framed) look();
      framed = key;
    }),
    effect(() => {
      const record = story.value;
      if (record) {
        made.replay.load(record, state.isDark.value);
        made.replay.name(state.selection.peek(), layers.peek());
      } else made.replay.clear();
    }),
    effect(() => made.replay.tell(state.asItEnds.value)),
    effect(() => {
      const drawn = state.replay.value?.scene ?? state.scene.value;
      const around = drawn && layers.value.circles ? made.centres(drawn, state.selection.value) : [];
      made.circles.show(around, circleStep.value, state.isDark.value, state.units.value);
    }),
    effect(() => made.declutter.switch(layers.value.declutter)),
    effect(() => {
      // A few times a second while the clock runs: names go with what they name.
      void now.value;
      made.declutter.changed();
    }),
    effect(() => made.ruler.show(ruler.value)),
    effect(() => made.live.update(state.replay.value?.scene ?? state.scene.value, story.value, state.time.value, state.selection.value, layers.value, state.isDark.value, relief.value)),
    effect(() => {
      if (!state.replay.value) return;
      made.replay.at(state.time.value);
      made.focus.update();
      made.eye.update();
    }),
    effect(() => {
      const id = state.selection.value;
      // What stands, or flies, is another thing in another scene.
      void [state.scene.value, state.replay.value];
      made.replay.name(id, layers.value);
      made.declutter.changed();
      made.focus.show(id, find);
      made.eye.look(id);
    }),
    effect(() => {
      void state.view.value;
      // Where the user has moved it to, it stands already.
      if (state.camera.value === null || state.camera.value !== told) look();
    }),
    effect(() => {
      // Another size of the picture; what was framed at first is framed again.
      const shut = state.side.value === null;
      if (shut === sideShut) return;
      sideShut = shut;
      if (state.camera.peek() === null) requestAnimationFrame(look);
    }),
    ...connectHeights(made),
  ];
  return () => stops.forEach((stop) => stop());
}

/** The globe is large and slow to start: the form and its numbers come first. */
function shellDrawn(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (!state.scene.value && state.problems.value.length === 0 && !state.sceneError.value && !state.missing.value) return;
      window.setTimeout(resolve, 30);
      window.setTimeout(() => stop());
    });
  });
}

/** A view that is new each time, so that it is framed again where nothing else has changed. */
function fit(): void {
  state.camera.value = null;
  state.view.value = { ...FREE };
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "0") fit();
  else if (!pilot.value?.steer(event.key, event.shiftKey)) return;
  event.preventDefault();
}

export function GlobeView() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    void shellDrawn()
      .then(() => import("./pilot.ts"))
      .then(({ makePilot }) => {
        if (gone || !host.current) return;
        const made = makePilot(host.current, state.mapMode.peek());
        pilot.value = made;
        stop = connect(made);
      })
      .catch((problem: unknown) => {
        const said = problem instanceof Error ? problem.message : String(problem);
        const why = /webgl/i.test(said) ? "this browser gives the page no WebGL" : "its part of the page did not load";
        failed.value = `No globe can be drawn here: ${why}. Everything else works without it.`;
        console.warn(said);
      });
    return () => {
      gone = true;
      stop?.();
    };
  }, []);
  const place = state.placing.value;
  return (
    <section class="globe" aria-label="Globe">
      <h2 class="sr">Globe</h2>
      <div class="globe-canvas" ref={host} role="img" aria-label={`Map of the exercise. ${description.value}`} />
      <div
        class="globe-keys"
        role="application"
        aria-roledescription="map"
        aria-label="Globe by keyboard: arrows move it, with Shift they turn and tilt it, plus and minus zoom, N turns north up, 0 fits"
        tabIndex={0}
        onKeyDown={onKey}
      />
      {!pilot.value && !failed.value && <Waiting />}
      {failed.value && <p class="globe-wait">{failed.value}</p>}
      {place && (
        <div class="placing" role="status">
          <span>
            Click the globe to set <b>{place.label}</b>
            {place.many ? ", one waypoint after another" : ""}
          </span>
          <button type="button" onClick={() => (state.placing.value = null)}>
            {place.many ? "Done" : "Stop"} <kbd>Esc</kbd>
          </button>
        </div>
      )}
      <div class="globe-tools" role="group" aria-label="View">
        {/* One row: where that has no room it is scrolled, and what its buttons open is not cut off by it. */}
        <div class="strip">
          <button type="button" onClick={fit}>
            Fit
          </button>
          <button
            type="button"
            aria-pressed={state.mapMode.value === "map"}
            onClick={() => (state.mapMode.value = state.mapMode.value === "map" ? "globe" : "map")}
          >
            {state.mapMode.value === "map" ? "Globe" : "Map"}
          </button>
          <CameraSelect />
          <Layers />
          <MeasureButton />
          <MoveButton />
          <SideButton />
          {pilot.value && <Legend symbols={pilot.value} />}
          <Export pilot={pilot.value} />
        </div>
      </div>
      <div class="globe-tools nearer" role="group" aria-label="Zoom and north">
        <button type="button" class="zoom" aria-label="Zoom in" onClick={() => pilot.value?.eye.zoom(1.6)}>
          +
        </button>
        <button type="button" class="zoom" aria-label="Zoom out" onClick={() => pilot.value?.eye.zoom(1 / 1.6)}>
          −
        </button>
        <NorthArrow turn={() => pilot.value?.eye.northUp()} />
      </div>
      <MovePanel />
      {scale.value && state.view.value.mode !== "radar" && (
        <div class="scale" data-testid="scale" style={{ width: `${fixed(scale.value.width, 0)}px` }} aria-hidden="true">
          {scale.value.text}
        </div>
      )}
      <Degrees />
      <Pointer />
      <Card />
    </section>
  );
}
