/** The names beside what stands and is planned, as they want to be drawn. */
import { Cartesian2, ConstantProperty, HorizontalOrigin, type DistanceDisplayCondition, type Entity, type JulianDate } from "@cesium/engine";
import type { Name } from "./declutter.ts";

/** What is defended, and what defends it, before what comes. */
const RANKS: Record<string, number> = { asset: 1, post: 2, formation: 3, jammer: 4, unit: 5, range: 7, radar: 8 };

function alignOf(origin: HorizontalOrigin | undefined): Name["align"] {
  if (origin === HorizontalOrigin.RIGHT) return "right";
  return origin === HorizontalOrigin.CENTER ? "center" : "left";
}

export function namesOf(entities: readonly Entity[], time: JulianDate): Name[] {
  return entities.flatMap((entity): Name[] => {
    const { label } = entity;
    const at = entity.position?.getValue(time);
    const text = label?.text?.getValue(time) as string | undefined;
    const hidden = (label?.show?.getValue(time) as boolean | undefined) === false;
    if (!label || !at || !text || hidden) return [];
    const offset = (label.pixelOffset?.getValue(time) as Cartesian2 | undefined) ?? Cartesian2.ZERO;
    const near = label.distanceDisplayCondition?.getValue(time) as DistanceDisplayCondition | undefined;
    let drawn = true;
    return [
      {
        // Of what moves, and of what is named by what it does, as they are when they are asked for.
        get text() {
          return (label.text?.getValue(time) as string | undefined) ?? text;
        },
        get at() {
          return entity.position?.getValue(time) ?? at;
        },
        offset,
        align: alignOf(label.horizontalOrigin?.getValue(time) as HorizontalOrigin | undefined),
        rank: RANKS[entity.id.split("/")[0] ?? ""] ?? 8,
        within: near?.far ?? Infinity,
        show: (on) => {
          if (on === drawn) return;
          drawn = on;
          label.show = new ConstantProperty(on);
        },
      },
    ];
  });
}
