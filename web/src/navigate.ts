/**
 * Going somewhere: the one way in which the page comes to show another scenario, run, replication or answer, whoever
 * asks (a click, Back, an address, the start). And the address bar, which follows wherever one is.
 */
import { batch, effect, signal } from "@preact/signals";
import { NOWHERE, formatAddress, parseAddress, sameVisit, type Place } from "./model/address.ts";
import { ApiError } from "./model/api.ts";
import { say } from "./model/attempt.ts";
import * as state from "./model/state.ts";
import { kept } from "./model/store.ts";
import { clearReplay, clearRun, showReplay, showRun, showStudies, withScenario } from "./run/open.ts";
import { clearStudy, showStudy } from "./run/asked.ts";
import { comparison, coverage } from "./run/studies.ts";
import { keepNow, showScenario } from "./scenario/open.ts";

/** Where this browser was last, for an address that names nothing. */
const last = kept("last", "");
/** Whether one is on the way: the address already says where to. */
const going = signal(false);
let turn = 0;
/** Whether the service was gone on the way: the address says where to, and one goes on when it is back. */
let stranded = false;
/** The timer of a change of the address that may wait. */
let pending = 0;
/** The address as it was read or written last; while it says something else, somebody is about to go there. */
let known = location.hash;

function tell(how: "push" | "replace", next: string): void {
  if (how === "push") history.pushState(null, "", next);
  else history.replaceState(null, "", next);
  known = location.hash;
}

/**
 * Go to a place; `how` the address bar learns of it: as a step of its own, in place, or not, as it says so already.
 * What is on the table is kept before it goes, and undo leads back to it, unless it is undo that asks (`noted`).
 */
export async function go(wanted: Place, how: "push" | "replace" | "none" = "push", noted = true): Promise<boolean> {
  const mine = (turn += 1);
  const late = (): boolean => mine !== turn;
  window.clearTimeout(pending);
  going.value = true;
  stranded = false;
  try {
    await leave(wanted);
    if (late()) return false;
    if (how === "replace" || (how === "push" && formatAddress(wanted) !== location.hash)) tell(how, formatAddress(wanted));
    state.absent.value = null;
    const to = await withScenario(wanted);
    if (late()) return false;
    if (to.scenario) await showScenario(to, late, noted, () => clearOthers(to));
    if (!late() && !state.missing.peek()) await Promise.all([showWatched(to, late), showStudies(to, late), showStudy(to, late)]);
  } catch (problem) {
    if (!late()) fail(problem);
  }
  if (late()) return false;
  if (!stranded) {
    if (state.tab.value === "replay" && !state.replay.value) state.tab.value = "results";
    write("replace");
  }
  going.value = false;
  return !stranded;
}

/** A service that is gone has its own banner, and is asked again when it is back. */
function fail(problem: unknown): void {
  stranded = problem instanceof ApiError && problem.status === 0;
  if (!stranded) say(problem instanceof Error ? problem.message : String(problem), "error");
}

/** The service is back: go on to where one was going. */
export async function goOnWay(): Promise<void> {
  if (stranded) await goToAddress();
}

async function showWatched(to: Place, late: () => boolean): Promise<void> {
  await showRun(to, late);
  if (!late()) await showReplay(to, late);
}

/** Before another scenario, or another version, comes: keep this one, so that the address of this visit leads back. */
async function leave(wanted: Place): Promise<void> {
  if (!state.scenarioName.peek() || (wanted.scenario === state.scenarioName.peek() && wanted.version === state.version.peek())) return;
  const before = formatAddress(state.here.peek());
  await keepNow().catch(() => undefined);
  if (before === location.hash && formatAddress(state.here.peek()) !== before) write("replace");
}

/** What costs nothing is set at once; what belongs to another scenario goes before that one comes. */
function clearOthers(to: Place): void {
  batch(() => {
    state.tab.value = to.tab;
    state.selection.value = to.selection;
    state.view.value = to.view;
    state.camera.value = to.camera;
    state.layers.value = to.layers;
    state.side.value = to.side;
    if (to.mode) state.mapMode.value = to.mode;
    const other = to.scenario !== state.scenarioName.peek();
    if (other || to.run !== state.jobId.peek()) clearRun(to.run);
    else if (to.replication !== (state.replayOf.peek()?.k ?? null)) clearReplay();
    if (other || to.compare !== state.compareId.peek()) comparison.clear();
    if (other || to.coverage !== state.coverageId.peek()) coverage.clear();
    if (other || to.study !== state.studyId.peek()) clearStudy();
  });
}

/** Go to where the address says; one that names nothing leads to where this browser was last. */
export function goToAddress(how: "replace" | "none" = "none"): Promise<boolean> {
  known = location.hash;
  const bare = known.length < 2;
  const to = parseAddress(bare ? last.peek() : location.hash);
  return go(to.scenario || to.run ? to : { ...NOWHERE, scenario: "port-raid" }, bare ? "replace" : how);
}

function write(how: "auto" | "replace" = "auto"): void {
  window.clearTimeout(pending);
  const place = { ...state.here.peek(), time: state.replay.peek() ? state.time.peek() : null };
  const next = formatAddress(place);
  if (!place.scenario || stranded || known !== location.hash) return;
  if (!state.missing.peek()) last.value = next;
  if (next !== location.hash) {
    tell(how === "auto" && !sameVisit(parseAddress(location.hash), place) ? "push" : "replace", next);
  }
  const draft = state.draft.peek();
  if (draft && !state.missing.peek() && draft.address !== location.hash) state.draft.value = { ...draft, ...addresses(draft) };
}

/** The address of what is shown now, kept so that it shows the same to whoever opens it on this service. */
export async function address(): Promise<string> {
  await keepNow();
  write("replace");
  return location.href;
}

/** What the tab's table is of: the address now, and for a moment also the one before, which a reload under way may load. */
function addresses(draft: { address: string; was?: string; moved?: number } | null): { address: string; was?: string; moved?: number } {
  const here = location.hash;
  if (!draft) return { address: here };
  if (draft.address !== here) return { address: here, was: draft.address, moved: Date.now() };
  return draft.was === undefined ? { address: here } : { address: here, was: draft.was, moved: draft.moved ?? 0 };
}

/** Keep the address in step with the state, and the state with the address, from now on. */
export function startAddress(): void {
  window.addEventListener("hashchange", () => void goToAddress());
  window.addEventListener("pagehide", () => write());
  // The clock of a running replay wakes nobody; browsers refuse an address that changes with every frame.
  window.setInterval(() => state.playing.value && !going.value && write(), 1000);
  effect(() => {
    const place = state.here.value;
    if (going.value || !place.scenario) return;
    window.clearTimeout(pending);
    if (sameVisit(parseAddress(location.hash), place)) pending = window.setTimeout(write, 200);
    else write();
  });
  effect(() => {
    const [scenario, version, text] = [state.scenarioName.value, state.version.value, state.text.value];
    if (!scenario || going.value || state.missing.value) return;
    const before = state.draft.peek();
    state.draft.value = { scenario, version, text, edited: state.edited.value, ...addresses(before?.scenario === scenario ? before : null) };
  });
}
