/** The legend behind its button: what is drawn on the globe now, with its mark and its meaning. */
import { signal, useComputed } from "@preact/signals";
import { shown } from "../model/layers.ts";
import { classTitle } from "../model/names.ts";
import * as state from "../model/state.ts";
import { kept } from "../model/store.ts";
import { commandLinks, linksShown } from "../replay/links.ts";
import { turnAt } from "../replay/stays.ts";
import type { Story } from "../replay/story.ts";
import { now, scene, story } from "../replay/watched.ts";
import { coverageColours, coverageShown } from "../run/studies.ts";
import { legend, type Happening, type Mark } from "./legend.ts";
import { envelopes, relief, volume } from "./heights.ts";
import { ruler } from "./measure.tsx";
import type { Pilot } from "./pilot.ts";
import type { LiveKind } from "./styles.ts";

/** Whether the symbols of fire units and radars are near enough to be drawn. */
export const near = signal(false);
export const open = kept("legend", false);

function metres(altitude: number): string {
  return altitude >= 1000 ? `${altitude / 1000} km` : `${altitude} m`;
}

type Symbols = Pick<Pilot, "siteSymbol" | "threatSymbol">;

function happening(told: Story, time: number): Happening {
  const lives = [...told.lives.values()].filter(({ begin }) => begin !== null && begin <= time);
  const over = (end: number | null): boolean => end !== null && end <= time;
  const flying = lives.filter(({ fate }) => !over(fate.time));
  const missiles = [...told.shots.values()].filter(({ launch, arrival }) => launch <= time && time < arrival);
  const on = shown(state.layers.value);
  const links = new Set<LiveKind>(linksShown(told, time, state.selection.value, on).map(({ kind }) => kind));
  if (on.command) for (const { kind } of commandLinks(told.replay.scene, told, time)) links.add(kind);
  if (on.drops && flying.length + missiles.length > 0) links.add("drop");
  return {
    ends: state.asItEnds.value,
    threats: new Set(flying.map(({ threat }) => threat.name)),
    becomes: new Set(flying.map(({ fate }) => (fate.fate === "turned-back" ? "passed" : fate.fate))),
    results: new Set(missiles.map(({ result }) => result)),
    ended: new Set(lives.filter(({ fate }) => over(fate.time)).map(({ fate }) => fate.fate)),
    lost: [...told.lost.values()].some(over),
    links,
    silent: [...told.turns.values()].some((own) => turnAt(own, time).does !== "radiates"),
  };
}

export function Legend({ symbols }: { symbols: Symbols }) {
  return (
    <details class="layers legend" open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>Legend</summary>
      {open.value && <Box symbols={symbols} />}
    </details>
  );
}

function Box({ symbols }: { symbols: Symbols }) {
  const groups = useComputed(() => {
    const drawn = scene.value;
    if (!drawn) return [];
    const colours = coverageShown.value ? [...coverageColours.value] : [];
    return legend(
      {
        scene: drawn,
        ground: state.isDark.value ? "dark" : "light",
        on: shown(state.layers.value),
        near: near.value,
        replay: story.value && happening(story.value, now.value),
        selected: state.selection.value !== null,
        ruler: ruler.value !== null,
        side: state.side.value !== null,
        coverage: colours.map(([altitude, css], i) => {
          const next = volume.value ? colours[i + 1]?.[0] : undefined;
          return { text: next === undefined ? `Covered at ${metres(altitude)}` : `Covered from ${metres(altitude)} to ${metres(next)}`, css };
        }),
        heights: { relief: relief.value !== null, curtains: shown(state.layers.value).curtains, envelopes: envelopes.value.map(({ missile }) => missile) },
      },
      classTitle,
    );
  }).value;
  return (
    <section class="box" aria-label="Legend" tabIndex={0}>
      {groups.length === 0 && <p class="quiet">Nothing is drawn yet.</p>}
      {groups.map(({ title, entries }) => (
        <div key={title}>
          <p class="quiet" id={`legend-${title}`}>
            {title}
          </p>
          <ul aria-labelledby={`legend-${title}`}>
            {entries.map(({ mark, text }) => (
              <li key={text}>
                <span class="sample" aria-hidden="true">
                  <Sample mark={mark} symbols={symbols} />
                </span>
                {text}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function Sample({ mark, symbols }: { mark: Mark; symbols: Symbols }) {
  if (mark.is === "site") return <img src={symbols.siteSymbol(mark.kind, mark.name)} alt="" />;
  if (mark.is === "threat") return <img src={symbols.threatSymbol(mark.of)} alt="" />;
  if (mark.is === "sign") return <b style={{ color: mark.css }}>{mark.text}</b>;
  if (mark.is === "area") return <i class="key" style={{ background: mark.css }} />;
  if (mark.is === "frame")
    return (
      <svg width="18" height="18">
        <path d="M1 6V1H6M12 1H17V6M17 12V17H12M6 17H1V12" fill="none" stroke={mark.css} stroke-width="2" />
      </svg>
    );
  const { css, alpha, width, dash } = mark.style;
  return (
    <svg width="30" height="8">
      <line x1="0" y1="4" x2="30" y2="4" stroke={css} stroke-opacity={Math.max(0.6, alpha)} stroke-width={Math.max(1.5, width)} stroke-dasharray={dash > 0 ? `${dash / 2} ${dash / 2}` : undefined} />
    </svg>
  );
}
