/** What is known of a thing before any chance: what stands, and the formations that are to come. */
import { classTitle } from "../model/names.ts";
import { parts } from "../model/selection.ts";
import { distance, height, heights, type Units } from "../model/units.ts";
import type { Scene, SceneThreat } from "../model/types.ts";
import { bearing, type Facts, type Row } from "../replay/facts.ts";
import { fixed, plural } from "../ui/format.ts";

function at(place: { lat: number; lon: number }): Row {
  return { term: "At", text: `${fixed(place.lat, 3)}°, ${fixed(place.lon, 3)}°` };
}

function ofUnit(scene: Scene, name: string, units: Units): Facts | null {
  const unit = scene.units.find((item) => item.name === name);
  if (!unit) return null;
  const radars = scene.radars.filter((radar) => radar.unit === name);
  return {
    title: name,
    what: `fire unit of ${unit.system}`,
    ...(unit.missiles[0] ? { entry: unit.missiles[0].name } : {}),
    rows: [
      { term: "Channels", text: `${plural(unit.target_channels, "target")}, ${plural(unit.missile_channels, "missile")} at once` },
      ...unit.missiles.map((missile) => ({
        term: missile.name,
        text: `${plural(missile.rounds, "round")}${missile.max_range_m ? `, to ${distance(missile.max_range_m, units, 0)}` : ""}`,
      })),
      { term: "Faces", text: bearing(unit.facing_deg) },
      ...moves(radars[0]),
      ...radars.map((radar) => ({ term: "Radar", links: [{ id: `radar/${radar.name}`, text: radar.name }] })),
    ],
  };
}

function moves(radar: Scene["radars"][number] | undefined): Row[] {
  if (!radar) return [];
  return [
    ...(radar.silent ? [{ term: "Radiates", text: "once it is cued" }] : []),
    ...(radar.positions.length > 0 ? [{ term: "Moves to", text: radar.positions.map(({ name }) => name).join(", ") }] : []),
  ];
}

function ofRadar(scene: Scene, name: string, units: Units): Facts | null {
  const radar = scene.radars.find((item) => item.name === name);
  if (!radar) return null;
  const sector = radar.sector_deg && radar.sector_deg < 360 ? `${fixed(radar.sector_deg, 0)}° around ${bearing(radar.facing_deg)}` : "all round";
  return {
    title: name,
    what: `${radar.kind} radar of ${radar.system}`,
    ...(radar.kind === "surveillance" ? { entry: name.split("/").at(-1) ?? name } : {}),
    rows: [
      { term: "Antenna", text: `${height(radar.antenna_m, units)} above ground` },
      { term: "Looks", text: sector },
      ...moves(radar),
      ...(radar.unit ? [{ term: "Fire unit", links: [{ id: `unit/${radar.unit}`, text: radar.unit }] }] : []),
    ],
  };
}

function ofFormation(threats: SceneThreat[], units: Units): Facts | null {
  const first = threats[0];
  if (!first) return null;
  return {
    title: first.formation,
    what: `${threats.length} × ${classTitle(first.class)}`,
    entry: first.class,
    rows: [
      { term: "Aims at", text: first.aims_at ?? "nothing: it only passes" },
      { term: "Altitude", text: heights(first.path.map(([, , , metres]) => metres), units) },
      ...(first.manoeuvring ? [{ term: "Evades", text: "missiles fired at it" }] : []),
      ...(first.jammer_w_per_mhz > 0 ? [{ term: "Jams", text: `with ${first.jammer_w_per_mhz} W/MHz${first.jams_for_others ? ", for others too" : ""}` }] : []),
    ],
  };
}

export function standing(scene: Scene, id: string, units: Units): Facts | null {
  const [kind, name] = parts(id);
  const called = (item: { name: string }): boolean => item.name === name;
  if (kind === "unit") return ofUnit(scene, name, units);
  if (kind === "radar") return ofRadar(scene, name, units);
  if (kind === "formation") return ofFormation(scene.threats.filter((threat) => `${threat.formation}/${threat.class}` === name), units);
  if (kind === "asset") {
    const asset = scene.assets.find(called);
    return asset ? { title: name, what: `asset of value ${asset.value}`, rows: [at(asset)] } : null;
  }
  if (kind === "post") {
    const post = scene.posts.find(called);
    if (!post) return null;
    const to = (other: string): { id: string; text: string } => ({ id: `post/${other}`, text: other });
    const [above, below] = [scene.links.filter((link) => link.below === name), scene.links.filter((link) => link.above === name)];
    return {
      title: name,
      what: scene.units.some((unit) => unit.system === name) ? "command post" : "command node",
      rows: [
        at(post),
        ...(above.length > 0 ? [{ term: "Below", links: above.map((link) => to(link.above)) }] : []),
        ...(below.length > 0 ? [{ term: "Commands", links: below.map((link) => to(link.below)) }] : []),
      ],
    };
  }
  const jammer = kind === "jammer" ? scene.jammers.find(called) : undefined;
  if (!jammer) return null;
  const rows = [{ term: "Density", text: `${jammer.w_per_mhz} W/MHz` }, { term: "Altitude", text: height(jammer.height_m, units) }, at(jammer)];
  return { title: name, what: "stand-off jammer", rows };
}
