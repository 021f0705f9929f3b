/** What the numbers rest on: the sources and assumptions of the run, and the catalogue behind them. */
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { count, squared } from "../ui/format.ts";
import * as state from "../model/state.ts";
import type { Assumption, Source } from "../model/types.ts";
import { openEntry } from "./entry.tsx";
import { Reference } from "./reference.tsx";

const wanted = signal("");

function matches(...texts: (string | undefined)[]): boolean {
  const words = wanted.value.toLowerCase().split(/\s+/).filter(Boolean);
  const all = texts.join(" ").toLowerCase();
  return words.every((word) => all.includes(word));
}

export function SourcesPanel() {
  const result = state.result.value;
  return (
    <div class="panel-body">
      <label class="stack-label">
        <span>Find</span>
        <input type="search" placeholder="a radar, a missile, a publisher" value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} />
      </label>
      {result ? (
        <>
          <Assumptions rows={result.assumptions} />
          <Sources rows={result.sources} />
        </>
      ) : (
        <p class="quiet">After a run, the sources and assumptions that its numbers rest on are listed here.</p>
      )}
      <Catalogue />
      <section>
        <h3>The picture</h3>
        <p class="quiet">
          Globe: CesiumJS (Apache-2.0) with Natural Earth II imagery and coastlines (public domain). Symbols: milsymbol (MIT),
          MIL-STD-2525C. Everything is served from this machine.
        </p>
      </section>
    </div>
  );
}

function Shortened<T>({ rows, show, children }: { rows: T[]; show: number; children: (row: T) => preact.ComponentChild }) {
  const [all, setAll] = useState(false);
  return (
    <>
      <ul class="refs">{(all ? rows : rows.slice(0, show)).map(children)}</ul>
      {rows.length > show && !all && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          Show all {count(rows.length)}
        </button>
      )}
    </>
  );
}

function Assumptions({ rows }: { rows: Assumption[] }) {
  const shown = rows.filter((row) => matches(row.subject, row.attribute, row.reason));
  return (
    <section>
      <h3>
        Assumptions <small>{count(shown.length)}</small>
      </h3>
      <p class="quiet">No source publishes these; the model takes a value and says why.</p>
      <Shortened rows={shown} show={12}>
        {(row) => (
          <li key={`${row.subject}/${row.attribute}`}>
            <button type="button" class="link" onClick={() => openEntry(row.subject)}>
              {row.subject}
            </button>{" "}
            <code>{row.attribute}</code>{" "}
            <b>{squared(row.shown.value)}</b>
            {row.shown.spread && ` (${squared(row.shown.spread)})`}
            <p>{row.reason}</p>
          </li>
        )}
      </Shortened>
    </section>
  );
}

function Sources({ rows }: { rows: Source[] }) {
  const shown = rows.filter((row) => matches(row.id, row.reference));
  return (
    <section>
      <h3>
        Sources <small>{count(shown.length)}</small>
      </h3>
      <Shortened rows={shown} show={12}>
        {(row) => (
          <li key={row.id}>
            <Reference of={row} />
          </li>
        )}
      </Shortened>
    </section>
  );
}

function Catalogue() {
  const kinds = Map.groupBy(
    state.catalogue.value.filter((item) => matches(item.id, item.name, item.kind)),
    (item) => item.kind,
  );
  return (
    <section>
      <h3>Catalogue</h3>
      {[...kinds].map(([kind, items]) => (
        <details key={kind} open={wanted.value !== ""}>
          <summary>
            {kind} <small>{items.length}</small>
          </summary>
          <div class="chips">
            {items.map((item) => (
              <button type="button" key={item.id} onClick={() => openEntry(item.id)}>
                {item.name || item.id}
              </button>
            ))}
          </div>
        </details>
      ))}
    </section>
  );
}
