/** Where a target is seen, tracked or engaged, at chosen altitudes: worked out by the service, drawn on the globe. */
import { spec } from "../scenario/actions.ts";
import { count, fixed } from "../ui/format.ts";
import { study } from "./jobs.ts";
import * as state from "../model/state.ts";
import {
  altitudes,
  coverageColours,
  coverageHash,
  coverageJob,
  coveragePart,
  coverageResult,
  coverageSettings,
  coverageVisible,
} from "./studies.ts";
import type { CoverageMap } from "../model/types.ts";
import { Stale, StudyProgress } from "./study.tsx";

const MEASURES = { detection: "Seen", track: "Tracked", engagement: "Engaged" };

async function go(heights: number[], rcs: number, measure: string): Promise<void> {
  coverageResult.value = null;
  const body = { scenario: spec(), altitudes_m: heights, rcs_m2: rcs, measure };
  coverageHash.value = state.validation.value?.summary?.scenario_hash;
  const found = await study<CoverageMap>("coverage", body, (job) => (coverageJob.value = job));
  if (!found) return;
  const parts = new Set(found.features.map((feature) => feature.properties.part));
  coveragePart.value = parts.has("defence") ? "defence" : ([...parts][0] ?? "defence");
  coverageVisible.value = true;
  coverageResult.value = found;
}

export function CoveragePanel() {
  const typed = coverageSettings.value;
  const heights = altitudes(typed.altitudes);
  const rcs = Number(typed.rcs);
  const busy = coverageJob.value?.state === "running" || coverageJob.value?.state === "queued";
  const sound = (state.validation.value?.valid ?? false) && heights !== null && rcs > 0;
  const change = (part: Partial<typeof typed>): void => {
    coverageSettings.value = { ...typed, ...part };
  };
  return (
    <div class="panel-body">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && sound && heights) void go(heights, rcs, typed.measure);
        }}
      >
        <label>
          <span>Heights above ground</span>
          <input
            value={typed.altitudes}
            aria-invalid={heights === null}
            placeholder="100 m, 1 km, 5 km"
            onInput={(event) => change({ altitudes: event.currentTarget.value })}
          />
        </label>
        {heights === null && (
          <p class="wrong" role="alert">
            Heights with their unit, separated by commas: 100 m, 1 km
          </p>
        )}
        <label>
          <span>Radar cross-section [m²]</span>
          <input inputMode="decimal" value={typed.rcs} aria-invalid={!(rcs > 0)} onInput={(event) => change({ rcs: event.currentTarget.value })} />
        </label>
        <label>
          <span>Where it is</span>
          <select value={typed.measure} onChange={(event) => change({ measure: event.currentTarget.value })}>
            {Object.entries(MEASURES).map(([value, text]) => (
              <option key={value} value={value}>{text}</option>
            ))}
          </select>
        </label>
        <button type="submit" class="primary" disabled={busy || !sound}>
          Map coverage
        </button>
      </form>
      <StudyProgress job={coverageJob.value} />
      {coverageResult.value ? (
        <Map result={coverageResult.value} />
      ) : (
        !busy && (
          <section class="empty">
            <h3>How far does it see?</h3>
            <p>Low targets hide behind the horizon: map several heights at once and see the ring shrink.</p>
          </section>
        )
      )}
    </div>
  );
}

function Map({ result }: { result: CoverageMap }) {
  const parts = [...new Set(result.features.map((feature) => feature.properties.part))];
  const rows = result.summary.filter((row) => row.part === coveragePart.value);
  return (
    <section aria-label="Coverage">
      <Stale hash={coverageHash.value} />
      <div class="row">
        <label class="grow">
          <span class="sr">Part of the defence</span>
          <select value={coveragePart.value} onChange={(event) => (coveragePart.value = event.currentTarget.value)}>
            {parts.map((part) => (
              <option key={part} value={part}>{part}</option>
            ))}
          </select>
        </label>
        <label class="tick">
          <input type="checkbox" checked={coverageVisible.value} onChange={(event) => (coverageVisible.value = event.currentTarget.checked)} />
          On the globe
        </label>
      </div>
      <table class="measures">
        <thead>
          <tr>
            <th scope="col">Height</th>
            <th scope="col" class="num">
              Covered [km²]
            </th>
            <th scope="col" class="num">
              Of the full ring
            </th>
          </tr>
        </thead>
        <tbody>
          {[...coverageColours.value].map(([altitude, colour]) => {
            const row = rows.find((item) => item.altitude_m === altitude);
            return (
              <tr key={altitude}>
                <th scope="row">
                  <i class="key" style={{ background: colour }} aria-hidden="true" />
                  {altitude >= 1000 ? `${altitude / 1000} km` : `${altitude} m`}
                </th>
                <td class="num">{row ? count(Math.round(row.covered_km2)) : "–"}</td>
                <td class="num">{row && row.ring_covered !== null ? `${fixed(100 * row.ring_covered, 1)} %` : "–"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
