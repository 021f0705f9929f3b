/** The events of a replication in words, and what each of them is about. */
import { short } from "../model/selection.ts";
import { distance, type Units } from "../model/units.ts";
import type { ReplayEvent, Shot } from "../model/types.ts";
import { clock, fixed } from "../ui/format.ts";
import { leadsTo } from "./stays.ts";
import { missileId, type Story } from "./story.ts";

/** What the log can be narrowed to. */
export const SORTS = {
  tracks: { label: "Tracks", kinds: ["firm", "dropped", "received", "given-up", "told-apart"] },
  engagements: { label: "Engagements", kinds: ["assign", "cancel", "closed", "judged-alive", "judged-dead"] },
  missiles: { label: "Missiles", kinds: ["launch", "hit", "miss", "abort"] },
  threats: { label: "Threats", kinds: ["appear", "leak", "damage", "destroyed", "exited", "turned-back", "jamming-ends"] },
  units: { label: "Units, radars", kinds: ["reload", "reloading", "turn", "emitting", "silent", "heard", "moving", "in-place", "link-lost", "link-restored"] },
} as const;

export type Sort = keyof typeof SORTS;

export function sortOf(event: ReplayEvent): Sort {
  const all = Object.entries(SORTS) as [Sort, { kinds: readonly string[] }][];
  return all.find(([, { kinds }]) => kinds.includes(event.kind))?.[0] ?? "threats";
}

/** The missile of a launch or an arrival; undefined for events of no missile. */
export function shotOf(story: Story, event: ReplayEvent): Shot | undefined {
  const arrival = event.kind === "hit" || event.kind === "miss" || event.kind === "abort";
  if (event.kind !== "launch" && !arrival) return undefined;
  return story.shotsAt.get(event.threat ?? "")?.find((shot) => {
    if (shot.unit !== event.unit || shot.missile !== event.missile) return false;
    return arrival ? shot.result === event.kind && Math.abs(shot.arrival - event.time) < 0.01 : Math.abs(shot.launch - event.time) < 0.01;
  });
}

/** The id of what an event is about: its missile, else its threat, else the unit or radar. */
export function subject(story: Story, event: ReplayEvent): string | null {
  const shot = shotOf(story, event);
  if (shot) return missileId(shot);
  if (event.threat) return `threat/${event.threat}`;
  if (event.unit) return `unit/${event.unit}`;
  return event.radar ? `radar/${event.radar}` : null;
}

/** Whether an event has to do with what is selected. */
export function concerns(story: Story, event: ReplayEvent, id: string): boolean {
  if (id.startsWith("missile/")) {
    const shot = shotOf(story, event);
    return shot !== undefined && missileId(shot) === id;
  }
  return (
    id === `threat/${event.threat ?? ""}` ||
    id === `unit/${event.unit ?? ""}` ||
    id === `radar/${event.radar ?? ""}` ||
    (event.target !== undefined && [`asset/${event.target}`, `radar/${event.target}`, `unit/${event.target.replace(/\/radar$/, "")}`].includes(id))
  );
}

const KINDS: Partial<Record<ReplayEvent["kind"], string>> = {
  firm: "firm track of",
  dropped: "track dropped of",
  hit: "hit on",
  miss: "miss of",
  abort: "abort against",
  launch: "launch at",
  assign: "assigned",
  cancel: "cancelled against",
  closed: "engagement closed against",
  "judged-alive": "judged alive:",
  "judged-dead": "judged dead:",
  leak: "leak of",
  damage: "damage by",
  destroyed: "destroyed by",
  exited: "passed:",
  "turned-back": "turned back:",
  "told-apart": "told apart:",
  "jamming-ends": "jams no more:",
  appear: "appears:",
  reload: "reloaded",
  reloading: "reloading",
  turn: "turns",
};

/** One event in a sentence; names as `own` has them. */
export function sentence(event: ReplayEvent, shot?: Shot, own: (name: string) => string = (name) => name, units: Units = "metric"): string {
  if (event.kind === "emitting" || event.kind === "silent") return `${own(event.radar ?? "")} ${event.kind === "silent" ? "falls silent" : "radiates"}`;
  const post = (name?: string) => own((name ?? "").replace(/\/post$/, ""));
  if (event.kind === "link-lost" || event.kind === "link-restored")
    return `link from ${post(event.source)} to ${post(event.target)} ${event.kind === "link-lost" ? "lost" : "restored"}`;
  if (event.kind === "received" || event.kind === "given-up")
    return `${post(event.target)} ${event.kind === "received" ? "has" : "no longer has"} ${event.threat ?? ""} from ${post(event.source)}`;
  if (event.kind === "heard") return `${post(event.target)} hears ${event.threat ?? ""}, a cue for ${own(event.radar ?? "")}`;
  if (event.kind === "moving" || event.kind === "in-place") {
    const where = leadsTo(event.target);
    const who = own(event.unit ?? event.radar ?? "");
    return event.kind === "moving" ? `${who} begins to move to ${where}` : `${who} is in place at ${where}`;
  }
  const parts = [KINDS[event.kind] ?? event.kind, event.threat];
  if (event.unit) parts.push(event.threat ? `by ${own(event.unit)}` : own(event.unit));
  if (event.radar) parts.push(event.threat ? `on ${own(event.radar)}` : own(event.radar));
  if (event.target) parts.push(`at ${own(event.target)}`);
  if (event.source) parts.push(`ordered by ${post(event.source)}`);
  const tail: string[] = [];
  if (event.kind === "launch" && shot) tail.push(`effective SSPK ${fixed(shot.sspk, 2)}`, `arrives ${clock(shot.arrival)}`);
  if (event.missile && (event.kind === "launch" || event.kind === "reload" || event.kind === "reloading")) tail.push(event.missile);
  if ((event.kind === "hit" || event.kind === "miss" || event.kind === "abort") && event.value !== undefined)
    tail.push(`${distance(event.value, units)} out`);
  const why = event.reason ? `: ${event.reason.replaceAll("-", " ")}` : "";
  return `${parts.filter(Boolean).join(" ")}${tail.map((text) => `, ${text}`).join("")}${why}`;
}

/** An event of a replication in a sentence, with its missile and names as short as they can be. */
export function told(story: Story, event: ReplayEvent, units: Units): string {
  return sentence(event, shotOf(story, event), (name) => short(story.replay.scene, name), units);
}
