/** The side view as a picture: distance along the ground across, height above sea level up. Heights are stretched. */
import { useSignal, useComputed, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ENVELOPES, INKS, MISSILE, RULER } from "../globe/styles.ts";
import type { CutOut, MissileEnvelopeOut } from "../model/service.ts";
import * as state from "../model/state.ts";
import { distance, height, type Units } from "../model/units.ts";
import { now, select } from "../replay/watched.ts";
import { spotAt, flown, rootTicks, ticks, valueAt, within, type Spot, type Way } from "./model.ts";
import { azimuth, cut, flights, reach, reached, settings, top } from "./side.ts";

const EDGE = { left: 52, right: 12, top: 8, bottom: 20 };

export interface Frame {
  width: number;
  height: number;
  x: (metres: number) => number;
  y: (metres: number) => number;
  /** The height [m] at a place of the picture [px]. */
  metres: (y: number) => number;
}

function frame(width: number, tall: number, far: number, high: number, root: boolean): Frame {
  const [wide, up] = [Math.max(40, width - EDGE.left - EDGE.right), Math.max(30, tall - EDGE.top - EDGE.bottom)];
  return {
    width,
    height: tall,
    x: (metres) => EDGE.left + (wide * metres) / far,
    // Nothing is drawn below the sea.
    y: (metres) => EDGE.top + up * (1 - (root ? Math.sqrt(Math.max(0, metres) / high) : metres / high)),
    metres: (y) => high * (1 - (y - EDGE.top) / up) ** (root ? 2 : 1) * Math.sign(1 - (y - EDGE.top) / up),
  };
}

function path(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** Of missiles in flight: the globe's amber, and a darker one on white. */
export const SHOT = { dark: MISSILE, light: "#9a5b00" } as const;

/** A step of an axis in its units: round ones of either. */
function axis(end: number, units: Units, kind: "distance" | "height", most: number, root = false): number[] {
  const unit = units === "nautical" ? (kind === "distance" ? 1852 : 0.3048) : 1;
  return (root ? rootTicks : ticks)(end / unit, most).map((value) => value * unit);
}

/** How the name of a height is written on the axis: all of one unit. */
function level(metres: number, high: number, units: Units): string {
  if (units === "nautical" || high < 2000 || metres < 1000) return height(metres, units);
  return `${Number((metres / 1000).toFixed(2))} km`;
}

function Axes({ at, far, high }: { at: Frame; far: number; high: number }) {
  const units = state.units.value;
  const [x, y] = [axis(far, units, "distance", at.width > 520 ? 7 : 4), axis(high, units, "height", at.height > 200 ? 5 : 3, settings.value.high === "low")];
  return (
    <g class="axes">
      {y.map((metres) => (
        <g key={`y${metres}`}>
          <line x1={at.x(0)} x2={at.x(far)} y1={at.y(metres)} y2={at.y(metres)} />
          <text x={at.x(0) - 6} y={at.y(metres) + 4} text-anchor="end">
            {level(metres, high, units)}
          </text>
        </g>
      ))}
      {x.map((metres) => (
        <g key={`x${metres}`}>
          <line x1={at.x(metres)} x2={at.x(metres)} y1={at.y(0)} y2={at.y(high)} />
          <text x={at.x(metres)} y={at.height - 5} text-anchor={metres > far * 0.96 ? "end" : "middle"}>
            {distance(metres, units, far / 7 < 1000 ? 1 : 0)}
          </text>
        </g>
      ))}
    </g>
  );
}

/** The outline of what a missile reaches, closed: out along the farthest, back along the nearest. */
function outline(reach_: MissileEnvelopeOut, at: Frame): string {
  const far = reach_.altitude_m.map((metres, i): [number, number] => [at.x(reach_.far_m[i]!), at.y(metres)]);
  const near = reach_.altitude_m.map((metres, i): [number, number] => [at.x(reach_.near_m[i]!), at.y(metres)]);
  return far.length > 0 ? `${path([...far, ...near.toReversed()])}Z` : "";
}

function Standing({ at, far, along, dark }: { at: Frame; far: number; along: CutOut | null; dark: boolean }) {
  const colours = ENVELOPES[dark ? "dark" : "light"];
  const points = (values: readonly number[]): [number, number][] => (along?.distance_m ?? []).map((metres, i) => [at.x(metres), at.y(values[i]!)]);
  const base = at.y(0);
  const close = (line: [number, number][]): string => (line.length > 0 ? `${path([[line[0]![0], base], ...line, [line.at(-1)![0], base]])}Z` : "");
  return (
    <>
      {along && <path class="hidden-air" d={close(points(along.lowest_m))} />}
      {reached.value?.missiles.map((one, i) => (
        <path key={one.missile} class="envelope" d={outline(one, at)} style={{ stroke: colours[i % 3]!, fill: colours[i % 3]! }} />
      ))}
      {along && <path class="lowest" d={path(points(along.lowest_m))} />}
      {along && <path class="ground" d={close(points(along.ground_m))} />}
      <line class="sea" x1={at.x(0)} x2={at.x(far)} y1={base} y2={base} />
      {along && <circle class="antenna" cx={at.x(0)} cy={at.y(along.antenna_m)} r="3.5" />}
    </>
  );
}

/** Things that are drawn at every tick of the clock. */
const MANY = 150;

/** What flies: where it was, and where it is. */
function Flying({ at, dark }: { at: Frame; dark: boolean }) {
  // Where much flies, as often as the panels look at the clock.
  const clock = flights.value.length > MANY ? now : state.time;
  const time = state.replay.value ? clock.value : null;
  const ink = { threat: INKS[dark ? "dark" : "light"].hostile, missile: SHOT[dark ? "dark" : "light"] };
  const [along, band, id, far] = [azimuth.value, settings.value.band, state.selection.value, reach.value];
  const draw = (spots: readonly Spot[]): string => path(spots.map(({ range, height: metres }): [number, number] => [at.x(range), at.y(Math.max(0, metres))]));
  return (
    <>
      {flights.value.map((way) => {
        if (time !== null && (time < way.begin || (way.kind === "missile" && time >= way.end))) return null;
        const parts = flown(way, time ?? Infinity, along, band);
        if (parts.length === 0) return null;
        const over = time !== null && time >= way.end;
        const spot = time === null ? null : spotAt(way, time);
        const here = spot && within(spot, along, band) && spot.range <= far ? spot : null;
        return (
          <g key={way.id} class={`way ${way.kind} ${over ? "over" : ""} ${way.id === id ? "selected" : ""}`} style={{ stroke: ink[way.kind], fill: ink[way.kind] }}>
            {parts.map((spots) => (
              <path key={spots[0]!.time} d={draw(spots)} class={time === null ? "planned" : ""} />
            ))}
            {here && <circle cx={at.x(here.range)} cy={at.y(Math.max(0, here.height))} r={way.kind === "threat" ? 3.6 : 2.8} />}
            {here && way.id === id && <Chosen at={at} spot={here} name={way.name} />}
          </g>
        );
      })}
    </>
  );
}

function Chosen({ at, spot, name }: { at: Frame; spot: Spot; name: string }) {
  const [x, y] = [at.x(spot.range), at.y(Math.max(0, spot.height))];
  const left = x > at.width - 150;
  return (
    <>
      <rect class="chosen" x={x - 8} y={y - 8} width="16" height="16" style={{ stroke: RULER }} />
      <text class="name" x={x + (left ? -13 : 13)} y={Math.max(14, y - 6)} text-anchor={left ? "end" : "start"}>
        {name}
      </text>
    </>
  );
}

/** What is nearest to a place of the picture, within a few pixels. */
function nearest(all: readonly Way[], at: Frame, x: number, y: number): string | null {
  const time = state.replay.peek() ? state.time.peek() : null;
  let [found, least]: [string | null, number] = [null, 14];
  for (const way of all)
    for (const spot of time === null ? way.spots : [spotAt(way, time)]) {
      if (!spot || !within(spot, azimuth.peek(), settings.peek().band)) continue;
      const off = Math.hypot(at.x(spot.range) - x, at.y(Math.max(0, spot.height)) - y);
      if (off < least) [found, least] = [way.id, off];
    }
  return found;
}

/** What a screen reader hears of the picture; the table has its numbers. */
function described(from: string, units: Units): string {
  const along = cut.value;
  const time = state.replay.value ? now.value : null;
  const seen = flights.value.filter((way) => {
    const spot = time === null ? way.spots[0] : spotAt(way, time);
    return spot && within(spot, azimuth.value, settings.value.band);
  });
  const count = (kind: Way["kind"]): number => seen.filter((way) => way.kind === kind).length;
  const flies = time === null ? `${count("threat")} planned formations` : `${count("threat")} threats and ${count("missile")} missiles`;
  const ground = along ? `; ground up to ${height(Math.max(...along.ground_m), units)}, the lowest height seen at ${distance(reach.value / 2, units, 0)} is ${height(valueAt(along.distance_m, along.lowest_m, reach.value / 2), units)}` : "";
  return `Side view from ${from}, bearing ${azimuth.value}°: ${flies}${ground}.`;
}

export function Chart({ from }: { from: string }) {
  const host = useRef<HTMLDivElement>(null);
  const size = useSignal<[number, number]>([700, 220]);
  const pointed = useSignal<{ range: number; height: number } | null>(null);
  useEffect(() => {
    const box = host.current;
    if (!box) return undefined;
    const look = new ResizeObserver(() => (size.value = [box.clientWidth, box.clientHeight]));
    look.observe(box);
    return () => look.disconnect();
  }, [size]);
  const dark = state.isDark.value;
  const at = useComputed(() => frame(...size.value, reach.value, top.value, settings.value.high === "low")).value;
  const place = (event: { clientX: number; clientY: number }): [number, number] => {
    const box = host.current!.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const point = (event: PointerEvent): void => {
    const [x, y] = place(event);
    const [range, metres] = [(x - at.x(0)) / (at.x(1) - at.x(0)), at.metres(y)];
    pointed.value = range >= 0 && range <= reach.value && metres >= 0 && metres <= top.value ? { range, height: metres } : null;
  };
  useEffect(() => {
    const box = host.current;
    const pick = (event: MouseEvent): void => {
      const found = nearest(flights.peek(), frame(...size.peek(), reach.peek(), top.peek(), settings.peek().high === "low"), ...place(event));
      if (found) select(found);
    };
    box?.addEventListener("click", pick);
    return () => box?.removeEventListener("click", pick);
  }, [size]);
  return (
    <div class="side-chart" ref={host} onPointerMove={point} onPointerLeave={() => (pointed.value = null)}>
      <svg width={at.width} height={at.height} role="img" aria-label={described(from, state.units.value)}>
        <defs>
          <pattern id="hidden-air" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="7" />
          </pattern>
          <clipPath id="side-plot">
            <rect x={at.x(0)} y={at.y(top.value)} width={at.x(reach.value) - at.x(0)} height={at.y(0) - at.y(top.value) + 1} />
          </clipPath>
        </defs>
        <Axes at={at} far={reach.value} high={top.value} />
        <g clip-path="url(#side-plot)">
          <Standing at={at} far={reach.value} along={cut.value} dark={dark} />
          <Flying at={at} dark={dark} />
        </g>
      </svg>
      <Readout pointed={pointed} />
    </div>
  );
}

function Readout({ pointed }: { pointed: ReadonlySignal<{ range: number; height: number } | null> }) {
  const at = pointed.value;
  if (!at) return null;
  const [units, along] = [state.units.value, cut.value];
  const lowest = along && valueAt(along.distance_m, along.lowest_m, at.range);
  return (
    <p class="side-pointer num" aria-hidden="true">
      {distance(at.range, units)} · {height(at.height, units)}
      {lowest !== null && ` · seen above ${height(lowest, units)}`}
    </p>
  );
}
