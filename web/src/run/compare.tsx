/** Variants under common random numbers: what differs is the variant, not the dice. */
import { signal } from "@preact/signals";
import { Difference } from "../ui/bars.tsx";
import { spec } from "../scenario/check.ts";
import { count, ends, number } from "../ui/format.ts";
import { firstMeasures, measureTitle, reasonWords } from "../model/names.ts";
import * as state from "../model/state.ts";
import { DIMENSIONS, DIMENSION_NAMES, measuresBy, reachOf, rowsBy, type Pair } from "./dimensions.ts";
import { nearest } from "./against.ts";
import { compareAgainst, comparison } from "./studies.ts";
import { Spreads } from "./spreads.tsx";
import type { CompareResult, Spec, Variant } from "../model/types.ts";
import { Term } from "../help/term.tsx";
import { Stale, StudyProgress } from "./study.tsx";

interface Choice {
  key: string;
  text: string;
}

/** The other side: the stored state of what is edited here, or another scenario. */
function choices(): Choice[] {
  const items = state.scenarios.value ?? [];
  const own = state.edited.value && state.storedText.value !== null ? [{ key: state.scenarioName.value, text: `${state.scenarioName.value} as it was stored` }] : [];
  const others = items.filter((item) => item.name !== state.scenarioName.value);
  return [...own, ...others.map((item) => ({ key: item.name, text: item.title }))];
}

/** Variants that stand between the base and the scenario on the left: what is called how, and what it is. */
interface Further {
  label: string;
  spec: Spec;
}
const further = signal<Further[]>([]);
/** As many can be held against each other at once; the service takes more. */
const MOST = 6;

/** What stands on the left, as a variant of its own, whatever is done to it afterwards. */
function keepVariant(label: string): void {
  further.value = [...further.value, { label, spec: state.edited.value ? { yaml: state.text.value } : { name: state.scenarioName.value } }];
}

/** A label that none of the others has. */
function unique(label: string, taken: readonly string[]): string {
  const found = [label, ...Array.from({ length: MOST + 2 }, (_, i) => `${label} (${i + 2})`)].find((one) => !taken.includes(one));
  return found ?? label;
}

async function go(against: string): Promise<void> {
  const { replications, seed } = state.settings.value;
  const mine = state.edited.value ? `${state.scenarioName.value}, edited` : state.scenarioName.value;
  const all = [{ label: against, spec: { name: against } satisfies Spec }, ...further.value, { label: mine, spec: spec() }];
  const labels: string[] = [];
  for (const { label } of all) labels.push(unique(label, labels));
  variantShown.value = null;
  await comparison.order({ scenarios: all.map((one) => one.spec), labels, replications, seed, by: DIMENSION_NAMES });
}

export function ComparePanel() {
  const options = choices();
  const against = nearest(state.scenarioName.value, options.map(({ key }) => key), compareAgainst.value, state.jobs.value);
  const { busy } = comparison;
  const ready = state.orderable.value;
  return (
    <div class="panel-body">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && ready) void go(against);
        }}
      >
        <p class="quiet">
          Holds this scenario against another, replication by replication under{" "}
          <Term is="common random numbers">common random numbers</Term>: {count(state.settings.value.replications)}{" "}
          replications each, seed {state.settings.value.seed}.
        </p>
        <label>
          <span>Against</span>
          <select value={against} onChange={(event) => (compareAgainst.value = event.currentTarget.value)}>
            {options.map((option) => (
              <option key={option.key} value={option.key}>{option.text}</option>
            ))}
          </select>
        </label>
        <FurtherVariants against={against} />
        <button type="submit" class="primary" disabled={busy || !ready || !against}>
          {further.value.length > 0 ? `Compare ${count(further.value.length + 2)} variants` : "Compare"}
        </button>
      </form>
      <StudyProgress job={comparison.job.value} />
      {comparison.result.value && <Outcome result={comparison.result.value} />}
      {!comparison.job.value && !state.edited.value && (
        <section class="empty">
          <h3>What would change it?</h3>
          <p>Change one thing of the scenario, such as the doctrine or a count, then compare with the stored state.</p>
        </section>
      )}
    </div>
  );
}

/** Variants beside: one can be kept as it stands on the left, or another scenario or kept version be added. */
function FurtherVariants({ against }: { against: string }) {
  const name = state.scenarioName.value;
  const full = further.value.length >= MOST;
  const others = (state.scenarios.value ?? []).filter((item) => item.name !== name && item.name !== against);
  const add = (key: string): void => {
    if (key === "") return;
    const taken = further.value.map(({ label }) => label);
    if (key === "here") keepVariant(unique(`variant ${taken.length + 1}`, taken));
    else further.value = [...further.value, { label: unique(key, taken), spec: { name: key } }];
  };
  return (
    <details class="further" open={further.value.length > 0}>
      <summary>More variants{further.value.length > 0 ? ` (${count(further.value.length)})` : ""}</summary>
      <ul class="variants">
        {further.value.map(({ label }, i) => (
          <li key={i}>
            <input
              class="grow"
              aria-label={`Name of variant ${i + 1}`}
              value={label}
              maxLength={60}
              onChange={(event) => {
                const next = event.currentTarget.value.trim();
                further.value = further.value.map((one, k) => (k === i && next ? { ...one, label: next } : one));
              }}
            />
            <button type="button" class="icon" aria-label={`Remove ${label}`} onClick={() => (further.value = further.value.filter((_, k) => k !== i))}>
              ×
            </button>
          </li>
        ))}
      </ul>
      <label>
        <span>Add a variant</span>
        <select value="" disabled={full} onChange={(event) => {
          add(event.currentTarget.value);
          event.currentTarget.value = "";
        }}>
          <option value="">{full ? "No more" : "Choose …"}</option>
          <option value="here">What is on the left now</option>
          {others.map((item) => (
            <option key={item.name} value={item.name}>{item.title}</option>
          ))}
        </select>
      </label>
      <p class="quiet">A variant that is added here stays as it is; then change what is on the left. All of them are held against the first.</p>
    </details>
  );
}

/** The variant whose differences are shown; null: the last, which is what stood on the left. */
const variantShown = signal<string | null>(null);

function Outcome({ result }: { result: CompareResult }) {
  const variant = result.variants.find(({ label }) => label === variantShown.value) ?? result.variants.at(-1);
  if (!variant) return null;
  const names = Object.keys(variant.measures);
  const first = firstMeasures().filter((name) => names.includes(name));
  const rest = names.filter((name) => !first.includes(name));
  return (
    <>
      <section class="headline" aria-label="Comparison">
        {result.variants.map(({ label, sentence }) => (
          <p class="sentence" key={label}>{sentence}</p>
        ))}
        <p class="ci">
          {count(result.replications)} paired replications · seed {result.seed} · 95 % intervals of the differences
        </p>
      </section>
      <Stale job={comparison.job.value} />
      <Spreads result={result} />
      {result.variants.length > 1 && (
        <label class="stack-label">
          <span>Differences of</span>
          <select value={variant.label} onChange={(event) => (variantShown.value = event.currentTarget.value)}>
            {result.variants.map(({ label }) => (
              <option key={label} value={label}>{label}</option>
            ))}
          </select>
        </label>
      )}
      <Table variant={variant} base={result.base.label} names={first} />
      <details>
        <summary>All {names.length} measures</summary>
        <Table variant={variant} base={result.base.label} names={rest} />
      </details>
      <Dimensions variant={variant} base={result.base.label} />
    </>
  );
}

/** The measure of the tables by dimension; one that a comparison does not have gives way to its first. */
const measureBy = signal("leakers");

/** What a measure of a key is called: leak reasons are measures there too. */
function titleBy(name: string): string {
  return name.startsWith("reason:") ? `Leaks: ${reasonWords(name.slice("reason:".length)).title.toLowerCase()}` : measureTitle(name);
}

function Dimensions({ variant, base }: { variant: Variant; base: string }) {
  const names = measuresBy(variant.by, firstMeasures());
  // A comparison that was ordered elsewhere, or before the page asked for them, has none.
  if (names.length === 0) return null;
  const measure = names.includes(measureBy.value) ? measureBy.value : names[0]!;
  return (
    <section class="dimensions" aria-label="Differences by asset and formation">
      <h3>Where it differs</h3>
      <label>
        <span class="sr">Measure by asset and formation</span>
        <select value={measure} onChange={(event) => (measureBy.value = event.currentTarget.value)}>
          {names.map((name) => (
            <option key={name} value={name}>{titleBy(name)}</option>
          ))}
        </select>
      </label>
      {DIMENSION_NAMES.map((dimension) => {
        const rows = rowsBy(variant.by, dimension, measure);
        const reach = reachOf(rows.map(({ pair }) => pair));
        return (
          <details key={dimension} open>
            <summary>{DIMENSIONS[dimension]}</summary>
            {rows.length > 0 ? (
              <Differences heading={dimension} base={base} label={variant.label} rows={rows.map(({ key, pair }) => ({ name: key, pair, reach }))} />
            ) : (
              <p class="quiet">No {dimension} has this measure.</p>
            )}
          </details>
        );
      })}
    </section>
  );
}

function Table({ variant, base, names }: { variant: Variant; base: string; names: string[] }) {
  const rows = names.flatMap((name) => {
    const pair = variant.measures[name];
    return pair ? [{ name: measureTitle(name), pair, reach: reachOf([pair]) }] : [];
  });
  return <Differences heading="measure" base={base} label={variant.label} rows={rows} />;
}

/** What never varies is printed with all its digits: as many as people read will do. */
function short(text: string): string {
  return text.length > 7 && Number.isFinite(Number(text)) ? number(Number(text)) : text;
}

function Differences({ heading, base, label, rows }: { heading: string; base: string; label: string; rows: { name: string; pair: Pair; reach: number }[] }) {
  return (
    <table class="measures paired">
      <thead>
        <tr>
          <th scope="col">{heading.charAt(0).toUpperCase() + heading.slice(1)}</th>
          <th scope="col" class="num">
            {base}
          </th>
          <th scope="col" class="num">
            {label}
          </th>
          <th scope="col">Difference</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, pair, reach }) => {
          const ci = ends(pair.ci95);
          const clear = ci && (ci[0] > 0 || ci[1] < 0);
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="num">{short(pair.shown.a)}</td>
              <td class="num">{short(pair.shown.b)}</td>
              <td>
                {ci && pair.difference !== null ? (
                  <>
                    <Difference value={pair.difference} ci={ci} reach={reach} />
                    <span class={clear ? "num clear" : "num"}>
                      {pair.difference > 0 ? "+" : ""}
                      {pair.shown.difference} <small>{pair.shown.ci95}</small>
                    </span>
                  </>
                ) : (
                  "–"
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
