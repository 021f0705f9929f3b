/** What was clicked on the globe, in words, with the way to the figures behind it. */
import { signal } from "@preact/signals";
import { fixed } from "../ui/format.ts";
import { openEntry } from "../run/entry.tsx";
import { classTitle } from "../model/names.ts";
import * as state from "../model/state.ts";
import type { Scene } from "../model/types.ts";

export const picked = signal<string | null>(null);

interface Card {
  title: string;
  lines: string[];
  /** Its entry in the catalogue, where it has one. */
  entry?: string;
}

function describe(scene: Scene, kind: string, name: string): Card | null {
  if (kind === "asset") {
    const asset = scene.assets.find((item) => item.name === name);
    return asset ? { title: name, lines: [`asset of value ${asset.value}`, `${fixed(asset.lat, 3)}°, ${fixed(asset.lon, 3)}°`] } : null;
  }
  if (kind === "post") return { title: name, lines: ["command post"] };
  if (kind === "unit" || kind === "range") {
    const unit = scene.units.find((item) => name === item.name || name.startsWith(`${item.name}/`));
    if (!unit) return null;
    const rounds = unit.missiles.map(
      (missile) => `${missile.rounds} × ${missile.name}${missile.max_range_m ? `, to ${missile.max_range_m / 1000} km` : ""}`,
    );
    const channels = `fire unit: ${unit.target_channels} targets, ${unit.missile_channels} missiles at once`;
    const missile = kind === "range" ? unit.missiles[0]?.name : undefined;
    return { title: unit.name, lines: [channels, ...rounds], ...(missile ? { entry: missile } : {}) };
  }
  if (kind === "radar" || kind === "sector") {
    const radar = scene.radars.find((item) => item.name === name);
    if (!radar) return null;
    const lines = [`${radar.kind} radar`, `antenna ${fixed(radar.antenna_m, 0)} m above ground`];
    return { title: name, lines, ...(radar.kind === "surveillance" ? { entry: name.split("/").at(-1) ?? name } : {}) };
  }
  if (kind === "jammer") {
    const jammer = scene.jammers.find((item) => item.name === name);
    return jammer ? { title: name, lines: [`stand-off jammer, ${jammer.w_per_mhz} W/MHz`, `${jammer.height_m / 1000} km high`] } : null;
  }
  if (kind === "threat" || kind === "fate") {
    const fate = state.replay.value?.fates.find((item) => item.threat === name);
    if (!fate) return null;
    return { title: name, lines: [classTitle(fate.class), `${fate.fate}${fate.reason ? `: ${fate.reason}` : ""}`], entry: fate.class };
  }
  if (kind === "group" || kind === "route") {
    const threats = scene.threats.filter((threat) => `${threat.group}/${threat.class}` === name);
    const first = threats[0];
    if (!first) return null;
    const lines = [`${threats.length} × ${classTitle(first.class)}`, first.aims_at ? `aims at ${first.aims_at}` : "only passes"];
    if (first.manoeuvring) lines.push("evades missiles");
    if (first.jammer_w_per_mhz > 0) lines.push(`jams with ${first.jammer_w_per_mhz} W/MHz`);
    return { title: first.group, lines, entry: first.class };
  }
  return null;
}

export function PickedCard() {
  const id = picked.value;
  const scene = state.replay.value?.scene ?? state.scene.value;
  if (!id || !scene) return null;
  const [kind = "", ...rest] = id.split("/");
  const card = describe(scene, kind, rest.join("/"));
  if (!card) return null;
  const { entry } = card;
  return (
    <div class="picked" role="status">
      <b>{card.title}</b>
      {card.lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
      {entry && (
        <button type="button" class="link" onClick={() => openEntry(entry)}>
          Published figures
        </button>
      )}
      <button type="button" class="close" aria-label="Close" onClick={() => (picked.value = null)}>
        ×
      </button>
    </div>
  );
}
