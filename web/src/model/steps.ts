/** What undo takes back and redo does again: a list of steps as plain data, so that a reload keeps it. */

export interface Edit {
  kind: "edit";
  scenario: string;
  from: string;
  to: string;
  /** Typed into one text, one key after another; `at` [ms] is when the last one came. */
  typing: boolean;
  at: number;
}

/** Another scenario, or another version of it, put on the table; addresses as the address bar has them. */
export interface Opening {
  kind: "open";
  from: Table;
  to: Table;
}

export interface Saving {
  kind: "save";
  name: string;
  /** What stood under the name before; null: nothing. */
  was: string | null;
  before: Table;
  text: string;
}

export interface Deletion {
  kind: "delete";
  what: "scenario" | "job";
  id: string;
  title: string;
  before: Table;
}

/** What is on the table: where that is, and its text, which need not be kept anywhere else. */
export interface Table {
  scenario: string;
  version: string | null;
  text: string;
  address: string;
}

export type Step = Edit | Opening | Saving | Deletion;

export interface Steps {
  done: Step[];
  undone: Step[];
}

export const NONE: Steps = { done: [], undone: [] };

/** Steps that are kept, and the characters of their texts: a tab's storage holds some five million. */
const MOST = 200;
const MOST_CHARACTERS = 1_500_000;
/** Keys that come within this time [ms] are one step. */
const PAUSE = 1200;

function size(step: Step): number {
  if (step.kind === "edit") return step.from.length + step.to.length;
  if (step.kind === "open") return step.from.text.length + step.to.text.length;
  return step.before.text.length + (step.kind === "save" ? step.text.length + (step.was?.length ?? 0) : 0);
}

/** The list with a step at its end; what was undone is no longer to be redone. */
export function withStep({ done }: Steps, step: Step): Steps {
  const last = done.at(-1);
  const goesOn =
    step.kind === "edit" && last?.kind === "edit" && step.typing && last.typing && last.scenario === step.scenario && step.at - last.at < PAUSE;
  const next = goesOn ? [...done.slice(0, -1), { ...step, from: last.from }] : [...done, step];
  let [first, total] = [Math.max(0, next.length - MOST), 0];
  for (let k = next.length - 1; k >= first; k--) {
    total += size(next[k]!);
    if (total > MOST_CHARACTERS && k < next.length - 1) first = k + 1;
  }
  return { done: next.slice(first), undone: [] };
}

/** The list after its last step was taken back, or after the one that was taken back last was done again. */
export function undone({ done, undone: others }: Steps): Steps {
  const last = done.at(-1);
  return last ? { done: done.slice(0, -1), undone: [...others, last] } : { done, undone: others };
}

export function redone({ done, undone: others }: Steps): Steps {
  const last = others.at(-1);
  return last ? { done: [...done, last], undone: others.slice(0, -1) } : { done, undone: others };
}

/** "Undo" and what of: the rest of the sentence. */
export function named(step: Step | undefined): string {
  if (!step) return "";
  if (step.kind === "edit") return "the edit";
  if (step.kind === "open") return step.from.scenario === step.to.scenario ? "the change of version" : `opening ${step.to.scenario}`;
  if (step.kind === "save") return `saving ${step.name}`;
  return `deleting ${step.title}`;
}
