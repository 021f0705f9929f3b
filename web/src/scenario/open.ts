/** Putting a scenario on the table. Who wants to go somewhere calls `go` of navigate.ts, which calls this. */
import { batch } from "@preact/signals";
import { NOWHERE, formatAddress, type Place } from "../model/address.ts";
import { ApiError, get, post } from "../model/api.ts";
import { sayDone } from "../model/attempt.ts";
import * as state from "../model/state.ts";
import { withStep, type Step, type Table } from "../model/steps.ts";
import type { JobScenario, ScenarioFile, ScenarioItem, Version, VersionText } from "../model/types.ts";

/** What a scenario is called that was ordered by another program and has no name in the workspace. */
export const UNTITLED = "untitled";

/** Note a step that undo takes back. What a notice before it offered to take back is no longer the last one. */
export function record(step: Step): void {
  batch(() => {
    if (state.notice.value?.undo) state.notice.value = null;
    state.steps.value = withStep(state.steps.value, step);
  });
}

/** What is on the table now. */
export function table(): Table {
  return {
    scenario: state.scenarioName.peek(),
    version: state.version.peek(),
    text: state.text.peek(),
    address: formatAddress(state.here.peek()),
  };
}

/** What the service keeps; null where it has no such thing. */
async function held<T>(at: string): Promise<T | null> {
  try {
    return await get<T>(at);
  } catch (problem) {
    if (problem instanceof ApiError && [404, 422].includes(problem.status)) return null;
    throw problem;
  }
}

function path(name: string): string {
  return `/api/scenarios/${encodeURIComponent(name)}`;
}

/** Keep a text as a version of a scenario; its number. */
export async function keep(name: string, text: string): Promise<string> {
  return (await post<Version>(`${path(name)}/versions`, { yaml: text })).version;
}

/** Keep what is on the table now, before it goes: the address of this visit leads back to it. */
export async function keepNow(): Promise<void> {
  const [name, text] = [state.scenarioName.peek(), state.text.peek()];
  if (!name || state.missing.peek()) return;
  if (state.bundled.peek() && !state.edited.peek()) {
    state.version.value = null;
    return;
  }
  const number = await keep(name, text);
  if (state.scenarioName.peek() === name && state.text.peek() === text) state.version.value = number;
}

/** The scenario and the version that a job was ordered for, kept in the workspace. */
export async function versionOfJob(id: string): Promise<{ scenario: string; version: string }> {
  const told = await get<JobScenario>(`/api/jobs/${encodeURIComponent(id)}/scenario`);
  const scenario = told.scenario ?? UNTITLED;
  return { scenario, version: await keep(scenario, told.yaml) };
}

/** Fetch the scenario of a place and put it on the table; where it cannot be had, that is told. Nothing when `late`; `clear` takes away what belongs to another. */
export async function showScenario(to: Place, late: () => boolean, noted: boolean, clear: () => void): Promise<void> {
  const same = to.scenario === state.scenarioName.peek() && to.version === state.version.peek();
  if (same && !state.missing.peek()) {
    clear();
    return;
  }
  const draft = ownDraft(to);
  const version = draft ? draft.version : to.version;
  const mine = draft ? draft.text : null;
  // One that was saved in another tab since; one that was never saved has versions alone.
  const unsaved = (version !== null || mine !== null) && !(await isListed(to.scenario));
  const [stored, kept] = await Promise.all([
    unsaved ? null : storedOf(to.scenario),
    version && mine === null ? held<VersionText>(`${path(to.scenario)}/versions/${encodeURIComponent(version)}`) : null,
  ]);
  if (late()) return;
  const file = stored instanceof ApiError ? null : stored;
  const text = mine ?? (version ? (kept?.yaml ?? null) : (file?.yaml ?? null));
  const before = tableBefore();
  const changes = before !== null && (state.scenarioName.peek() ? state.edited.peek() : true) && !state.missing.peek();
  if (text === null) {
    batch(() => {
      clear();
      put(to.scenario, file?.yaml ?? null, "");
      state.missing.value = true;
      state.version.value = version;
      state.absent.value = file
        ? { text: `This version of ${file.title} is no longer kept in this workspace.`, to: { ...NOWHERE, scenario: to.scenario }, label: "Open it as it is stored" }
        : absence(stored, to.scenario);
    });
  } else
    batch(() => {
      clear();
      put(to.scenario, file?.yaml ?? null, text);
      state.version.value = file?.bundled && file.yaml === text ? null : version;
    });
  const after = { scenario: to.scenario, version, text: text ?? "", address: formatAddress(to) };
  if (!noted || !before || (before.scenario === after.scenario && before.text === after.text)) return;
  record({ kind: "open", from: before, to: after });
  if (changes && before.text !== "") sayDone(`The changes to ${before.scenario} are kept.`);
}

/** For how long [ms] a reload may still load the address before. */
const MOMENT = 10_000;

/** What this tab had on the table at this place. After a reload the address may be older than the version kept last. */
function ownDraft(to: Place): Table | null {
  const draft = state.draft.peek();
  if (draft?.scenario !== to.scenario) return null;
  const before = Date.now() - (draft.moved ?? 0) < MOMENT && draft.was === location.hash;
  const reloaded = !state.scenarioName.peek() && (draft.address === location.hash || before);
  return reloaded || draft.version === to.version ? draft : null;
}

async function isListed(name: string): Promise<boolean> {
  const listed = (): boolean => state.scenarios.peek()?.some((item) => item.name === name) ?? false;
  if (!listed()) state.scenarios.value = await get<ScenarioItem[]>("/api/scenarios");
  return listed();
}

/** A scenario as it is stored, or why it cannot be had. */
async function storedOf(name: string): Promise<ScenarioFile | ApiError> {
  try {
    return await get<ScenarioFile>(path(name));
  } catch (problem) {
    if (problem instanceof ApiError && [404, 422].includes(problem.status)) return problem;
    throw problem;
  }
}

/** What is on the table, or was before this tab was loaded with another address over edits. */
function tableBefore(): Table | null {
  if (state.scenarioName.peek()) return state.missing.peek() ? null : table();
  const draft = state.draft.peek();
  return draft?.edited ? draft : null;
}

function absence(said: unknown, name: string): state.Absent {
  const message = said instanceof Error ? said.message.replace(/\.?$/, ".") : `There is no scenario ${name}.`;
  const near = /the nearest is '([a-z0-9-]+)'/.exec(message)?.[1] ?? "port-raid";
  const title = state.scenarios.peek()?.find((item) => item.name === near)?.title ?? near;
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return { text, to: { ...NOWHERE, scenario: near }, label: `Open ${title}` };
}

/** Set what is on the table; another scenario takes what was found of the one before, and its scene, with it. */
export function put(name: string, stored: string | null, text: string): void {
  batch(() => {
    if (name !== state.scenarioName.peek() || state.missing.peek()) {
      state.sheet.value += 1;
      state.validation.value = null;
      state.checkedText.value = null;
      state.scene.value = null;
      state.sceneHash.value = null;
      state.sceneError.value = "";
      state.placing.value = null;
    }
    state.missing.value = false;
    state.scenarioName.value = name;
    state.storedText.value = stored;
    state.text.value = text;
  });
}
