/** One replication in words: the tote of the fire units, every threat with its fate, every event. */
import { computed } from "@preact/signals";
import { useState } from "preact/hooks";
import { clock, fixed, number, plural } from "../ui/format.ts";
import { Stale } from "../run/study.tsx";
import { jump } from "./playback.ts";
import * as state from "../model/state.ts";
import type { Fate, ReplayEvent } from "../model/types.ts";
import { before, busy, unitCounts } from "./counts.ts";

const units = computed(() => (state.replay.value ? unitCounts(state.replay.value) : []));
/** Tables need no more than this many seconds of the scenario between two looks. */
const coarse = computed(() => Math.floor(state.time.value));

export function ReplayPanel() {
  const replay = state.replay.value;
  if (state.replayLoading.value) return <div class="panel-body"><p class="quiet" role="status">Simulating that replication again …</p></div>;
  if (!replay)
    return (
      <div class="panel-body">
        <section class="empty">
          <h3>No replication is open</h3>
          <p>Run the scenario, click a bar of the distribution, and watch one of the replications in it.</p>
          <button type="button" onClick={() => (state.tab.value = "results")}>
            Go to the results
          </button>
        </section>
      </div>
    );
  const of = state.replayOf.value;
  return (
    <div class="panel-body">
      <section class="headline">
        <p>
          <strong>{number(replay.counts["leakers"])}</strong> leak in replication {replay.replication}
        </p>
        <p class="ci">
          {plural(replay.counts["missiles_used"] ?? 0, "missile")} used · {plural(replay.counts["kills"] ?? 0, "kill")}
        </p>
      </section>
      <Stale job={state.job.value} />
      <Tote />
      <Threats fates={replay.fates} />
      <Events events={replay.events} />
      {of && (
        <section class="footing">
          <div class="downloads" role="group" aria-label="Downloads of this replication">
            {state.about.value?.formats.map((format) => (
              <a key={format.name} href={`/api/jobs/${of.job}/replay/${of.k}/${format.name}`} title={`For ${format.reader}`} download>
                {format.name.toUpperCase()}
              </a>
            ))}
          </div>
          <p class="quiet">
            Trails and marks are coloured by what becomes of a threat: green destroyed (✕), red leaked (✹), grey passed. Missiles
            fly the path that their time of flight stands for: the best loft to their intercept.
          </p>
        </section>
      )}
    </div>
  );
}

function Tote() {
  const now = coarse.value;
  return (
    <section>
      <h3>Fire units at {clock(now)}</h3>
      <table class="tote">
        <thead>
          <tr>
            <th scope="col">Unit</th>
            <th scope="col" class="num">
              Channels
            </th>
            <th scope="col" class="num">
              In flight
            </th>
            <th scope="col" class="num" title="Ready at the start, less those launched">
              Missiles left
            </th>
          </tr>
        </thead>
        <tbody>
          {units.value.map((count) => {
            const ready = count.unit.missiles.reduce((sum, missile) => sum + missile.rounds, 0);
            const lost = count.lost !== null && count.lost <= now;
            const channels = busy(count.channels, now);
            const reloads = before(count.reloads, now);
            return (
              <tr key={count.unit.name} class={lost ? "lost" : ""}>
                <th scope="row">
                  {count.unit.name}
                  {lost && <small> radar lost</small>}
                </th>
                <td class="num">
                  <meter min={0} max={count.unit.target_channels} value={channels} aria-label="Target channels busy" />
                  {channels}/{count.unit.target_channels}
                </td>
                <td class="num">{busy(count.flights, now)}</td>
                <td class="num">
                  {Math.max(0, ready - before(count.launches, now))}/{ready}
                  {reloads > 0 && <small title="Launchers filled again"> +{plural(reloads, "reload")}</small>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const ORDER = ["leaked", "destroyed", "passed", "not-released"];

function Threats({ fates }: { fates: Fate[] }) {
  const now = coarse.value;
  const sorted = fates.toSorted((a, b) => ORDER.indexOf(a.fate) - ORDER.indexOf(b.fate) || (a.time ?? 0) - (b.time ?? 0));
  return (
    <section>
      <h3>Threats</h3>
      <div class="scroll" tabIndex={0} role="region" aria-label="Threats and their fates">
        <table class="threats">
          <thead>
            <tr>
              <th scope="col">Threat</th>
              <th scope="col">Fate</th>
              <th scope="col" class="num">
                Time
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((fate) => {
              const over = fate.time !== null && fate.time <= now;
              const followed = state.followed.value === fate.threat;
              return (
                <tr key={fate.threat} class={over ? "over" : ""}>
                  <th scope="row">
                    <button
                      type="button"
                      class="link"
                      aria-pressed={followed}
                      title="Follow it on the globe"
                      onClick={() => (state.followed.value = followed ? null : fate.threat)}
                    >
                      {fate.threat}
                    </button>
                  </th>
                  <td>
                    <span class={`fate ${fate.fate}`}>{fate.fate.replace("-", " ")}</span>
                    {fate.reason && <small> {fate.reason.replaceAll('-', " ")}</small>}
                  </td>
                  <td class="num">
                    {fate.time !== null && (
                      <button type="button" class="link" onClick={() => jump(fate.time ?? 0)}>
                        {clock(fate.time)}
                      </button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** One event in a sentence. */
function sentence(event: ReplayEvent): string {
  const who = [event.threat, event.unit && `by ${event.unit}`, event.radar && `on ${event.radar}`, event.target && `at ${event.target}`];
  const km = ["hit", "miss", "abort"].includes(event.kind) && event.value !== undefined ? `, ${fixed(event.value / 1000, 1)} km out` : "";
  const why = event.reason ? `: ${event.reason.replaceAll('-', " ")}` : "";
  return `${event.kind.replace("-", " ")} ${who.filter(Boolean).join(" ")}${km}${why}`;
}

const LISTED = 400;

function Events({ events }: { events: ReplayEvent[] }) {
  const [tracks, setTracks] = useState(false);
  const shown = events.filter((event) => tracks || !["firm", "dropped"].includes(event.kind));
  return (
    <section>
      <details class="events">
        <summary>Every event ({shown.length})</summary>
        <label class="tick">
          <input type="checkbox" checked={tracks} onChange={(event) => setTracks(event.currentTarget.checked)} />
          Tracks won and lost too
        </label>
        <div class="scroll" tabIndex={0} role="region" aria-label="Events">
          <ul>
            {shown.slice(0, LISTED).map((event, i) => (
              <li key={i} class={event.kind}>
                <button type="button" class="link num" onClick={() => jump(event.time)}>
                  {clock(event.time)}
                </button>{" "}
                {sentence(event)}
              </li>
            ))}
          </ul>
          {shown.length > LISTED && <p class="quiet">… and {shown.length - LISTED} more: download the ACMI file for all.</p>}
        </div>
      </details>
    </section>
  );
}
