/** What each missile achieves against each class: its stated SSPK, the factors that act on it, and where. */
import { Term } from "../help/term.tsx";
import { number } from "../ui/format.ts";
import { classTitle } from "../model/names.ts";
import type { EffectiveSspk, Factor } from "../model/types.ts";

/** A probability or a factor, with three significant figures at most. */
function share(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function acting(row: EffectiveSspk): string {
  const words = Object.values(row.factors)
    .filter((factor) => factor.counts && factor.name !== "sspk" && factor.name !== "range")
    .map((factor) => `${factor.name} × ${share(factor.value)} (${factor.grade})`);
  return words.length > 0 ? words.join(", ") : "no factor";
}

function why(factor: Factor): string {
  const spread = factor.low < factor.high ? `; ${share(factor.low)} to ${share(factor.high)}` : "";
  return `${factor.grade}${spread}: ${factor.sources.join(", ") || factor.reason}`;
}

export function SspkTable({ rows }: { rows: EffectiveSspk[] }) {
  if (rows.length === 0) return null;
  return (
    <details aria-label="Effective SSPK">
      <summary>Effective SSPK</summary>
      <p class="quiet">
        The stated <Term is="SSPK">SSPK</Term> of a missile, and what it becomes as <Term is="effective SSPK">effective SSPK</Term> against a class.
      </p>
      <table class="measures sspk">
        <thead>
          <tr>
            <th scope="col">Missile against class</th>
            <th scope="col" class="num">
              Stated
            </th>
            <th scope="col" class="num">
              Effective
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const against = [classTitle(row.threat_class), ...row.behaviours];
            const stated = row.factors["sspk"];
            if (!stated) return null;
            const near = share(row.near);
            return (
              <tr key={[row.system, row.missile, ...against].join("/")} title={why(stated)}>
                <th scope="row">
                  {row.missile} <small>({row.system})</small>
                  <br />
                  <small>
                    {against.join(", ")}: {acting(row)}
                  </small>
                </th>
                <td class="num">
                  {share(stated.value)}
                  <br />
                  <small class={`grade ${stated.grade}`}>{stated.grade}</small>
                </td>
                <td class="num">
                  {row.max_range > 0 ? (
                    <>
                      {near} <small>to {number(row.knee_range / 1000)} km</small>
                      <br />
                      {share(row.far)} <small>at {number(row.max_range / 1000)} km</small>
                    </>
                  ) : (
                    "no envelope"
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="quiet">Stated SSPK, times the factors that act; beyond the knee it falls in a straight line to the edge.</p>
    </details>
  );
}
