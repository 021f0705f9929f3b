/** One replication in words: the tote of the fire units, every threat with its fate, every event. */
import { clock, fixed, number, plural } from "../ui/format.ts";
import { Term } from "../help/term.tsx";
import { Stale } from "../run/study.tsx";
import * as state from "../model/state.ts";
import { before, busy } from "./counts.ts";
import { Log } from "./log.tsx";
import { Threats } from "./threats.tsx";
import { turnAt } from "./stays.ts";
import { select, counts, follow, now, story } from "./watched.ts";

export function ReplayPanel() {
  const replay = state.replay.value;
  if (state.replayLoading.value) return <Coming />;
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
          <strong>{number(replay.counts["leakers"])}</strong> <Term is="leaker">{replay.counts["leakers"] === 1 ? "leaks" : "leak"}</Term> in{" "}
          <Term is="replication">replication</Term> {replay.replication}
        </p>
        <p class="ci">
          {plural(replay.counts["missiles_used"] ?? 0, "missile")} used · {plural(replay.counts["kills"] ?? 0, "kill")}
        </p>
      </section>
      <Stale job={state.job.value} />
      <Tote />
      <Threats />
      <Log />
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
            Marks stand where threats ended: green destroyed (✕), red leaked (✹). As it ends, trails are coloured by what becomes of
            a threat. Missiles fly the path that their time of flight stands for: the best loft to their intercept.
          </p>
        </section>
      )}
    </div>
  );
}

/** What is waited for: the replication is simulated again, then fetched. */
function Coming() {
  const share = state.replayShare.value;
  const megabytes = (bytes: number): string => `${fixed(bytes / 1e6, 1)} MB`;
  return (
    <div class="panel-body">
      <section class="progress" aria-label="Progress">
        <p role="status">{share ? "Fetching the replication" : "Simulating that replication again …"}</p>
        {share?.goal ? (
          <div class="row">
            <progress aria-label="Fetched" max={share.goal} value={share.done} />
            <span class="num">
              {megabytes(share.done)} of {megabytes(share.goal)}
            </span>
          </div>
        ) : (
          <progress aria-label="Simulating" />
        )}
      </section>
    </div>
  );
}

/** What keeps a fire unit from fighting, beside its name. */
function Doing({ unit }: { unit: string }) {
  const told = story.value;
  const radar = told?.replay.scene.radars.find((item) => item.unit === unit)?.name ?? "";
  const { does, to } = turnAt(told?.turns.get(radar), now.value);
  if (does === "radiates") return null;
  return <small> {does === "moves" ? `on the move to ${to}` : "silent"}</small>;
}

function Tote() {
  const time = now.value;
  return (
    <section>
      <h3>Fire units at {clock(time)}</h3>
      <table class="tote">
        <thead>
          <tr>
            <th scope="col">Unit</th>
            <th scope="col" class="num">
              <Term is="channel">Channels</Term>
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
          {counts.value.map((count) => {
            const ready = count.unit.missiles.reduce((sum, missile) => sum + missile.rounds, 0);
            const lost = count.lost !== null && count.lost <= time;
            const channels = busy(count.channels, time);
            const reloads = before(count.reloads, time);
            const id = `unit/${count.unit.name}`;
            const selected = state.selection.value === id;
            return (
              <tr key={count.unit.name} class={`${lost ? "lost" : ""} ${selected ? "selected" : ""}`}>
                <th scope="row">
                  <button type="button" class="link" aria-pressed={selected} onClick={() => select(id)} onDblClick={() => follow(id)}>
                    {count.unit.name}
                  </button>
                  {lost ? <small> radar lost</small> : <Doing unit={count.unit.name} />}
                </th>
                <td class="num">
                  <meter min={0} max={count.unit.target_channels} value={channels} aria-label="Target channels busy" />
                  {channels}/{count.unit.target_channels}
                </td>
                <td class="num">{busy(count.flights, time)}</td>
                <td class="num">
                  {Math.max(0, ready - before(count.launches, time))}/{ready}
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
