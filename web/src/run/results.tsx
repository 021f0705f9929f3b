/** The answer: how many leak, why, how sure, and which replications to look at. */
import { signal, useSignalEffect } from "@preact/signals";
import { get } from "../model/api.ts";
import { attempt } from "../model/attempt.ts";
import { Bars } from "../ui/bars.tsx";
import { Histogram } from "../ui/histogram.tsx";
import { count, edge, number } from "../ui/format.ts";
import { openReplay } from "./jobs.ts";
import { classTitle, firstMeasures, isProbability, measureSentence, measureTitle, reasonWords } from "../model/names.ts";
import * as state from "../model/state.ts";
import { kept } from "../model/store.ts";
import type { Bin, Distribution, Replications, Measure, RunResult } from "../model/types.ts";
import { Earlier } from "./earlier.tsx";
import { RunForm, RunProgress } from "./run.tsx";
import { Term } from "../help/term.tsx";
import { SspkTable } from "./sspk.tsx";
import { Stale } from "./study.tsx";

const shownMeasure = kept("measure", "leakers");
const shownDimension = kept("dimension", "class");
const shownOfKey = kept("measure-by-key", "leakers");
const distribution = signal<Distribution | null>(null);
const chosen = signal<Bin | null>(null);
const replications = signal<number[] | null>(null);

export function Results() {
  const [result, job] = [state.result.value, state.job.value];
  return (
    <div class="panel-body">
      <RunForm />
      <RunProgress />
      {result && job && <Answer result={result} id={job.id} />}
      {!job && (state.missing.value ? <NoScenario /> : <FirstSteps />)}
      <Earlier />
    </div>
  );
}

function NoScenario() {
  return (
    <section class="empty">
      <h3>No scenario is open</h3>
      <p>Choose one under Scenario. What was run before is listed below.</p>
    </section>
  );
}

function FirstSteps() {
  const earlier = state.jobs.value.some((job) => job.kind === "run" && job.scenario === state.scenarioName.value);
  return (
    <section class="empty">
      <h3>{earlier ? "No run is open" : "Nothing has been run yet"}</h3>
      <ol>
        <li>Look at the exercise on the globe; change it under Scenario if you like.</li>
        <li>
          Press <b>Run</b>: the same raid is simulated thousands of times, each with its own random numbers.
        </li>
        <li>Read what gets through and why; click a bar and watch one of those replications.</li>
      </ol>
    </section>
  );
}

function Answer({ result, id }: { result: RunResult; id: string }) {
  const leakers = result.measures["leakers"];
  const reasons = Object.entries(result.leak_reasons).filter(([, mean]) => mean > 0);
  reasons.sort((a, b) => b[1] - a[1]);
  const rate = result.timing.replications_per_second;
  const threats = Object.values(result.by["class"] ?? {}).reduce((sum, row) => sum + (row["threats"]?.mean ?? 0), 0);
  return (
    <>
      <section class="headline" aria-label="Result">
        <p>
          <strong>{leakers?.shown.mean}</strong> of {number(threats)} threats <Term is="leaker">leak</Term>
        </p>
        <p class="ci">
          <Term is="95 % interval">95 % interval</Term> {leakers?.shown.ci95} · {count(result.replications)}{" "}
          <Term is="replication">{result.replications === 1 ? "replication" : "replications"}</Term> · <span class="whole"><Term is="seed">seed</Term> {result.seed}</span>
        </p>
      </section>
      <Stale job={state.job.value} />
      <Distributions result={result} id={id} />
      <section>
        <h3>
          <Term is="leak reason">Why they leak</Term>
        </h3>
        {reasons.length > 0 ? (
          <Bars
            caption="Leakers a replication, by the stage of the kill chain that let them"
            bars={reasons.map(([name, value]) => ({
              name: reasonWords(name).title,
              title: reasonWords(name).sentence,
              value,
              ci: result.leak_reasons_ci95[name] ?? null,
              text: result.leak_reasons_shown[name] ?? "",
            }))}
          />
        ) : (
          <p class="quiet">Nothing leaked in any replication.</p>
        )}
      </section>
      <ByKey result={result} />
      <Measures result={result} />
      <section>
        <SspkTable rows={result.effective_sspk} />
      </section>
      <section class="footing">
        <button type="button" class="link" onClick={() => (state.tab.value = "sources")}>
          Rests on {count(result.sources.length)} sources and {count(result.assumptions.length)} assumptions
        </button>
        <div class="downloads" role="group" aria-label="Downloads">
          <a href={`/api/jobs/${id}/report`} download>
            Report
          </a>
          <a href={`/api/jobs/${id}/parquet`} download>
            Parquet
          </a>
        </div>
        <p class="quiet">
          {rate !== null && `${count(Math.round(rate))} replications a second · `}airdef {result.version} · scenario{" "}
          <code>{result.scenario_hash.slice(0, 10)}</code>
        </p>
      </section>
    </>
  );
}

const DIMENSIONS: Record<string, string> = {
  class: "class",
  formation: "formation",
  asset: "asset",
  system: "system",
  unit: "fire unit",
  missile: "missile type",
};

/** One measure by class, formation, asset, system, fire unit or missile type. */
function ByKey({ result }: { result: RunResult }) {
  const dimensions = Object.keys(result.by).filter((name) => Object.keys(result.by[name] ?? {}).length > 0);
  const dimension = dimensions.includes(shownDimension.value) ? shownDimension.value : (dimensions[0] ?? "");
  const keys = Object.entries(result.by[dimension] ?? {});
  const names = [...new Set(keys.flatMap(([, found]) => Object.keys(found)))].filter((name) => name !== "threats");
  const wanted = shownOfKey.value;
  const name = names.includes(wanted) ? wanted : names.includes("leakers") ? "leakers" : (names[0] ?? "");
  const of = (found: Record<string, Measure>): string => {
    const threats = found["threats"]?.shown.mean;
    return threats ? ` (${threats})` : "";
  };
  const bars = keys.flatMap(([key, found]) => {
    const measure = found[name];
    if (!measure || measure.mean === null) return [];
    const text = measure.constant ? measure.shown.mean : `${measure.shown.mean} (${measure.shown.ci95})`;
    return [{ name: (dimension === "class" ? classTitle(key) : key) + of(found), value: measure.mean, ci: measure.ci95, text }];
  });
  return (
    <section aria-label="By key">
      <h3>By {DIMENSIONS[dimension] ?? dimension}</h3>
      <div class="row">
        <label class="grow">
          <span class="sr">Dimension</span>
          <select value={dimension} onChange={(event) => (shownDimension.value = event.currentTarget.value)}>
            {dimensions.map((key) => (
              <option key={key} value={key}>By {DIMENSIONS[key] ?? key}</option>
            ))}
          </select>
        </label>
        <label class="grow">
          <span class="sr">Measure by key</span>
          <select value={name} onChange={(event) => (shownOfKey.value = event.currentTarget.value)}>
            {names.map((key) => (
              <option key={key} value={key}>{measureTitle(key)}</option>
            ))}
          </select>
        </label>
      </div>
      <Bars caption={`${measureTitle(name)}, a replication`} bars={bars} />
    </section>
  );
}

function Distributions({ result, id }: { result: RunResult; id: string }) {
  useSignalEffect(() => {
    const measure = shownMeasure.value;
    const run = state.jobId.value;
    distribution.value = null;
    chosen.value = null;
    replications.value = null;
    if (!run || !state.result.value) return;
    void attempt(async () => {
      const found = await get<Distribution>(`/api/jobs/${run}/distribution?measure=${measure}`);
      if (shownMeasure.peek() === measure && state.jobId.peek() === run) distribution.value = found;
    });
  });
  const choose = (bin: Bin): void => {
    chosen.value = bin;
    replications.value = null;
    const shown = distribution.value;
    if (!shown) return;
    const to = bin.value + (shown.width ?? 0);
    void attempt(async () => {
      const query = new URLSearchParams({ measure: shown.measure, from: String(bin.value), to: String(to), limit: "12" });
      replications.value = (await get<Replications>(`/api/jobs/${id}/replications?${query.toString()}`)).replications;
    });
  };
  const shown = distribution.value;
  const worst = shown?.bins.findLast((bin) => bin.count > 0);
  const name = measureTitle(shownMeasure.value);
  return (
    <section aria-label="Distribution">
      <div class="row">
        <label class="grow">
          <span class="sr">Measure shown</span>
          <select value={shownMeasure.value} onChange={(event) => (shownMeasure.value = event.currentTarget.value)}>
            {Object.keys(result.measures)
              .filter((key) => !isProbability(key))
              .map((key) => (
                <option key={key} value={key}>{measureTitle(key)}</option>
              ))}
          </select>
        </label>
        {worst && shownMeasure.value === "leakers" && (
          <button type="button" onClick={() => choose(worst)}>
            Worst replications
          </button>
        )}
      </div>
      {shown ? (
        <Histogram
          bins={shown.bins}
          n={shown.n}
          width={shown.width}
          what={name.toLowerCase()}
          unit={shown.unit}
          mark={result.measures[shown.measure]?.mean ?? null}
          chosen={chosen.value?.value ?? null}
          onChoose={choose}
        />
      ) : (
        <div class="histogram loading" role="status">
          Counting …
        </div>
      )}
      {chosen.value && (
        <div class="replications" role="region" aria-label="Replications">
          <p>
            {name}{" "}
            <b>
              {edge(chosen.value.value, shown?.width ?? null)}
              {shown?.width ? ` to ${edge(chosen.value.value + shown.width, shown.width)}` : ""}
            </b>
            : {count(chosen.value.count)} of {count(shown?.n ?? 0)} replications. Watch one:
          </p>
          {replications.value === null ? (
            <p class="quiet" role="status">
              Looking for them …
            </p>
          ) : (
            <div class="chips">
              {replications.value.map((k) => (
                <button key={k} type="button" disabled={state.replayLoading.value} onClick={() => void openReplay(id, k)}>
                  <span aria-hidden="true">▶</span> {k}
                  <span class="sr"> watch this replication</span>
                </button>
              ))}
            </div>
          )}
        </div>
      )}
      {!chosen.value && shown && <p class="quiet">Each bar holds replications: click one to see and watch them.</p>}
    </section>
  );
}

function Measures({ result }: { result: RunResult }) {
  const names = Object.keys(result.measures);
  const first = firstMeasures().filter((name) => names.includes(name) && name !== "leakers");
  const rest = names.filter((name) => !first.includes(name) && name !== "leakers");
  return (
    <section>
      <h3>Measures</h3>
      <MeasureTable result={result} names={first} />
      <details>
        <summary>All {names.length} measures</summary>
        <MeasureTable result={result} names={rest} />
      </details>
    </section>
  );
}

function MeasureTable({ result, names }: { result: RunResult; names: string[] }) {
  return (
    <table class="measures">
      <thead>
        <tr>
          <th scope="col">Measure</th>
          <th scope="col" class="num">
            Mean
          </th>
          <th scope="col" class="num">
            95 % interval
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => {
          const measure = result.measures[name];
          if (!measure) return null;
          const part = measure.n < result.replications ? `over the ${count(measure.n)} replications that have one` : undefined;
          return (
            <tr key={name} title={[measureSentence(name), part].filter(Boolean).join(" ")}>
              <th scope="row">
                {measureTitle(name)}
                {part && <small> ({count(measure.n)})</small>}
              </th>
              <td class="num">{measure.shown.mean}</td>
              <td class="num">{measure.shown.ci95}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
