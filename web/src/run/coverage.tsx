/** Where a target is seen, tracked or engaged, at chosen altitudes: worked out by the service, drawn on the globe. */
import { spec } from "../scenario/check.ts";
import { count, fixed } from "../ui/format.ts";
import * as state from "../model/state.ts";
import {
  altitudes,
  coverage,
  coverageColours,
  coverageFits,
  coveragePart,
  coverageParts,
  coverageSettings,
  coverageVisible,
  showPart,
} from "./studies.ts";
import type { CoverageMap } from "../model/types.ts";
import { Stale, StudyProgress } from "./study.tsx";

const MEASURES = { detection: "Seen", track: "Tracked", engagement: "Engaged" };

export function CoveragePanel() {
  const typed = coverageSettings.value;
  const heights = altitudes(typed.altitudes);
  const rcs = Number(typed.rcs);
  const { busy } = coverage;
  const ready = state.orderable.value && heights !== null && rcs > 0;
  const change = (part: Partial<typeof typed>): void => {
    coverageSettings.value = { ...typed, ...part };
  };
  return (
    <div class="panel-body">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && ready) void coverage.order({ scenario: spec(), altitudes_m: heights, rcs_m2: rcs, measure: typed.measure });
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
        <button type="submit" class="primary" disabled={busy || !ready}>
          Map coverage
        </button>
      </form>
      <StudyProgress job={coverage.job.value} />
      {coverage.result.value ? (
        <Map result={coverage.result.value} />
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
  const rows = result.summary.filter((row) => row.part === coveragePart.value);
  return (
    <section aria-label="Coverage">
      <Stale job={coverage.job.value} />
      {!coverageFits.value && <p class="quiet">It is not drawn: the globe shows another version.</p>}
      <div class="row">
        <label class="grow">
          <span class="sr">Part of the defence</span>
          <select value={coveragePart.value} onChange={(event) => showPart(event.currentTarget.value)}>
            {coverageParts.value.map((part) => (
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
