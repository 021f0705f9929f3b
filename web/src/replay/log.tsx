/** The log: every event of the replication, as many lines of it drawn as are in sight, scrolled with the clock. */
import { computed, signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import * as state from "../model/state.ts";
import type { ReplayEvent } from "../model/types.ts";
import { clock, count } from "../ui/format.ts";
import { sight, upTo } from "../ui/window.ts";
import { follow, now, story, visit } from "./watched.ts";
import { SORTS, concerns, sortOf, subject, told, type Sort } from "./words.ts";

/** Height of a line [px]: all are alike, so that it is known where each stands. */
const LINE = 24;

const left = signal<ReadonlySet<Sort>>(new Set());
const looked = signal("");
const mine = signal(false);
const withClock = signal(true);

/** The events that the filters let through, and their times. */
const chosen = computed(() => {
  const record = story.value;
  if (!record) return { events: [], times: [] };
  const [out, words, id] = [left.value, looked.value.trim().toLowerCase(), mine.value ? state.selection.value : null];
  const events = record.replay.events.filter(
    (event) =>
      !out.has(sortOf(event)) &&
      (id === null || concerns(record, event, id)) &&
      (words === "" || told(record, event, state.units.value).toLowerCase().includes(words)),
  );
  return { events, times: events.map((event) => event.time) };
});

/** How many of them have come, and how many are shown: those, or all. */
const come = computed(() => upTo(chosen.value.times, now.value));
const total = computed(() => (state.asItEnds.value ? chosen.value.events.length : come.value));

function toggle(sort: Sort): void {
  const next = new Set(left.value);
  if (!next.delete(sort)) next.add(sort);
  left.value = next;
}

export function Log() {
  return (
    <section class="log">
      <div class="row heading">
        <h3 class="grow">
          Log <small data-testid="log-count">{count(total.value)} {total.value === 1 ? "event" : "events"}</small>
        </h3>
        <label class="tick">
          <input type="checkbox" checked={withClock.value} onChange={(event) => (withClock.value = event.currentTarget.checked)} />
          With the clock
        </label>
      </div>
      <div class="row filters" role="group" aria-label="Events in the log">
        {(Object.keys(SORTS) as Sort[]).map((sort) => (
          <button type="button" class="small" key={sort} aria-pressed={!left.value.has(sort)} onClick={() => toggle(sort)}>
            {SORTS[sort].label}
          </button>
        ))}
      </div>
      <div class="row filters">
        <label class="grow">
          <span class="sr">Find in the log</span>
          <input type="search" placeholder="Find in the log" value={looked.value} onInput={(event) => (looked.value = event.currentTarget.value)} />
        </label>
        <label class="tick">
          <input type="checkbox" checked={mine.value} onChange={(event) => (mine.value = event.currentTarget.checked)} />
          Selected only
        </label>
      </div>
      <Lines />
    </section>
  );
}

function Lines() {
  const box = useRef<HTMLDivElement>(null);
  const scrolled = useRef(signal(0)).current;
  const height = useRef(signal(240)).current;
  useLayoutEffect(() => {
    if (box.current) height.value = box.current.clientHeight;
  }, [height]);
  const place = withClock.value ? Math.max(0, come.value * LINE - height.value * 0.67) : null;
  const length = total.value;
  useLayoutEffect(() => {
    // The last line that has come stands at two thirds of the height. To scroll lays out, which is done once and after all is drawn.
    if (place !== null) queueMicrotask(() => box.current && (box.current.scrollTop = place));
  }, [place, length]);
  const { from, to } = sight(scrolled.value, height.value, LINE, total.value);
  const shown = chosen.value.events.slice(from, to);
  const hold = (): boolean => (withClock.value = false);
  return (
    <div
      class="scroll lines"
      ref={box}
      tabIndex={0}
      role="region"
      aria-label="Events"
      onScroll={(event) => (scrolled.value = event.currentTarget.scrollTop)}
      onWheel={hold}
      onTouchMove={hold}
      onKeyDown={(event) => /^(Arrow|Page|Home|End)/.test(event.key) && hold()}
    >
      {total.value === 0 && <p class="quiet">{chosen.value.events.length > 0 ? "Nothing has happened yet." : "No event is like that."}</p>}
      <ul style={{ height: `${total.value * LINE}px` }}>
        {shown.map((event, i) => (
          <Line key={from + i} event={event} at={from + i} />
        ))}
      </ul>
    </div>
  );
}

function Line({ event, at }: { event: ReplayEvent; at: number }) {
  const record = story.value;
  if (!record) return null;
  const id = subject(record, event);
  const text = told(record, event, state.units.value);
  const selected = state.selection.value !== null && concerns(record, event, state.selection.value);
  return (
    <li
      class={`${event.kind} ${selected ? "selected" : ""} ${at < come.value ? "" : "ahead"}`}
      style={{ top: `${at * LINE}px` }}
      aria-setsize={total.value}
      aria-posinset={at + 1}
    >
      <button type="button" title={text} onClick={() => visit(event.time, id)} onDblClick={() => id && follow(id)}>
        <span class="num">{clock(event.time)}</span> {text}
      </button>
    </li>
  );
}
