/** The side view that is open: from where, along which azimuth, and what the service has told of it. */
import { batch, computed, effect, signal } from "@preact/signals";
import { ApiError, get, post } from "../model/api.ts";
import type { CutOut, JobScenario, UnitEnvelopesOut } from "../model/service.ts";
import * as state from "../model/state.ts";
import { kept } from "../model/store.ts";
import type { Spec } from "../model/types.ts";
import { alongGround } from "../replay/earth.ts";
import { now, scene, story } from "../replay/watched.ts";
import { whereabouts } from "../replay/whereabouts.ts";
import { spec } from "../scenario/check.ts";
import { originOf, origins, ways, type Band, type Origin } from "./model.ts";

export const CATEGORIES = {
  aircraft: "Aircraft",
  stealth: "Stealth aircraft",
  cruise: "Cruise missiles",
  supersonic: "Supersonic missiles",
  ballistic: "Ballistic missiles",
  drone: "Drones",
  decoy: "Decoys",
  anti_radiation: "Anti-radiation missiles",
} as const;

export type Category = keyof typeof CATEGORIES;

/** How high it goes: `low`: all, by the square root, so that low heights are seen; `all`: all alike; or so many metres. */
export type High = "low" | "all" | number;

/** Taste: what is shown, and how far [m]; null: as far as there is something. */
export const settings = kept<{ band: Band; reach: number | null; high: High; category: Category; table: boolean }>("side", {
  band: 15,
  reach: null,
  high: "low",
  category: "aircraft",
  table: false,
});

export const origin = computed<Origin | null>(() => {
  const [side, drawn] = [state.side.value, scene.value];
  if (!side || !drawn) return null;
  const all = origins(drawn);
  return all.find(({ id }) => id === side.of) ?? all[0] ?? null;
});

/** Towards what is selected, else where the radar looks, else towards the raid; in whole degrees. */
const towards = computed(() => {
  const [from, drawn, id] = [origin.value, scene.value, state.selection.value];
  if (!from || !drawn) return 0;
  const place = id === null || id === from.id ? null : whereabouts(drawn, story.value, id, now.value);
  const first = drawn.threats[0]?.path[0];
  const to = place ?? (from.facing === null && first ? { lon: first[1], lat: first[2] } : null);
  if (!to) return from.facing ?? 0;
  const found = alongGround([from.lon, from.lat], [to.lon, to.lat]);
  return found.range > 200 ? found.bearing : (from.facing ?? 0);
});

export const azimuth = computed(() => Math.round(state.side.value?.azimuth ?? towards.value) % 360);

/** How far the view goes [m]: to what is reached by print and a little more, or as chosen. */
export const reach = computed(() => settings.value.reach ?? Math.min(600_000, Math.max(50_000, (origin.value?.reach ?? 0) * 1.12)));

/** The line on the globe. */
export const azimuthShown = computed(() => origin.value && { lon: origin.value.lon, lat: origin.value.lat, bearing: azimuth.value, reach: reach.value, band: settings.value.band });

export const flights = computed(() => (origin.value && scene.value ? ways(scene.value, story.value, origin.value) : []));

export const cut = signal<CutOut | null>(null);
export const reached = signal<UnitEnvelopesOut | null>(null);
/** Why the ground and the horizon, or the envelopes, are not told. */
export const told = signal("");

/** How high it goes [m]: the envelopes and what flies within reach, or as chosen. */
export const top = computed(() => {
  const chosen = settings.value.high;
  if (typeof chosen === "number") return chosen;
  const envelopes = reached.value?.missiles.map(({ altitude_m }) => altitude_m.at(-1) ?? 0) ?? [];
  const flown = flights.value.flatMap(({ spots }) => spots.filter(({ range }) => range <= reach.value).map(({ height }) => height));
  const ground = cut.value?.ground_m ?? [];
  return Math.min(60_000, Math.max(1000, 1.08 * Math.max(0, ...envelopes, ...flown, ...ground)));
});

/** Open it from what is selected, or shut it. */
export function toggle(): void {
  const drawn = scene.peek();
  if (state.side.peek()) state.side.value = null;
  else {
    const of = drawn && (originOf(drawn, state.selection.peek()) ?? origins(drawn)[0]?.id);
    if (of) state.side.value = { of, azimuth: null };
  }
}

export function lookFrom(id: string): void {
  const side = state.side.peek();
  if (side) state.side.value = { ...side, of: id };
}

/** Along an azimuth; null: towards what is selected. */
export function lookAlong(degrees: number | null): void {
  const side = state.side.peek();
  if (side) state.side.value = { ...side, azimuth: degrees === null ? null : (((Math.round(degrees) % 360) + 360) % 360) };
}

// What is selected is looked from, where that can be.
effect(() => {
  const [selected, drawn] = [state.selection.value, scene.value];
  const side = state.side.peek();
  const of = drawn && side ? originOf(drawn, selected) : null;
  if (side && of && of !== side.of) state.side.value = { ...side, of };
});

/** The scenario whose scene is shown: of a run of another version, as it was ordered. */
async function shownSpec(): Promise<Spec> {
  const of = state.replayOf.peek();
  if (!of || !state.replay.peek() || state.replay.peek()?.scenario_hash === state.sceneHash.peek()) return spec();
  return { yaml: (await get<JobScenario>(`/api/jobs/${encodeURIComponent(of.job)}/scenario`)).yaml };
}

/** Answers kept, by what was asked; those asked first go first. */
const KEPT = 200;

/**
 * Ask for what is wanted and keep the answer: one request at a time, and of what was wanted meanwhile the last alone, so
 * that an azimuth that is turned costs no queue.
 */
class Answers<Answer> {
  private readonly known = new Map<string, Answer>();
  private wanted: { key: string; order: Record<string, unknown> } | null = null;
  private busy = false;

  constructor(
    private readonly path: string,
    private readonly give: (answer: Answer | null) => void,
  ) {}

  want(key: string, order: Record<string, unknown> | null): void {
    this.wanted = order && { key, order };
    const known = order ? this.known.get(key) : undefined;
    if (!order || known) this.give(known ?? null);
    else if (!this.busy) void this.ask();
  }

  private async ask(): Promise<void> {
    this.busy = true;
    while (this.wanted && !this.known.has(this.wanted.key)) {
      const { key, order } = this.wanted;
      try {
        // One at a time is the point of it.
        // eslint-disable-next-line no-await-in-loop
        const answer = await post<Answer>(this.path, { scenario: await shownSpec(), ...order });
        this.known.set(key, answer);
        if (this.known.size > KEPT) this.known.delete(this.known.keys().next().value!);
        told.value = "";
      } catch (problem) {
        if (this.wanted?.key !== key) continue;
        batch(() => {
          this.give(null);
          told.value = problem instanceof ApiError && problem.status === 0 ? "" : String(problem instanceof Error ? problem.message : problem);
        });
        break;
      }
    }
    this.busy = false;
    const found = this.wanted && this.known.get(this.wanted.key);
    if (found) this.give(found);
  }
}

const cuts = new Answers<CutOut>("/api/cut", (answer) => (cut.value = answer));
const reaches = new Answers<UnitEnvelopesOut>("/api/reach", (answer) => (reached.value = answer));

effect(() => {
  const [from, hash] = [origin.value, state.shownHash.value];
  const order = from && hash ? { of: from.name, azimuth_deg: azimuth.value, reach_m: Math.max(1000, Math.round(reach.value)) } : null;
  // While an azimuth is turned the last answer stays; that of another radar goes.
  if (cut.peek()?.of !== from?.name) cut.value = null;
  cuts.want(JSON.stringify([hash, order]), order);
});

/** The unit whose envelopes are wanted: of the side view, else the one that is selected where the globe draws them. */
export const shell = signal<string | null>(null);

effect(() => {
  const [from, hash] = [origin.value, state.shownHash.value];
  const unit = from ? (from.id.startsWith("unit/") ? from.name : null) : shell.value;
  const order = unit && hash ? { unit, category: settings.value.category } : null;
  const known = reached.peek();
  if (known && (known.unit !== unit || known.category !== settings.value.category)) reached.value = null;
  reaches.want(JSON.stringify([hash, order]), order);
});
