/** What the page does with scenarios: each action asks the service and sets the state. */
import { batch, effect } from "@preact/signals";
import { ApiError, get, post, put, remove } from "../model/api.ts";
import { attempt, say } from "../model/attempt.ts";
import { NOWHERE } from "../model/address.ts";
import { go } from "../navigate.ts";
import { withValue } from "./document.ts";
import * as state from "../model/state.ts";
import type { Json, Path, ScenarioFile, ScenarioItem, Scene, Spec, Validation } from "../model/types.ts";

/** The scenario as it stands here, as a request names it. */
export function spec(): Spec {
  return state.edited.value || state.scenarioName.value === ""
    ? { yaml: state.text.value }
    : { name: state.scenarioName.value };
}

/** Go to a scenario as it is stored; what belonged to another is no longer shown. */
export function openScenario(name: string): Promise<void> {
  return go({ ...NOWHERE, scenario: name, tab: state.tab.peek() === "replay" ? "results" : state.tab.peek() });
}

/** Take the text as it is stored. */
export function revert(): void {
  edit(state.storedText.value);
}

export async function refreshScenarios(): Promise<void> {
  state.scenarios.value = await get<ScenarioItem[]>("/api/scenarios");
}

export function edit(next: string): void {
  if (next === state.text.value) return;
  state.undoTexts.value = [...state.undoTexts.value.slice(-99), state.text.value];
  state.text.value = next;
}

export function setField(path: Path, value: Json | undefined): void {
  edit(withValue(state.text.value, path, value));
}

export function undo(): void {
  const last = state.undoTexts.value.at(-1);
  if (last === undefined) return;
  state.undoTexts.value = state.undoTexts.value.slice(0, -1);
  state.text.value = last;
}

export async function save(name: string): Promise<boolean> {
  const file = await attempt(() => put<ScenarioFile>(`/api/scenarios/${encodeURIComponent(name)}`, { yaml: state.text.value }));
  if (!file) return false;
  await attempt(refreshScenarios);
  state.scenarioName.value = name;
  state.storedText.value = file.yaml;
  state.text.value = file.yaml;
  say(`Saved as ${name}.`);
  return true;
}

export async function removeScenario(name: string): Promise<void> {
  await attempt(async () => {
    await remove(`/api/scenarios/${encodeURIComponent(name)}`);
    await refreshScenarios();
    if (state.scenarioName.value === name) await openScenario("port-raid");
    say(`Removed ${name}.`);
  });
}

/** Whenever the text changes: have it checked, and when it is sound, have its scene worked out. */
let watching = false;
export function watchText(): void {
  if (watching) return;
  watching = true;
  let timer = 0;
  let asked = new AbortController();
  let first = true;
  effect(() => {
    const text = state.text.value;
    window.clearTimeout(timer);
    asked.abort();
    if (text === "") return;
    asked = new AbortController();
    const signal = asked.signal;
    timer = window.setTimeout(() => void check(text, signal), first ? 0 : 350);
    first = false;
  });
}

async function check(yaml: string, signal: AbortSignal): Promise<void> {
  state.checking.value = true;
  const of = state.scenarioName.value;
  const asked: Spec = yaml === state.storedText.value && state.scenarioName.value ? { name: state.scenarioName.value } : { yaml };
  try {
    const found = await post<Validation>("/api/validate", asked, signal);
    if (signal.aborted) return;
    state.validation.value = found;
    if (!found.valid) return;
    const scene = await post<Scene>("/api/scene", asked, signal);
    if (signal.aborted) return;
    batch(() => {
      state.sceneOf.value = of;
      state.scene.value = scene;
      state.sceneError.value = "";
    });
  } catch (problem) {
    if (signal.aborted || (problem instanceof ApiError && problem.status === 0)) return;
    state.sceneError.value = problem instanceof Error ? problem.message : String(problem);
  } finally {
    if (!signal.aborted) state.checking.value = false;
  }
}

export function recheck(): void {
  void check(state.text.value, new AbortController().signal);
}
