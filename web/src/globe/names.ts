/** The names beside what stands and is planned, as they want to be drawn, and the symbols that they keep clear of. */
import { Cartesian2, ConstantProperty, HorizontalOrigin, VerticalOrigin, type DistanceDisplayCondition, type Entity, type JulianDate } from "@cesium/engine";
import type { Name, Spot, Sign } from "./declutter.ts";
import { sizeOf } from "./symbols.ts";

/** What is defended, and what defends it, before what comes. */
const RANKS: Record<string, number> = { asset: 1, post: 2, formation: 3, jammer: 4, unit: 5, range: 7, radar: 8 };

/** Between a symbol and a name above or below it, from edge to middle [px]. */
const CLEAR = 10;

const ORIGINS = { left: HorizontalOrigin.LEFT, center: HorizontalOrigin.CENTER, right: HorizontalOrigin.RIGHT };
const OTHER = { left: "right", center: "center", right: "left" } as const;

function alignOf(origin: HorizontalOrigin | undefined): Spot["align"] {
  if (origin === HorizontalOrigin.RIGHT) return "right";
  return origin === HorizontalOrigin.CENTER ? "center" : "left";
}

/** The symbol of something that stands; null where none is drawn. */
function symbolOf({ billboard, position }: Entity, time: JulianDate): Sign | null {
  const at = position?.getValue(time);
  const size = sizeOf((billboard?.image?.getValue(time) as string | undefined) ?? "");
  if (!billboard || !at || !size || (billboard.show?.getValue(time) as boolean | undefined) === false) return null;
  const scale = (billboard.scale?.getValue(time) as number | undefined) ?? 1;
  const [width, height] = [size.width * scale, size.height * scale];
  const { x, y } = (billboard.pixelOffset?.getValue(time) as Cartesian2 | undefined) ?? Cartesian2.ZERO;
  const hangs = billboard.verticalOrigin?.getValue(time) as VerticalOrigin | undefined;
  const down = hangs === VerticalOrigin.TOP ? height / 2 : hangs === VerticalOrigin.BOTTOM ? -height / 2 : 0;
  return { at, offset: { x, y: y + down }, width, height, within: (billboard.distanceDisplayCondition?.getValue(time) as DistanceDisplayCondition | undefined)?.far ?? Infinity };
}

export function symbolsOf(entities: readonly Entity[], time: JulianDate): Sign[] {
  return entities.flatMap((entity) => symbolOf(entity, time) ?? []);
}

/** Where a name may stand: where it is drawn at first, on the other side of its symbol, below it, above it. */
function spotsOf(first: Spot, symbol: Sign | null): Spot[] {
  if (!symbol) return [first];
  const { offset, height } = symbol;
  const over = (y: number): Spot => ({ offset: { x: offset.x, y }, align: "center" });
  return [
    first,
    { offset: { x: -first.offset.x, y: first.offset.y }, align: OTHER[first.align] },
    over(offset.y + height / 2 + CLEAR),
    over(offset.y - height / 2 - CLEAR),
  ];
}

export function namesOf(entities: readonly Entity[], time: JulianDate): Name[] {
  return entities.flatMap((entity): Name[] => {
    const { label } = entity;
    const at = entity.position?.getValue(time);
    const text = label?.text?.getValue(time) as string | undefined;
    const hidden = (label?.show?.getValue(time) as boolean | undefined) === false;
    if (!label || !at || !text || hidden) return [];
    const near = label.distanceDisplayCondition?.getValue(time) as DistanceDisplayCondition | undefined;
    const first = { offset: (label.pixelOffset?.getValue(time) as Cartesian2 | undefined) ?? Cartesian2.ZERO, align: alignOf(label.horizontalOrigin?.getValue(time) as HorizontalOrigin | undefined) };
    const spots = spotsOf(first, symbolOf(entity, time));
    let [drawn, stands] = [true, 0];
    return [
      {
        // Of what moves, and of what is named by what it does, as they are when they are asked for.
        get text() {
          return (label.text?.getValue(time) as string | undefined) ?? text;
        },
        get at() {
          return entity.position?.getValue(time) ?? at;
        },
        spots,
        rank: RANKS[entity.id.split("/")[0] ?? ""] ?? 8,
        within: near?.far ?? Infinity,
        show: (on, spot) => {
          if (on !== drawn) label.show = new ConstantProperty(on);
          const to = spots[spot];
          if (on && to && spot !== stands) {
            label.pixelOffset = new ConstantProperty(new Cartesian2(to.offset.x, to.offset.y));
            label.horizontalOrigin = new ConstantProperty(ORIGINS[to.align]);
            stands = spot;
          }
          drawn = on;
        },
      },
    ];
  });
}
