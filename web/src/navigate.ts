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
import { clearReplay, clearRun, showReplay, showRun } from "./run/open.ts";
import { showScenario } from "./scenario/open.ts";

/** Where this browser was last, for an address that names nothing. */
const last = kept("last", "");
/** Whether one is on the way: the address already says where to. */
const going = signal(false);
let turn = 0;

/** Go to a place; `how` the address bar learns of it: as a step of its own, in place, or not, as it says so already. */
export async function go(to: Place, how: "push" | "replace" | "none" = "push"): Promise<void> {
  const mine = (turn += 1);
  const late = (): boolean => mine !== turn;
  if (how === "push" && formatAddress(to) !== location.hash) history.pushState(null, "", formatAddress(to));
  else if (how === "replace") history.replaceState(null, "", formatAddress(to));
  going.value = true;
  state.absent.value = "";
  batch(() => {
    state.tab.value = to.tab;
    state.selection.value = to.selection;
    state.camera.value = to.camera;
    state.layers.value = to.layers;
    if (to.mode) state.mapMode.value = to.mode;
    // What belongs to another scenario goes before that one comes.
    if (to.run !== state.jobId.peek()) clearRun(to.run);
    else if (to.replication !== state.replayOf.peek()?.k) clearReplay();
  });
  try {
    await showScenario(to, late);
    if (!late()) await showRun(to, late);
    if (!late()) await showReplay(to, late);
  } catch (problem) {
    // A service that is gone has its own banner, and is asked again when it is back.
    if (!late() && !(problem instanceof ApiError && problem.status === 0))
      say(problem instanceof Error ? problem.message : String(problem), "error");
  } finally {
    if (!late()) {
      if (state.tab.value === "replay" && !state.replay.value) state.tab.value = "results";
      write("replace");
      going.value = false;
    }
  }
}

/** Go to where the address says; one that names nothing leads to where this browser was last. */
export function goToAddress(how: "replace" | "none" = "none"): Promise<void> {
  const bare = location.hash.length < 2;
  const to = parseAddress(bare ? last.peek() : location.hash);
  return go(to.scenario || to.run ? to : { ...NOWHERE, scenario: "port-raid" }, bare ? "replace" : how);
}

let pending = 0;

function write(how: "auto" | "replace" = "auto"): void {
  window.clearTimeout(pending);
  const place = { ...state.here.peek(), time: state.replay.peek() ? state.time.peek() : null };
  const next = formatAddress(place);
  if (!place.scenario || next === location.hash) return;
  last.value = next;
  if (how === "auto" && !sameVisit(parseAddress(location.hash), place)) history.pushState(null, "", next);
  else history.replaceState(null, "", next);
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
    if (scenario && !going.value) state.draft.value = { scenario, version, text };
  });
}
