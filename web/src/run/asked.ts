/** A study that was ordered by its form: its job, and its answer as sentences, a table and a picture. */
import { batch, signal } from "@preact/signals";
import type { Place } from "../model/address.ts";
import { ApiError, ended, follow, get, post } from "../model/api.ts";
import { attempt } from "../model/attempt.ts";
import type { ShownStudy, StudyForm } from "../model/service.ts";
import * as state from "../model/state.ts";
import { fielded, ordered, type Schema } from "../model/fielded.ts";
import type { Job, Json } from "../model/types.ts";
import { SHOWN, belongs, known, refreshJobs } from "./open.ts";

export const forms = signal<StudyForm[] | null>(null);
/** What is typed, by study and field. */
export const typed = signal<Record<string, Record<string, string>>>({});
export const chosen = signal("worth");
export const asked = signal<Job | null>(null);
export const answer = signal<ShownStudy | null>(null);
/** Why the service refused the order, in its words. */
export const refused = signal("");

let stop: (() => void) | null = null;

export async function loadForms(): Promise<void> {
  if (!forms.peek()) await attempt(async () => (forms.value = await get<StudyForm[]>("/api/studies")));
}

export async function order(form: StudyForm, scenario: Json): Promise<void> {
  const called = state.scenarioName.peek();
  const fields = form.form.properties as Record<string, Schema>;
  const body: Record<string, Json> = form.of_scenario ? { scenario, called } : {};
  for (const [name, text] of Object.entries(typed.peek()[form.name] ?? {})) {
    const value = fields[name] && ordered(fielded(fields[name], (form.form.$defs ?? {}) as Schema), text);
    if (value !== undefined) body[name] = value;
  }
  refused.value = "";
  try {
    const job = await post<Job>(`/api/jobs/${form.name}`, body);
    void attempt(refreshJobs);
    if (state.scenarioName.peek() === called) watchStudy(job);
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    refused.value = problem.message;
  }
}

/** Follow a study until it ends, and fetch its answer; one that has ended is shown at once. */
export function watchStudy(job: Job): void {
  clearStudy();
  batch(() => {
    state.studyId.value = job.id;
    asked.value = job;
    chosen.value = job.kind;
  });
  if (ended(job)) {
    void fetched(job);
    return;
  }
  stop = follow(job.id, (next) => {
    if (asked.peek()?.id !== next.id) return;
    asked.value = next;
    if (ended(next)) void fetched(next);
  });
}

export function clearStudy(): void {
  stop?.();
  stop = null;
  batch(() => {
    state.studyId.value = null;
    asked.value = null;
    answer.value = null;
    refused.value = "";
  });
}

async function fetched(job: Job): Promise<void> {
  void attempt(refreshJobs);
  if (job.state !== "done") return;
  const found = await attempt(() => get<ShownStudy>(`/api/jobs/${job.id}/shown`));
  if (found && asked.peek()?.id === job.id) answer.value = found;
}

/** Show the study of a place; one that is asked of no scenario is of every one. */
export async function showStudy(to: Place, late: () => boolean): Promise<void> {
  const id = to.study;
  if (state.studyId.peek() === id && (id === null || asked.peek() !== null)) return;
  clearStudy();
  const job = id === null ? null : await known(id, "study");
  const ours = job !== null && !(job.kind in SHOWN) && !late() && (job.scenario_hash === null || (await belongs(job, to)));
  if (job && ours && !late()) watchStudy(job);
}
