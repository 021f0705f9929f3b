/** What the symbols, colours and line styles on the globe mean: of what is shown now, and of nothing else. */
import type { Shown } from "../model/layers.ts";
import type { Scene, SceneThreat } from "../model/types.ts";
import { FATES, INKS, LIVE, LOST, MISSILE, RELIEF, RULER, TRAILS, azimuthLines, envelopeLine, planLines, type Ground, type LineStyle, type LiveKind } from "./styles.ts";

export type Mark =
  | { is: "site"; kind: "asset" | "post" | "unit" | "radar" | "jammer"; name?: string }
  | { is: "threat"; of: Pick<SceneThreat, "class" | "category"> }
  | { is: "line"; style: LineStyle }
  | { is: "sign"; text: string; css: string }
  | { is: "area"; css: string }
  | { is: "frame"; css: string };

export interface Entry {
  mark: Mark;
  text: string;
}

export interface Group {
  title: string;
  entries: Entry[];
}

/** What is drawn of a replication at a time. */
export interface Happening {
  /** Whether trails have the colour of what becomes of things. */
  ends: boolean;
  /** The threats that fly, and what becomes of them. */
  threats: ReadonlySet<string>;
  becomes: ReadonlySet<string>;
  /** Results of the missiles that fly. */
  results: ReadonlySet<string>;
  /** Fates of the threats that are no more. */
  ended: ReadonlySet<string>;
  /** Whether something on the ground has been destroyed. */
  lost: boolean;
  links: ReadonlySet<LiveKind>;
  /** Whether some radar is silent, or on the move. */
  silent: boolean;
}

/** What is on the globe now. */
export interface Situation {
  scene: Scene;
  ground: Ground;
  on: Shown;
  /** Whether fire units and radars are near enough to be drawn. */
  near: boolean;
  /** Of a replication at the clock's time; null where none is watched. */
  replay: Happening | null;
  selected: boolean;
  ruler: boolean;
  /** Whether ground is drawn in relief, and curtains; the missiles whose envelopes are. */
  heights?: { relief: boolean; curtains: boolean; envelopes: readonly string[] };
  /** Whether a side view is open. */
  side?: boolean;
  /** Heights of a coverage map in words, with their colours. */
  coverage: readonly { text: string; css: string }[];
}

function line(style: LineStyle, text: string): Entry {
  return { mark: { is: "line", style }, text };
}

function defence({ scene, ground, on, near, replay }: Situation): Entry[] {
  const lines = planLines(ground);
  const site = (kind: "asset" | "post" | "unit" | "radar", text: string): Entry => ({ mark: { is: "site", kind }, text });
  return [
    ...scene.assets.slice(0, 1).map(({ name }): Entry => ({ mark: { is: "site", kind: "asset", name }, text: "Asset" })),
    ...(scene.posts.length > 0 ? [site("post", "Command post")] : []),
    ...(near && scene.units.length > 0 ? [site("unit", "Fire unit")] : []),
    ...(near && scene.radars.some(({ kind }) => kind === "surveillance") ? [site("radar", "Surveillance radar")] : []),
    ...(on.rings && scene.units.some(({ missiles }) => missiles.some((missile) => missile.max_range_m)) ? [line(lines.range, "Published range of a missile")] : []),
    ...(on.command && !replay && scene.links.length > 0 ? [line(LIVE[ground].link, "Link of command")] : []),
    ...(scene.radars.some(({ silent }) => silent) && !replay && on.sectors ? [line(lines.silent, "Sector of a radar that is silent until cued")] : []),
    ...(scene.radars.some(({ positions }) => positions.length > 0) ? [line(lines.road, "Way to a further position")] : []),
    ...(on.circles && (scene.posts.length > 0 || scene.assets.length > 0) ? [line(lines.circle, "Distance from a site")] : []),
    ...(on.sectors && scene.radars.some(({ kind, facing_deg, sector_deg }) => kind === "engagement" && facing_deg !== null && sector_deg !== null && sector_deg > 0 && sector_deg < 360)
      ? [line(lines.sector, "Sector of an engagement radar")]
      : []),
  ];
}

function raid({ scene, ground, replay }: Situation, title: (name: string) => string): Entry[] {
  const lines = planLines(ground);
  const shown = scene.threats.filter((threat) => (replay ? replay.threats.has(threat.name) : threat.carrier === null));
  const classes = new Map(shown.map((threat) => [threat.class, threat]));
  return [
    ...[...classes.values()].map((of): Entry => ({ mark: { is: "threat", of }, text: title(of.class) })),
    ...(scene.jammers.length > 0 ? [{ mark: { is: "site", kind: "jammer" }, text: "Stand-off jammer" } satisfies Entry] : []),
    ...(!replay && scene.threats.some(({ carrier }) => carrier === null) ? [line(lines.route, "Planned route")] : []),
    ...(!replay && scene.threats.some(({ carrier }) => carrier !== null) ? [line(lines.released, "Planned route of a released weapon")] : []),
  ];
}

const FATE_TRAILS = { destroyed: "Trail of a threat to be destroyed", leaked: "Trail of a threat that leaks", passed: "Trail of a threat that passes" } as const;
const RESULT_TRAILS = { hit: "Trail of a missile that hits", miss: "Trail of a missile that misses", abort: "Trail of a missile that is aborted" } as const;

function known<Key extends string>(words: Record<Key, string>, found: ReadonlySet<string>): Key[] {
  return (Object.keys(words) as Key[]).filter((key) => found.has(key));
}

/** Trails, as wide as the service has them, and marks of what is over. */
function flown({ ground, on }: Situation, replay: Happening): Entry[] {
  const trail = (css: string, width: number): LineStyle => ({ css, alpha: 1, width, dash: 0 });
  const alike = [
    ...(replay.threats.size > 0 ? [line(trail(INKS[ground].hostile, 1.5), "Trail of a threat")] : []),
    ...(replay.results.size > 0 ? [line(trail(MISSILE, 1), "Trail of a missile")] : []),
  ];
  const told = [
    ...known(FATE_TRAILS, replay.becomes).map((fate) => line(trail(TRAILS[fate], 1.5), FATE_TRAILS[fate])),
    ...known(RESULT_TRAILS, replay.results).map((result) => line(trail(TRAILS[result], 1), RESULT_TRAILS[result])),
  ];
  const trails = replay.ends ? told : alike;
  const sign = (text: string, shape: string, css: string): Entry => ({ mark: { is: "sign", text: shape, css }, text });
  return [
    ...(on.trails ? trails : []),
    ...(replay.ended.has("destroyed") ? [sign("Threat destroyed here", "✕", FATES[ground].destroyed)] : []),
    ...(replay.ended.has("leaked") ? [sign("Threat leaked here", "✹", FATES[ground].leaked)] : []),
    ...(replay.silent ? [sign("Silent, or on the move: weaker", "■", INKS[ground].friend)] : []),
    ...(replay.lost ? [sign("Destroyed on the ground", "●", LOST)] : []),
  ];
}

const LINKS: Record<LiveKind, string> = {
  link: "Link of command",
  cut: "Link of command that is lost",
  track: "Radar holds a firm track",
  assigned: "Fire unit is assigned",
  launched: "Missile is in flight",
  assessed: "Result is being assessed",
  drop: "Height above ground",
};

function raised({ ground, heights }: Situation): Entry[] {
  if (!heights) return [];
  return [
    ...(heights.relief ? [{ mark: { is: "area", css: RELIEF }, text: "Ground above the sea" } satisfies Entry] : []),
    ...(heights.curtains ? [{ mark: { is: "area", css: INKS[ground].hostile }, text: "Curtain from a path to the ground" } satisfies Entry] : []),
    ...heights.envelopes.map((missile, i) => line(envelopeLine(ground, i), `What ${missile} reaches`)),
  ];
}

export function legend(now: Situation, title: (name: string) => string): Group[] {
  const { replay, ground, selected, ruler, side, coverage } = now;
  const links = (Object.keys(LINKS) as LiveKind[]).filter((kind) => replay?.links.has(kind)).map((kind) => line(LIVE[ground][kind], LINKS[kind]));
  const hand: Entry[] = [
    ...(selected ? [{ mark: { is: "frame", css: RULER }, text: "Selected" } satisfies Entry] : []),
    ...(side ? [line(azimuthLines(ground).middle, "Azimuth of the side view")] : []),
    ...(ruler ? [line({ css: RULER, alpha: 1, width: 2.5, dash: 0 }, "Measured")] : []),
  ];
  return [
    { title: "Defence", entries: defence(now) },
    { title: "Raid", entries: raid(now, title) },
    { title: "Replay", entries: [...(replay ? flown(now, replay) : []), ...links] },
    { title: "Heights", entries: raised(now) },
    { title: "Coverage", entries: coverage.map(({ text, css }): Entry => ({ mark: { is: "area", css }, text })) },
    { title: "Chosen", entries: hand },
  ].filter(({ entries }) => entries.length > 0);
}
