/** Every threat: what is known of it at the present time, or, when asked, what becomes of it. */
import { computed, signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { classTitle } from "../model/names.ts";
import * as state from "../model/state.ts";
import { clock } from "../ui/format.ts";
import { sight } from "../ui/window.ts";
import { ranked, sorted, turned, type Column, type Order, type ThreatRow } from "./sorting.ts";
import { inTheEnd, known, type Known } from "./story.ts";
import { select, follow, now, story, visit } from "./watched.ts";

const order = signal<Order>({ column: "state", down: false });

/** Names in order, once a replication. */
const ranks = computed(() => ranked(story.value?.lives.keys() ?? []));

/** Above so many threats only rows in sight are drawn, all of one height [px]. */
const MANY = 100;
const ROW = 25;

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

/** The rows, in no order; one that says the same as a moment ago is the same one, and so is the list. */
const lives = computed((): ThreatRow[] => {
  const told = story.value;
  if (!told) return (before = []);
  const [ends, time] = [state.asItEnds.value, now.value];
  const all = [...told.lives.values()].map((life, i): ThreatRow => {
    const is = ends ? inTheEnd(life) : known(told, life, time);
    const was = before[i];
    if (was && was.name === life.threat.name && was.class === life.fate.class && alike(was.now, is)) return was;
    return { name: life.threat.name, rank: ranks.value.get(life.threat.name) ?? 0, class: life.fate.class, now: is };
  });
  if (all.length !== before.length || all.some((row, i) => row !== before[i])) before = all;
  return before;
});
let before: ThreatRow[] = [];

function alike(a: Known, b: Known): boolean {
  return a.condition === b.condition && a.since === b.since && a.reason === b.reason;
}

const inOrder = computed(() => sorted(lives.value, order.value));

export function Threats() {
  return (
    <section>
      <div class="row heading">
        <Heads />
        <Knowledge />
      </div>
      <Rows rows={inOrder.value} />
    </section>
  );
}

function Heads() {
  return <h3 class="grow">{state.asItEnds.value ? "Threats as it ends" : `Threats at ${clock(now.value)}`}</h3>;
}

function Rows({ rows }: { rows: ThreatRow[] }) {
  const scrolled = useRef(signal(0)).current;
  const many = rows.length > MANY;
  // The box is never higher than 340 px: replay.css.
  const { from, to } = many ? sight(scrolled.value, 340, ROW, rows.length) : { from: 0, to: rows.length };
  return (
    <div
      class="scroll"
      tabIndex={0}
      role="region"
      aria-label="Threats and their fates"
      onScroll={(event) => many && (scrolled.value = event.currentTarget.scrollTop)}
    >
      <table class={many ? "threats many" : "threats"} aria-rowcount={many ? rows.length + 1 : undefined}>
        <thead>
          <tr aria-rowindex={many ? 1 : undefined}>
            {COLUMNS.map((column) => (
              <Heading key={column.column} {...column} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={from} />
          {rows.slice(from, to).map((row, i) => (
            <Threat key={row.name} row={row} index={many ? from + i + 2 : undefined} />
          ))}
          <Gap rows={rows.length - to} />
        </tbody>
      </table>
    </div>
  );
}

/** The height of rows that are not drawn. */
function Gap({ rows }: { rows: number }) {
  if (rows === 0) return null;
  return (
    <tr aria-hidden="true" class="gap" style={{ height: `${rows * ROW}px` }}>
      <td colSpan={COLUMNS.length}>…</td>
    </tr>
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

const OVER = new Set(["destroyed", "leaked", "passed", "turned back", "not released"]);

function Threat({ row, index }: { row: ThreatRow; index: number | undefined }) {
  const id = `threat/${row.name}`;
  const selected = state.selection.value === id;
  const { condition, since, reason } = row.now;
  return (
    <tr aria-rowindex={index} class={`${selected ? "selected" : ""} ${OVER.has(condition) ? "over" : ""}`}>
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
      <td title={index === undefined ? undefined : `${condition}${reason ? `, ${reason.replaceAll("-", " ")}` : ""}`}>
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
