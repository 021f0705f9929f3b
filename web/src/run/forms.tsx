/** Studies by their forms, which are made of what the service says an order takes. */
import { useEffect, useId } from "preact/hooks";
import { ended } from "../model/api.ts";
import type { ShownStudy, StudyForm } from "../model/service.ts";
import * as state from "../model/state.ts";
import type { Json } from "../model/types.ts";
import { spec } from "../scenario/check.ts";
import { title } from "../scenario/schema.ts";
import { fielded, sketched, written, type Fielded } from "../model/fielded.ts";
import { answer, asked, chosen, forms, loadForms, order, refused, typed, watchStudy } from "./asked.ts";
import { Stale, StudyProgress } from "./study.tsx";

const UNITS: [string, string][] = [["_m_s", "m/s"], ["_m2", "m²"], ["_m", "m"], ["_s", "s"]];

/** `altitudes_m` as "Altitudes [m]". */
function label(name: string): string {
  const unit = UNITS.find(([end]) => name.endsWith(end));
  return unit ? `${title(name.slice(0, -unit[0].length))} [${unit[1]}]` : title(name);
}

export function StudiesPanel() {
  const id = useId();
  useEffect(() => void loadForms(), []);
  const all = forms.value;
  const form = all?.find((one) => one.name === chosen.value) ?? all?.[0];
  if (!all || !form) return <p class="quiet panel-body">Fetching the studies …</p>;
  const busy = asked.value !== null && !ended(asked.value);
  const ready = state.orderable.value || !form.of_scenario;
  return (
    <div class="panel-body">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && ready) void order(form, spec() as unknown as Json);
        }}
      >
        <div class="field wide">
          <label for={id}>Study</label>
          <select
            id={id}
            value={form.name}
            onChange={(event) => {
              chosen.value = event.currentTarget.value;
              refused.value = "";
            }}
          >
            {all.map((one) => (
              <option key={one.name} value={one.name}>
                {title(one.name)}
              </option>
            ))}
          </select>
        </div>
        <p class="quiet">{form.summary}</p>
        <Fields form={form} />
        {refused.value && (
          <p class="wrong" role="alert">
            {refused.value}
          </p>
        )}
        <button type="submit" class="primary" disabled={busy || !ready}>
          Order the study
        </button>
      </form>
      <StudyProgress job={asked.value} />
      {answer.value && <Answer of={answer.value} />}
      <Earlier />
    </div>
  );
}

/** The fields that have to be given stand open, the others folded away. */
function Fields({ form }: { form: StudyForm }) {
  const all = Object.entries(form.form.properties as Record<string, Record<string, Json>>);
  const first = all.filter(([name]) => form.required.includes(name));
  const rest = all.filter(([name]) => !form.required.includes(name));
  const shown = (of: typeof all) => of.map(([name, schema]) => <StudyField key={name} study={form.name} name={name} of={fielded(schema, (form.form.$defs ?? {}) as Record<string, Json>)} />);
  if (first.length === 0) return <>{shown(rest)}</>;
  return (
    <>
      {shown(first)}
      <details>
        <summary>More settings</summary>
        <div class="stack">{shown(rest)}</div>
      </details>
    </>
  );
}

function StudyField({ study, name, of }: { study: string; name: string; of: Fielded }) {
  const id = useId();
  const value = typed.value[study]?.[name] ?? "";
  const change = (text: string): void => {
    typed.value = { ...typed.value, [study]: { ...typed.value[study], [name]: text } };
  };
  const common = { id, "aria-describedby": `${id}-hint`, value };
  const start = written(of.start);
  return (
    <div class="field wide">
      <label for={id}>{label(name)}</label>
      {of.kind === "choice" || of.kind === "flag" ? (
        <select {...common} onChange={(event) => change(event.currentTarget.value)}>
          <option value="">{start ? `default: ${start}` : "default"}</option>
          {(of.kind === "flag" ? ["true", "false"] : of.options).map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      ) : of.kind === "structure" ? (
        <textarea {...common} rows={5} spellcheck={false} placeholder={sketched(of.start)} onInput={(event) => change(event.currentTarget.value)} />
      ) : of.kind === "lines" ? (
        <textarea {...common} rows={3} placeholder={start || "one a line"} onInput={(event) => change(event.currentTarget.value)} />
      ) : (
        <input {...common} placeholder={start || "default"} onInput={(event) => change(event.currentTarget.value)} />
      )}
      <small class="quiet" id={`${id}-hint`}>
        {of.description}
        {of.kind === "lines" && " One a line."}
        {of.kind === "structure" && " As YAML or JSON, such as the example."}
        {of.options.length > 0 && of.kind === "lines" && ` ${of.options.join(", ")}.`}
      </small>
    </div>
  );
}

function Answer({ of }: { of: ShownStudy }) {
  return (
    <section aria-label="Answer of the study">
      <Stale job={asked.value} />
      {of.sentences.map((sentence) => (
        <p key={sentence} class="sentence">
          {sentence}
        </p>
      ))}
      {of.picture && <img class="study-picture" src={of.picture} alt={`${title(of.study)}: the table, drawn`} />}
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of the study">
        <table class="measures">
          <thead>
            <tr>
              {of.head.map((cell, i) => (
                <th key={i} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, k) => (k === 0 ? <th key={k} scope="row">{cell}</th> : <td key={k} class="num">{cell}</td>))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {of.left_out > 0 && <p class="quiet">{of.left_out} more rows are in the result.</p>}
    </section>
  );
}

/** Studies of this scenario that were ordered before, the latest first. */
function Earlier() {
  const names = new Set<string>(forms.value?.map((form) => form.name));
  const mine = (state.jobs.value ?? []).filter((job) => names.has(job.kind) && job.state === "done" && job.id !== asked.value?.id && (job.scenario === null || job.scenario === state.scenarioName.value));
  if (mine.length === 0) return null;
  return (
    <details>
      <summary>Earlier studies ({mine.length})</summary>
      <ul class="plain">
        {mine.map((job) => (
          <li key={job.id}>
            <button
              type="button"
              class="small"
              onClick={() => watchStudy(job)}
            >
              {title(job.kind)}: {job.title}, {new Date(job.created).toLocaleString()}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
