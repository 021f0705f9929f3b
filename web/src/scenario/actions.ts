/** What one does with scenarios: open, edit, save, delete; and taking each of it back. */
import { batch } from "@preact/signals";
import { ApiError, get, post, put as store, remove } from "../model/api.ts";
import { attempt, sayDone } from "../model/attempt.ts";
import { NOWHERE, parseAddress } from "../model/address.ts";
import * as state from "../model/state.ts";
import { redone, undone, type Deletion, type Saving, type Step, type Table } from "../model/steps.ts";
import type { Job, Json, Path, ScenarioFile, ScenarioItem } from "../model/types.ts";
import { go } from "../navigate.ts";
import { refreshJobs } from "../run/open.ts";
import { withValue } from "./document.ts";
import { put, record, table } from "./open.ts";

/** Go to a scenario as it is stored; what belonged to another is no longer shown. */
export async function openScenario(name: string): Promise<void> {
  await go({ ...NOWHERE, scenario: name, tab: state.tab.peek() === "replay" ? "results" : state.tab.peek() });
}

/** Change the text; `typing`: key by key, of which those that come without a pause are taken back at once. */
export function edit(next: string, typing = false): void {
  const from = state.text.peek();
  if (next === from || state.missing.peek()) return;
  record({ kind: "edit", scenario: state.scenarioName.peek(), from, to: next, typing, at: Date.now() });
  state.text.value = next;
}

export function setField(path: Path, value: Json | undefined): void {
  edit(withValue(state.text.value, path, value));
}

/** Take the text as it is stored. */
export function revert(): void {
  if (state.storedText.value === null) return;
  edit(state.storedText.value);
  sayDone(`Reverted to ${state.scenarioName.value} as it is stored.`);
}

async function refreshScenarios(): Promise<void> {
  state.scenarios.value = await get<ScenarioItem[]>("/api/scenarios");
}

function pathOf(name: string): string {
  return `/api/scenarios/${encodeURIComponent(name)}`;
}

/** The text that is stored under a name; null where there is none. */
async function storedAs(name: string): Promise<string | null> {
  await refreshScenarios();
  const known = state.scenarios.value?.some((item) => item.name === name);
  return known ? (await get<ScenarioFile>(pathOf(name))).yaml : null;
}

/** Save what is on the table under a name; the address then names that. */
async function saveAs(name: string, text: string): Promise<void> {
  const file = await store<ScenarioFile>(pathOf(name), { yaml: text });
  await refreshScenarios();
  batch(() => {
    // The state of the scenario is the same: what was found of it, and its answers, stay.
    state.scenarioName.value = name;
    state.storedText.value = file.yaml;
    state.text.value = file.yaml;
    if (state.scene.value) state.sceneOf.value = name;
  });
}

export async function save(name: string): Promise<boolean> {
  const saved = await attempt(async () => {
    const [before, was] = [table(), await storedAs(name)];
    await saveAs(name, before.text);
    record({ kind: "save", name, was, before, text: before.text });
    return true;
  });
  if (saved) sayDone(`Saved as ${name}.`);
  return saved ?? false;
}

export async function removeScenario(name: string): Promise<void> {
  const item = state.scenarios.value?.find((known) => known.name === name);
  const done = await attempt(async () => {
    const before = table();
    await remove(pathOf(name));
    record({ kind: "delete", what: "scenario", id: name, title: item?.title ?? name, before });
    await refreshScenarios();
    await go({ ...NOWHERE, scenario: "port-raid" }, "push", false);
    return true;
  });
  if (done) sayDone(`Deleted ${name}.`);
}

export async function removeJob(job: Job): Promise<void> {
  const done = await attempt(async () => {
    const before = table();
    await remove(`/api/jobs/${job.id}`);
    record({ kind: "delete", what: "job", id: job.id, title: job.title, before });
    await withoutJob(job.id);
    return true;
  });
  if (done) sayDone(`Deleted the run of ${job.title}.`);
}

async function withoutJob(id: string): Promise<void> {
  const here = state.here.peek();
  if (here.run === id) await go({ ...here, run: null, replication: null, time: null, tab: "results" }, "push", false);
  await refreshJobs();
}

/** Put back what was on the table, with its text though nothing else keeps it. */
async function goBack(to: Table): Promise<void> {
  state.draft.value = { ...to, edited: true };
  const there = await go({ ...parseAddress(to.address), scenario: to.scenario, version: to.version }, "push", false);
  if (!there) throw new ApiError(0, "The service does not answer.");
}

let busy: Promise<void> = Promise.resolve();

/** Take the last step back. One after another: a step may have to ask the service. */
export function undo(): Promise<void> {
  busy = busy.then(async () => {
    const step = state.steps.peek().done.at(-1);
    if (!step) return;
    state.notice.value = null;
    const done = await attempt(async () => (await takeBack(step), true));
    if (done) state.steps.value = undone(state.steps.peek());
  });
  return busy;
}

export function redo(): Promise<void> {
  busy = busy.then(async () => {
    const step = state.steps.peek().undone.at(-1);
    if (!step) return;
    state.notice.value = null;
    const done = await attempt(async () => (await doAgain(step), true));
    if (done) state.steps.value = redone(state.steps.peek());
  });
  return busy;
}

async function takeBack(step: Step): Promise<void> {
  if (step.kind === "edit") state.text.value = step.from;
  else if (step.kind === "open") await goBack(step.from);
  else if (step.kind === "save") await takeBackSave(step);
  else await restore(step);
}

async function doAgain(step: Step): Promise<void> {
  if (step.kind === "edit") state.text.value = step.to;
  else if (step.kind === "open") await goBack(step.to);
  else if (step.kind === "save") await saveAs(step.name, step.text);
  else if (step.what === "scenario") {
    await remove(pathOf(step.id));
    await refreshScenarios();
    await go({ ...NOWHERE, scenario: "port-raid" }, "push", false);
  } else {
    await remove(`/api/jobs/${step.id}`);
    await withoutJob(step.id);
  }
}

async function takeBackSave({ name, was, before }: Saving): Promise<void> {
  if (was === null) await remove(pathOf(name));
  else await store(pathOf(name), { yaml: was });
  const stored = before.scenario === name ? was : await storedAs(before.scenario);
  await refreshScenarios();
  put(before.scenario, stored, before.text);
  state.version.value = before.version;
}

async function restore({ what, id, before }: Deletion): Promise<void> {
  await post(`/api/bin/${what}/${encodeURIComponent(id)}`, {});
  await (what === "scenario" ? refreshScenarios() : refreshJobs());
  await goBack(before);
}

/** Restore something from the bin. */
export async function restoreDeleted(what: "scenario" | "job", id: string): Promise<void> {
  await attempt(async () => {
    await post(`/api/bin/${what}/${encodeURIComponent(id)}`, {});
    await (what === "scenario" ? refreshScenarios() : refreshJobs());
  });
}
