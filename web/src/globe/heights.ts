/** What has height on the globe, kept in step with the state: relief, curtains, envelopes, coverage, the side view's azimuth. */
import { computed, effect } from "@preact/signals";
import { shown } from "../model/layers.ts";
import { parts } from "../model/selection.ts";
import * as state from "../model/state.ts";
import { scene, story } from "../replay/watched.ts";
import { coverageColours, coverageShown } from "../run/studies.ts";
import { sectorOf } from "../side/model.ts";
import { azimuthShown, reached, shell } from "../side/side.ts";
import type { Pilot } from "./pilot.ts";
import { ground } from "./terrain.ts";

const layers = computed(() => shown(state.layers.value));

/** The ground where it is drawn in relief. */
export const relief = computed(() => (layers.value.relief ? ground.value : null));

/** The fire unit whose envelope is drawn: the selected one, or that of the selected radar. */
export const shelled = computed(() => {
  const id = layers.value.envelope ? state.selection.value : null;
  const [kind, name] = id === null ? ["", ""] : parts(id);
  if (kind === "unit") return name;
  return kind === "radar" ? (scene.value?.radars.find((radar) => radar.name === name)?.unit ?? null) : null;
});

/** On the flat map height is seen by nobody: there coverage lies on the ground. */
export const volume = computed(() => layers.value.volume && state.mapMode.value === "globe");

/** What is drawn of the selected unit's missiles. */
export const envelopes = computed(() => {
  const found = reached.value;
  return shelled.value !== null && found?.unit === shelled.value ? found.missiles : [];
});

export function connectHeights(made: Pilot): (() => void)[] {
  return [
    effect(() => made.relief.show(relief.value, state.isDark.value)),
    effect(() => made.azimuth.show(azimuthShown.value, relief.value, state.isDark.value)),
    effect(() => made.curtains.show(layers.value.curtains ? scene.value : null, story.value, relief.value, state.isDark.value ? "dark" : "light")),
    effect(() => made.curtains.at(state.replay.value ? state.time.value : 0)),
    effect(() => {
      shell.value = shelled.value;
      const sector = shelled.value !== null && scene.value ? sectorOf(scene.value, shelled.value) : null;
      made.shells.show(sector, envelopes.value, state.isDark.value);
    }),
    effect(() => void made.coverage.show(volume.value ? null : coverageShown.value, coverageColours.value)),
    effect(() => made.volume.show(volume.value ? coverageShown.value : null, coverageColours.value, relief.value)),
  ];
}
