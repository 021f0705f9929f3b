/** Where a thing of the page is at a time, by its id: what stands, what flies, and the dead where they died. */
import { parts } from "../model/selection.ts";
import type { Scene } from "../model/types.ts";
import { along, type Fix, type Sample } from "./along.ts";
import { spotAt, type Spot } from "./stays.ts";
import type { Story } from "./story.ts";

export interface Whereabouts extends Fix {
  /** Whether it is under way, or not yet, or no more; `standing` for what never moves. */
  phase: "before" | "moving" | "ended" | "standing";
}

function standing(place: { lon: number; lat: number; height_m: number } | undefined, above = 0): Whereabouts | null {
  if (!place) return null;
  return { lon: place.lon, lat: place.lat, height: place.height_m + above, speed: 0, heading: null, climb: 0, phase: "standing" };
}

/** On its way from `begin` to `end`; afterwards where it ended, with no speed. */
function moving(path: readonly Sample[], begin: number, end: number, time: number): Whereabouts | null {
  const fix = along(path, Math.min(Math.max(time, begin), end));
  if (!fix) return null;
  if (time < begin) return { ...fix, speed: 0, phase: "before" };
  return time < end ? { ...fix, phase: "moving" } : { ...fix, speed: 0, climb: 0, phase: "ended" };
}

function ofThreat(story: Story, name: string, time: number): Whereabouts | null {
  const life = story.lives.get(name);
  if (!life || life.begin === null) return null;
  return moving(life.path, life.begin, life.fate.time ?? Infinity, time);
}

export function whereabouts(scene: Scene, story: Story | null, id: string, time: number): Whereabouts | null {
  const [kind, name] = parts(id);
  const called = (item: { name: string }): boolean => item.name === name;
  const there = (radar: string | undefined): Spot | null => (story && radar ? spotAt(story.stays.get(radar), time) : null);
  if (kind === "unit") {
    const radar = scene.radars.find(({ unit }) => unit === name);
    return standing(there(radar?.name) ?? scene.units.find(called));
  }
  if (kind === "asset") return standing(scene.assets.find(called));
  if (kind === "post") return standing(scene.posts.find(called));
  if (kind === "jammer") return standing(scene.jammers.find(called));
  if (kind === "radar") {
    const radar = scene.radars.find(called);
    return standing(there(radar?.name) ?? radar, radar?.antenna_m);
  }
  if (kind === "threat") return story && ofThreat(story, name, time);
  if (kind === "missile") {
    const shot = story?.shots.get(id);
    return shot ? moving(shot.path, shot.launch, shot.arrival, time) : null;
  }
  if (kind === "formation") {
    const first = scene.threats.find((threat) => `${threat.formation}/${threat.class}` === name)?.path[0];
    return first ? standing({ lon: first[1], lat: first[2], height_m: first[3] }) : null;
  }
  return null;
}
