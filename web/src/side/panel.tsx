/** The side view beside the globe: what an azimuth of a radar or fire unit holds, at the clock's time. */
import { computed } from "@preact/signals";
import { ENVELOPES, INKS } from "../globe/styles.ts";
import { short } from "../model/selection.ts";
import * as state from "../model/state.ts";
import { distance, height } from "../model/units.ts";
import { bearing } from "../replay/facts.ts";
import { scene } from "../replay/watched.ts";
import { Chart, SHOT } from "./chart.tsx";
import { origins } from "./model.ts";
import { CATEGORIES, azimuth, cut, lookAlong, lookFrom, origin, reached, settings, told, toggle, type Category, type High } from "./side.ts";
import { Table } from "./table.tsx";

const some = computed(() => scene.value !== null && origins(scene.value).length > 0);

const REACHES = [10, 20, 50, 100, 200, 400, 600].map((km) => km * 1000);
const TOPS = [200, 500, 1000, 2000, 5000, 10_000, 20_000, 40_000];
const BANDS = [5, 15, 30, 60];

export function SideButton() {
  return (
    <button type="button" aria-pressed={state.side.value !== null} title="Distance and height along an azimuth of a radar or fire unit" onClick={toggle} disabled={!state.side.value && !some.value}>
      Side view
    </button>
  );
}

export function SidePanel() {
  const from = origin.value;
  if (!from) return null;
  const name = scene.value ? short(scene.value, from.name) : from.name;
  return (
    <section class="side-view" aria-label={`Side view from ${name}`}>
      <Controls />
      {told.value && <p class="note error">The ground and what is seen over it are not known: {told.value}</p>}
      {settings.value.table ? <Table /> : <Chart from={name} />}
      <Keys />
      <Extent />
    </section>
  );
}

function change(part: Partial<typeof settings.value>): void {
  settings.value = { ...settings.value, ...part };
}

function Controls() {
  const [from, drawn, on] = [origin.value, scene.value, settings.value];
  if (!from || !drawn) return null;
  const auto = state.side.value?.azimuth === null;
  return (
    <div class="side-controls">
      <label>
        <span class="sr">Look from</span>
        <select value={from.id} onChange={(event) => lookFrom(event.currentTarget.value)}>
          {origins(drawn).map(({ id, name }) => (
            <option key={id} value={id}>{short(drawn, name)}</option>
          ))}
        </select>
      </label>
      <label class="azimuth">
        <span class="num">{bearing(azimuth.value)}</span>
        <input
          type="range"
          aria-label="Azimuth"
          aria-valuetext={`${azimuth.value} degrees`}
          min={0}
          max={359}
          value={azimuth.value}
          onInput={(event) => lookAlong(Number(event.currentTarget.value))}
        />
      </label>
      <label class="tick" title="The azimuth goes to what is selected, and with it">
        <input type="checkbox" checked={auto} onChange={() => lookAlong(auto ? azimuth.value : null)} />
        To selected
      </label>
      <button type="button" aria-pressed={on.table} onClick={() => change({ table: !on.table })}>
        Table
      </button>
      <button type="button" class="close" aria-label="Close the side view" onClick={toggle}>
        ×
      </button>
    </div>
  );
}

/** What of it is shown, and how large. */
function Extent() {
  const [from, units, on] = [origin.value, state.units.value, settings.value];
  const size = (value: number | null): string => (value === null ? "" : String(value));
  const chosen = (text: string): number | null => (text === "" ? null : Number(text));
  const high = (text: string): High => (text === "low" || text === "all" ? text : Number(text));
  return (
    <div class="side-controls extent">
      <label>
        <span class="sr">What flies</span>
        <select title="What flies beside the azimuth is left out, or drawn by its distance" value={size(on.band)} onChange={(event) => change({ band: chosen(event.currentTarget.value) })}>
          {BANDS.map((degrees) => (
            <option key={degrees} value={degrees}>
              Within {degrees}°
            </option>
          ))}
          <option value="">All bearings</option>
        </select>
      </label>
      <label>
        <span class="sr">How far</span>
        <select value={size(on.reach)} onChange={(event) => change({ reach: chosen(event.currentTarget.value) })}>
          <option value="">All distances</option>
          {REACHES.map((metres) => (
            <option key={metres} value={metres}>
              To {distance(metres, units, 0)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="sr">How high</span>
        <select value={String(on.high)} onChange={(event) => change({ high: high(event.currentTarget.value) })}>
          <option value="low">Low heights stretched</option>
          <option value="all">Heights to scale</option>
          {TOPS.map((metres) => (
            <option key={metres} value={metres}>
              Up to {height(metres, units)}
            </option>
          ))}
        </select>
      </label>
      {from?.id.startsWith("unit/") && (
        <label>
          <span class="sr">Envelope against</span>
          <select title="Targets of the envelope" value={on.category} onChange={(event) => change({ category: event.currentTarget.value as Category })}>
            {Object.entries(CATEGORIES).map(([key, text]) => (
              <option key={key} value={key}>Against {text.toLowerCase()}</option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** What the marks mean, of those that are there. */
function Keys() {
  const dark = state.isDark.value ? "dark" : "light";
  const along = cut.value;
  const factor = along && Math.abs(along.effective_earth_factor - 4 / 3) < 0.005 ? "4/3" : along?.effective_earth_factor.toFixed(2);
  const missiles = reached.value?.missiles ?? [];
  const waits = !reached.value && !told.value && (origin.value?.id.startsWith("unit/") ?? false);
  return (
    <ul class="side-keys" aria-label="What the side view shows">
      {along && Math.max(...along.ground_m) > 0 && (
        <li>
          <i class="swatch ground" /> Ground
        </li>
      )}
      {along && (
        <li title={`Of the antenna of ${along.radar}, over an effective Earth of ${factor} of its radius`}>
          <i class="swatch lowest" /> Lowest height seen ({factor} Earth)
        </li>
      )}
      {waits && <li>Working out what it reaches …</li>}
      {missiles.map(({ missile, why }, i) => (
        <li key={missile} title={why ? "" : "As airdef envelope works it out: energy, published range and ceiling, horizon of the smooth Earth"}>
          {why ? null : <i class="swatch area" style={{ borderColor: ENVELOPES[dark][i % 3]! }} />}
          {why ? `${missile} ${why}` : `${missile} reaches`}
        </li>
      ))}
      <li>
        <i class="swatch dot" style={{ background: INKS[dark].hostile }} /> {state.replay.value ? "Threat" : "Planned route"}
      </li>
      {state.replay.value && (
        <li>
          <i class="swatch dot" style={{ background: SHOT[dark] }} /> Missile
        </li>
      )}
    </ul>
  );
}
