/** Who holds a track of whom, and who is after whom, at a time: the lines on the globe. */
import type { Scene } from "../model/types.ts";
import { flying, lasting, linkKey, missileId, type Story } from "./story.ts";

export interface Link {
  from: string;
  to: string;
  /**
   * `link`: of the tree of command, or `cut` where it is lost; `track`: a firm one; then an engagement: assigned, with a missile in
   * flight, or about to be assessed.
   */
  kind: "link" | "cut" | "track" | "assigned" | "launched" | "assessed";
}

/** What a thing has to do with, for the lines of what is selected alone. */
function concerns(link: Link, id: string): boolean {
  return link.from === id || link.to === id;
}

/** The tree of command, as it stands at a time; before any chance whole. */
export function commandLinks(scene: Scene, story: Story | null, time: number): Link[] {
  return scene.links.map(({ above, below }) => {
    const cut = story !== null && lasting(story.cuts.get(linkKey(above, below)), time).length > 0;
    return { from: `post/${above}`, to: `post/${below}`, kind: cut ? "cut" : "link" };
  });
}

export function trackLinks(story: Story, time: number): Link[] {
  return lasting(story.tracks, time).map((track) => ({ from: `radar/${track.radar}`, to: `threat/${track.threat}`, kind: "track" }));
}

export function engagementLinks(story: Story, time: number): Link[] {
  return [...story.engagementsOf.values()].flatMap((all) =>
    lasting(all, time).map(({ unit, threat, from }): Link => {
      const shots = (story.shotsAt.get(threat) ?? []).filter((shot) => shot.unit === unit);
      const over = shots.some((shot) => shot.launch >= from && shot.arrival <= time);
      const waits = over ? "assessed" : "assigned";
      return { from: `unit/${unit}`, to: `threat/${threat}`, kind: flying(shots, time).length > 0 ? "launched" : waits };
    }),
  );
}

/** The links that are drawn: all of a sort where that is switched on, else those of what is selected. */
export function linksShown(story: Story, time: number, selected: string | null, all: { tracks: boolean; targets: boolean }): Link[] {
  const shot = selected === null ? undefined : story.shots.get(selected);
  const mine = (link: Link): boolean => selected !== null && concerns(link, selected);
  const own: Link[] = shot && shot.launch <= time && time < shot.arrival ? [{ from: missileId(shot), to: `threat/${shot.threat}`, kind: "launched" }] : [];
  return [
    ...trackLinks(story, time).filter((link) => all.tracks || mine(link)),
    ...engagementLinks(story, time).filter((link) => all.targets || mine(link)),
    ...own,
  ];
}
