/** The shell: the header, the two sides, and the globe with its timeline between them. */
import { useEffect } from "preact/hooks";
import { redo, undo } from "../scenario/actions.ts";
import { recheck } from "../scenario/check.ts";
import { start } from "../start.ts";
import { get, serverGone, waitForServer } from "../model/api.ts";
import { attempt, say } from "../model/attempt.ts";
import { address, goOnWay } from "../navigate.ts";
import { moving, stopMoving } from "../globe/move.tsx";
import { measuring, stopMeasuring } from "../globe/measure.tsx";
import { GlobeView } from "../globe/view.tsx";
import { ComparePanel } from "../run/compare.tsx";
import { EntryDialog } from "../run/entry.tsx";
import { CoveragePanel } from "../run/coverage.tsx";
import { ReplayPanel } from "../replay/replay.tsx";
import { Results } from "../run/results.tsx";
import { SidePanel } from "../side/panel.tsx";
import { ScenarioPanel } from "../scenario/scenario.tsx";
import { Help, HelpButton } from "../help/help.tsx";
import { Meaning } from "../help/term.tsx";
import { StudiesPanel } from "../run/forms.tsx";
import { SourcesPanel } from "../run/sources.tsx";
import { Timeline } from "../replay/timeline.tsx";
import { UNITS, type Units } from "../model/units.ts";
import { step, toggle } from "../replay/playback.ts";
import * as state from "../model/state.ts";

const TABS: { key: state.Tab; text: string; Panel: () => preact.JSX.Element }[] = [
  { key: "results", text: "Results", Panel: Results },
  { key: "replay", text: "Replay", Panel: ReplayPanel },
  { key: "compare", text: "Compare", Panel: ComparePanel },
  { key: "coverage", text: "Coverage", Panel: CoveragePanel },
  { key: "studies", text: "Studies", Panel: StudiesPanel },
  { key: "sources", text: "Sources", Panel: SourcesPanel },
];

/** Space plays, comma and full stop step; but never where a key means something else. */
function onKey(event: KeyboardEvent): void {
  // A dialog closes by itself.
  if (event.key === "Escape" && (state.placing.value || measuring.value || moving.value || state.selection.value) && !document.querySelector("dialog[open]")) {
    if (state.placing.value) state.placing.value = null;
    else if (measuring.value) stopMeasuring();
    else if (moving.value) stopMoving();
    else state.selection.value = null;
    return;
  }
  const target = event.target as HTMLElement;
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && (target as HTMLInputElement).type !== "range";
  if (!typing && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    void (event.shiftKey ? redo() : undo());
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !state.replay.value) return;
  if (event.key === " " && !/^(BUTTON|SUMMARY|A)$/.test(target.tagName)) toggle();
  else if (event.key === ",") step(-1);
  else if (event.key === ".") step(1);
  else return;
  event.preventDefault();
}

export function App() {
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById(`tab-${state.tab.value}`)?.focus()}>
        To the answers
      </button>
      <Header />
      <Gone />
      <main class={`${state.replay.value || state.placing.value ? "watching" : ""} ${state.leftOpen.value ? "" : "no-left"} ${state.rightOpen.value ? "" : "no-right"}`}>
        <section class="side left" id="scenario" aria-label="Scenario" hidden={!state.leftOpen.value}>
          <h2 class="sr">Scenario</h2>
          <ScenarioPanel />
        </section>
        <div class="centre">
          <GlobeView />
          <SidePanel />
          <Timeline />
        </div>
        <section class="side right" id="results" aria-label="Results" hidden={!state.rightOpen.value}>
          <h2 class="sr">Answers</h2>
          <Right />
        </section>
      </main>
      <EntryDialog />
      <Help />
      <Meaning />
      <Passing />
    </>
  );
}

/** What is told in passing, and the way to take it back. */
function Passing() {
  const notice = state.notice.value;
  return (
    <div class={`notice ${notice?.kind ?? ""}`} role="status" aria-live="polite">
      {notice?.text}
      {notice?.undo && (
        <button type="button" class="small" onClick={() => void undo()}>
          Take back
        </button>
      )}
    </div>
  );
}

async function copyAddress(): Promise<void> {
  await attempt(async () => {
    await navigator.clipboard.writeText(await address());
    say("Address copied: whoever opens it on this service sees the same.");
  });
}

function Header() {
  const about = state.about.value;
  return (
    <header class="top">
      <h1>
        <img src="./icon.svg" alt="" width="22" height="22" />
        airdef
      </h1>
      <p class="tag">What ground-based air defence sees, engages and stops, from public figures</p>
      <div class="row" role="group" aria-label="Page">
        <button type="button" aria-pressed={state.leftOpen.value} onClick={() => (state.leftOpen.value = !state.leftOpen.value)}>
          Scenario
        </button>
        <button type="button" aria-pressed={state.rightOpen.value} onClick={() => (state.rightOpen.value = !state.rightOpen.value)}>
          Answers
        </button>
        {/* Browsers lend the clipboard to loopback and to secure pages only. */}
        {window.isSecureContext && (
          <button type="button" class="copy" title="Whoever opens it on this service sees the same, unsaved edits included" onClick={() => void copyAddress()}>
            Copy address
          </button>
        )}
        <HelpButton />
        <label>
          <span class="sr">Colours</span>
          <select value={state.theme.value} onChange={(event) => (state.theme.value = event.currentTarget.value as state.Theme)}>
            <option value="auto">System colours</option>
            <option value="dark">Dark</option>
            <option value="light">Light</option>
          </select>
        </label>
        <label>
          <span class="sr">Units</span>
          <select
            class="units"
            title="Units of the map, of what is selected and of the log; what is typed keeps its own"
            value={state.units.value}
            onChange={(event) => (state.units.value = event.currentTarget.value as Units)}
          >
            {Object.entries(UNITS).map(([value, text]) => (
              <option key={value} value={value}>{text}</option>
            ))}
          </select>
        </label>
        {about && <small class="version">{about.version}</small>}
      </div>
    </header>
  );
}

/** Looks [ms] for the service, so that nothing is claimed on its word when it is gone. */
const LOOK = 4000;

function Gone() {
  const gone = serverGone.value;
  useEffect(() => {
    const look = (): void => {
      if (!document.hidden && !serverGone.peek()) void get("/api/about").catch(() => undefined);
    };
    const timer = window.setInterval(look, LOOK);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  useEffect(() => {
    if (!gone) return undefined;
    return waitForServer(() => {
      if (state.schema.value) {
        recheck();
        void goOnWay();
      } else void start();
    });
  }, [gone]);
  if (!gone) return null;
  return (
    <div class="gone" role="alert">
      The service does not answer. Nothing typed here is lost; the page goes on by itself when it is back.
    </div>
  );
}

function Right() {
  const current = TABS.find((tab) => tab.key === state.tab.value) ?? TABS[0]!;
  const move = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (to === undefined) return;
    const next = TABS[(TABS.indexOf(current) + to + TABS.length) % TABS.length]!;
    state.tab.value = next.key;
    document.getElementById(`tab-${next.key}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Answers" onKeyDown={move}>
        {TABS.map(({ key, text }) => (
          <button
            type="button"
            role="tab"
            key={key}
            id={`tab-${key}`}
            aria-selected={key === current.key}
            aria-controls="answer"
            tabIndex={key === current.key ? 0 : -1}
            onClick={() => (state.tab.value = key)}
          >
            {text}
          </button>
        ))}
      </div>
      <div id="answer" role="tabpanel" aria-labelledby={`tab-${current.key}`}>
        <current.Panel />
      </div>
    </>
  );
}
