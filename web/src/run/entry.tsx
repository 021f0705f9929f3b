/** One entry of the catalogue: what was published, by whom, and what the model reads from it. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { get } from "../model/api.ts";
import { attempt } from "../model/attempt.ts";
import { number, squared } from "../ui/format.ts";
import type { CatalogueEntry, AdoptedValue } from "../model/types.ts";
import { Reference } from "./reference.tsx";

const shown = signal<CatalogueEntry | null>(null);

export function openEntry(id: string): void {
  void attempt(async () => {
    shown.value = await get<CatalogueEntry>(`/api/catalogue/${encodeURIComponent(id)}`);
  });
}

function text(value: number | string | null): string {
  return typeof value === "number" ? number(value) : (value ?? "");
}

function unit(name: string): string {
  return name === "1" || name === "" ? "" : squared(` ${name}`);
}

export function EntryDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const entry = shown.value;
  useEffect(() => {
    if (entry && !dialog.current?.open) dialog.current?.showModal();
  }, [entry]);
  if (!entry) return null;
  const titles = new Map(entry.sources.map((source) => [source.source, [source.author, source.title].filter(Boolean).join(": ")]));
  return (
    <dialog ref={dialog} aria-labelledby="entry-title" onClose={() => (shown.value = null)}>
      <header class="row">
        <h3 id="entry-title" class="grow">
          {entry.title || entry.name} <small>{entry.kind}</small>
        </h3>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <div class="dialog-body" tabIndex={0} role="region" aria-label="Figures">
        {entry.description && <p class="quiet">{entry.description}</p>}
        {entry.missing ? (
          <p>
            It cannot be simulated. Missing: {entry.missing}. The nearest that can be: {entry.nearest}.
          </p>
        ) : (
          <>
            <h4>What the model reads</h4>
            <AdoptedValues rows={Object.values(entry.adopted_values)} titles={titles} />
          </>
        )}
        {entry.claims.length > 0 && (
          <>
            <h4>What was published</h4>
            <ul class="refs">
              {entry.claims.map((claim) => (
                <li key={claim.claim}>
                  <code>{claim.attribute}</code>{" "}
                  <b>
                    {claim.bound} {claim.value === null ? claim.text : text(claim.value)}
                    {unit(claim.unit)}
                  </b>{" "}
                  {claim.low !== null && claim.high !== null && `(${text(claim.low)} to ${text(claim.high)})`} {claim.qualifier}{" "}
                  <small>
                    {claim.claim}, grade {claim.grade}
                  </small>
                  <p>{titles.get(claim.source) ?? (claim.source || "without a source")}</p>
                  {claim.quoted && <blockquote>{claim.quoted}</blockquote>}
                </li>
              ))}
            </ul>
          </>
        )}
        <h4>Sources</h4>
        <ul class="refs">
          {entry.sources.map((source) => (
            <li key={source.source}>
              <Reference of={source} />
            </li>
          ))}
        </ul>
      </div>
    </dialog>
  );
}

function AdoptedValues({ rows, titles }: { rows: AdoptedValue[]; titles: Map<string, string> }) {
  return (
    <table class="measures adopted">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col" class="num">
            Value
          </th>
          <th scope="col" class="num">
            Range
          </th>
          <th scope="col">Grade</th>
          <th scope="col">Resting on</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.attribute}>
            <th scope="row">{row.attribute.replaceAll("_", " ")}</th>
            <td class="num">{squared(row.shown.value)}</td>
            <td class="num">{squared(row.shown.spread)}</td>
            <td>
              <span class={`grade ${row.grade}`}>{row.grade}</span>
            </td>
            <td>{row.reason || row.sources.map((id) => titles.get(id) ?? id).join("; ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
