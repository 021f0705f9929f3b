/** The strip under the globe: play, speed, and what happened when. */
import { useComputed, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { clock } from "../ui/format.ts";
import { closeReplay } from "../run/jobs.ts";
import { MARKS, lastMoment, marks } from "./moments.ts";
import { SPEEDS, jump, step, toggle } from "./playback.ts";
import { follow, story, visit } from "./watched.ts";
import { concerns, subject, told } from "./words.ts";
import * as state from "../model/state.ts";
import type { ReplayEvent } from "../model/types.ts";

const LANES = Object.keys(MARKS);

export function Timeline() {
  const replay = state.replay.value;
  const shown = useComputed(() => {
    const now = state.replay.value;
    return now ? { end: lastMoment(now), events: marks(now) } : null;
  });
  if (!replay || !shown.value) return null;
  const { end, events } = shown.value;
  const place = (time: number): string => `${(100 * time) / end}%`;
  return (
    <section class="timeline" aria-label="Replay">
      <div class="transport">
        <button type="button" class="primary play" onClick={toggle} aria-keyshortcuts="Space">
          {state.playing.value ? "Pause" : "Play"}
        </button>
        <button type="button" aria-label="Event before" title="Event before (,)" onClick={() => step(-1)}>
          ‹
        </button>
        <button type="button" aria-label="Next event" title="Next event (.)" onClick={() => step(1)}>
          ›
        </button>
        <span class="num now" data-testid="clock">
          <Now /> / {clock(end)}
        </span>
        <label>
          <span class="sr">Speed of the replay</span>
          <select value={state.speed.value} onChange={(event) => (state.speed.value = Number(event.currentTarget.value))}>
            {SPEEDS.map((speed) => (
              <option key={speed} value={speed}>{String(speed).replace("-", "−")}×</option>
            ))}
          </select>
        </label>
        <span class="grow which">
          Replication {replay.replication} · seed {replay.seed}
        </span>
        <button type="button" aria-label="Close the replay" onClick={closeReplay}>
          ×
        </button>
      </div>
      <div class="track">
        <div class="lanes" aria-hidden="true">
          {LANES.map((lane) => (
            <div class={`lane ${lane}`} key={lane}>
              <span>{MARKS[lane]}</span>
              {events
                .filter((event) => event.kind === lane)
                .map((event, i) => (
                  <Mark key={i} event={event} left={place(event.time)} />
                ))}
            </div>
          ))}
          <Playhead end={end} />
        </div>
        <Slider end={end} />
      </div>
    </section>
  );
}

/** An event: a click goes there and selects what it is about. */
function Mark({ event, left }: { event: ReplayEvent; left: string }) {
  const record = story.value;
  const selected = state.selection.value;
  if (!record) return null;
  const text = `${clock(event.time)} ${told(record, event, state.units.value)}`;
  const id = subject(record, event);
  return (
    <button
      type="button"
      tabIndex={-1}
      class={`mark ${selected !== null && concerns(record, event, selected) ? "selected" : ""}`}
      style={{ left }}
      title={text}
      aria-label={text}
      onClick={() => visit(event.time, id)}
      onDblClick={() => id && follow(id)}
    />
  );
}

// What moves with every frame is kept small: no component is rendered and nothing is laid out for it, the line is moved.
function Now() {
  return <span>{useComputed(() => clock(state.time.value))}</span>;
}

function Playhead({ end }: { end: number }) {
  const line = useRef<HTMLElement>(null);
  useSignalEffect(() => {
    const share = Math.min(1, state.time.value / end);
    if (line.current) line.current.style.transform = `translateX(${100 * share}%)`;
  });
  return (
    <div class="line-of-time">
      <i class="playhead" ref={line} />
    </div>
  );
}

function Slider({ end }: { end: number }) {
  // It stands at whole seconds.
  const second = useComputed(() => Math.round(state.time.value));
  return (
    <input
      type="range"
      aria-label="Time"
      aria-valuetext={clock(second.value)}
      min={0}
      max={end}
      step={1}
      value={second.value}
      onInput={(event) => jump(event.currentTarget.valueAsNumber)}
    />
  );
}
