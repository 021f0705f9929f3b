/** Every threat: what is known of it at the present time, or, when asked, what becomes of it. */
import { signal, useComputed } from "@preact/signals";
import { classTitle } from "../model/names.ts";
import * as state from "../model/state.ts";
import { clock } from "../ui/format.ts";
import { sorted, turned, type Column, type Order, type ThreatRow } from "./sorting.ts";
import { inTheEnd, known } from "./story.ts";
import { select, follow, now, story, visit } from "./watched.ts";

const order = signal<Order>({ column: "state", down: false });

const COLUMNS: { column: Column; text: string; num?: true }[] = [
  { column: "name", text: "Threat" },
  { column: "state", text: "State" },
  { column: "time", text: "Since", num: true },
];

/** "As known now" or "as it ends": of the table, of the log and of the colours on the globe. */
export function Knowledge() {
  const ends = state.asItEnds.value;
  return (
    <div class="switch" role="group" aria-label="Fates">
      <button type="button" aria-pressed={!ends} onClick={() => (state.asItEnds.value = false)}>
        As known now
      </button>
      <button type="button" aria-pressed={ends} onClick={() => (state.asItEnds.value = true)}>
        As it ends
      </button>
    </div>
  );
}

export function Threats() {
  const rows = useComputed(() => {
    const told = story.value;
    if (!told) return [];
    const [ends, time] = [state.asItEnds.value, now.value];
    const all = [...told.lives.values()].map(
      (life): ThreatRow => ({ name: life.threat.name, class: life.fate.class, now: ends ? inTheEnd(life) : known(told, life, time) }),
    );
    return sorted(all, order.value);
  }).value;
  return (
    <section>
      <div class="row heading">
        <h3 class="grow">{state.asItEnds.value ? "Threats as it ends" : `Threats at ${clock(now.value)}`}</h3>
        <Knowledge />
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="Threats and their fates">
        <table class="threats">
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <Heading key={column.column} {...column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Threat key={row.name} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Heading({ column, text, num }: { column: Column; text: string; num?: true }) {
  const { column: by, down } = order.value;
  let direction: "ascending" | "descending" | "none" = "none";
  if (by === column) direction = down ? "descending" : "ascending";
  const mark = { ascending: "▲", descending: "▼", none: "" }[direction];
  return (
    <th scope="col" class={num ? "num" : ""} aria-sort={direction}>
      <button type="button" class="sort" onClick={() => (order.value = turned(order.value, column))}>
        {text}
        <span aria-hidden="true">{mark}</span>
      </button>
    </th>
  );
}

const OVER = new Set(["destroyed", "leaked", "passed", "not released"]);

function Threat({ row }: { row: ThreatRow }) {
  const id = `threat/${row.name}`;
  const selected = state.selection.value === id;
  const { condition, since, reason } = row.now;
  return (
    <tr class={`${selected ? "selected" : ""} ${OVER.has(condition) ? "over" : ""}`}>
      <th scope="row">
        <button
          type="button"
          class="link"
          aria-pressed={selected}
          title={`${classTitle(row.class)}. A double click follows it`}
          onClick={() => select(id)}
          onDblClick={() => follow(id)}
        >
          {row.name}
        </button>
      </th>
      <td>
        <span class={`fate ${condition.replaceAll(" ", "-")}`}>{condition}</span>
        {reason && <small> {reason.replaceAll("-", " ")}</small>}
      </td>
      <td class="num">
        {since !== null && (
          <button type="button" class="link" onClick={() => visit(since, id)}>
            {clock(since)}
          </button>
        )}
      </td>
    </tr>
  );
}
