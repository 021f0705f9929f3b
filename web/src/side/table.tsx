/** The side view in numbers: what flies there now, and what the azimuth holds. */
import * as state from "../model/state.ts";
import { distance, height } from "../model/units.ts";
import { bearing } from "../replay/facts.ts";
import { follow, now, select } from "../replay/watched.ts";
import { heightsAt, spotAt, valueAt, within } from "./model.ts";
import { azimuth, cut, flights, reach, reached, settings } from "./side.ts";

/** Rows of the table of the azimuth, closer together near its beginning, where the ground is. */
const STEPS = 10;

export function Table() {
  return (
    <div class="side-table" tabIndex={0} role="region" aria-label="Side view in numbers">
      <Flying />
      <Along />
    </div>
  );
}

function Flying() {
  const units = state.units.value;
  const time = state.replay.value ? now.value : null;
  const [along, band, lowest] = [azimuth.value, settings.value.band, cut.value];
  const rows = flights.value
    .map((way) => ({ way, spot: time === null ? (way.spots[0] ?? null) : spotAt(way, time) }))
    .filter(({ spot }) => spot && within(spot, along, band) && spot.range <= reach.value)
    .toSorted((a, b) => a.spot!.range - b.spot!.range);
  const above = (range: number, metres: number): string => {
    if (!lowest) return "–";
    const off = metres - valueAt(lowest.distance_m, lowest.lowest_m, range);
    return `${off >= 0 ? "+" : "−"}${height(Math.abs(off), units)}`;
  };
  return (
    <table class="measures">
      <caption>{time === null ? "Where formations begin" : "What flies now"}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" class="num">
            Distance
          </th>
          <th scope="col" class="num">
            Height
          </th>
          <th scope="col" class="num">
            Bearing
          </th>
          {/* Of what is beside the azimuth the line says nothing. */}
          {band !== null && (
            <th scope="col" class="num">
              Over lowest seen
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 && (
          <tr>
            <td colSpan={5} class="quiet">
              Nothing flies here {time === null ? "yet" : "now"}.
            </td>
          </tr>
        )}
        {rows.map(({ way, spot }) => (
          <tr key={way.id} class={way.id === state.selection.value ? "selected" : ""}>
            <th scope="row">
              <button type="button" class="link" aria-pressed={way.id === state.selection.value} onClick={() => select(way.id)} onDblClick={() => follow(way.id)}>
                {way.name}
              </button>
            </th>
            <td class="num">{distance(spot!.range, units)}</td>
            <td class="num">{height(Math.max(0, spot!.height), units)}</td>
            <td class="num">{bearing(spot!.bearing)}</td>
            {band !== null && <td class="num">{above(spot!.range, spot!.height)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Along() {
  const units = state.units.value;
  const [along, missiles] = [cut.value, reached.value?.missiles.filter(({ why }) => !why) ?? []];
  if (!along) return null;
  const rows = Array.from({ length: STEPS }, (_, i) => reach.value * ((i + 1) / STEPS) ** 2);
  return (
    <table class="measures">
      <caption>Along bearing {bearing(azimuth.value)}</caption>
      <thead>
        <tr>
          <th scope="col" class="num">
            Distance
          </th>
          <th scope="col" class="num">
            Ground
          </th>
          <th scope="col" class="num">
            Lowest seen
          </th>
          {missiles.map(({ missile }) => (
            <th scope="col" class="num" key={missile}>
              {missile} reaches
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((range) => (
          <tr key={range}>
            <th scope="row" class="num">
              {distance(range, units, range < 20_000 ? 1 : 0)}
            </th>
            <td class="num">{height(valueAt(along.distance_m, along.ground_m, range), units)}</td>
            <td class="num">{height(valueAt(along.distance_m, along.lowest_m, range), units)}</td>
            {missiles.map((one) => {
              const found = heightsAt(one, range);
              return (
                <td class="num" key={one.missile}>
                  {found ? `${height(found[0], units)} to ${height(found[1], units)}` : "not"}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
