/** What the record of one replication says at a time: counted from its events, no rule of the engine is simulated here. */
import type { Replay, ReplayEvent, SceneUnit } from "../model/types.ts";

export interface Span {
  from: number;
  to: number;
}

export interface UnitCount {
  unit: SceneUnit;
  channels: Span[];
  launches: number[];
  flights: Span[];
  reloads: number[];
  lost: number | null;
}

const ARRIVED = new Set(["hit", "miss", "abort"]);

/** What the record says of an engagement; the last of these before a new assignment is what freed its channel. */
const OF_ENGAGEMENT = new Set(["launch", "cancel", "hit", "miss", "abort", "judged-alive", "judged-dead", "closed"]);

/** When one unit's target channel was busy with one threat: from each assignment to the last that is said of it. */
export function engagements(events: readonly ReplayEvent[], end: number): Span[] {
  const spans: Span[] = [];
  for (const event of events) {
    const open = spans.at(-1);
    if (event.kind === "assign") spans.push({ from: event.time, to: event.time });
    else if (open && OF_ENGAGEMENT.has(event.kind)) open.to = Math.min(event.time, end);
  }
  return spans;
}

/** Each launch with its arrival: the next one of the same unit and threat at the announced time of flight. */
function flights(events: ReplayEvent[], end: number): Span[] {
  const arrivals = events.filter((event) => ARRIVED.has(event.kind));
  return events
    .filter((event) => event.kind === "launch")
    .map((launch) => {
      const due = launch.time + (launch.value ?? 0);
      const arrival = arrivals.find((event) => event.threat === launch.threat && Math.abs(event.time - due) < 0.01);
      return { from: launch.time, to: arrival?.time ?? Math.min(due, end) };
    });
}

export function unitCounts(replay: Replay): UnitCount[] {
  const end = replay.events.at(-1)?.time ?? 0;
  return replay.scene.units.map((unit) => {
    const events = replay.events.filter((event) => event.unit === unit.name);
    const threats = new Set(events.map((event) => event.threat).filter((name) => name !== undefined));
    const destroyed = replay.events.find((event) => event.kind === "destroyed" && event.target === `${unit.name}/radar`);
    return {
      unit,
      channels: [...threats].flatMap((name) =>
        engagements(
          events.filter((event) => event.threat === name),
          destroyed?.time ?? end,
        ),
      ),
      launches: events.filter((event) => event.kind === "launch").map((event) => event.time),
      flights: flights(events, end),
      reloads: events.filter((event) => event.kind === "reload").map((event) => event.time),
      lost: destroyed?.time ?? null,
    };
  });
}

export function busy(spans: Span[], time: number): number {
  return spans.filter((span) => span.from <= time && time < span.to).length;
}

export function before(times: number[], time: number): number {
  return times.filter((t) => t <= time).length;
}
