/** Whenever the text changes: have it checked and kept, and when it is sound, have its scene worked out. */
import { batch, effect } from "@preact/signals";
import { ApiError, post } from "../model/api.ts";
import * as state from "../model/state.ts";
import type { Scene, Spec, Validation } from "../model/types.ts";
import { keepNow } from "./open.ts";

/** Time [ms] without a change after which a text is looked at. */
const PAUSE = 350;

/** The scenario as it stands here, as a request names it. */
export function spec(): Spec {
  return state.edited.value || !state.scenarioName.value ? { yaml: state.text.value } : { name: state.scenarioName.value };
}

let asked = new AbortController();
/** The scene that is being worked out: of the last sound text, and so not given up for one that may be broken. */
let drawing = new AbortController();

export function watchText(): void {
  let timer = 0;
  let shown = "";
  effect(() => {
    const [name, , missing] = [state.scenarioName.value, state.text.value, state.missing.value];
    window.clearTimeout(timer);
    asked.abort();
    if (!name || missing) return;
    // Another scenario is looked at at once.
    timer = window.setTimeout(recheck, name === shown ? PAUSE : 0);
    shown = name;
  });
}

/** Have the text as it stands checked, kept and drawn. */
export function recheck(): void {
  if (state.missing.peek() || !state.scenarioName.peek()) return;
  asked.abort();
  asked = new AbortController();
  // What cannot be kept now is kept with the next edit, and stands in this tab until then.
  keepNow().catch(() => undefined);
  void check(asked.signal);
}

async function check(signal: AbortSignal): Promise<void> {
  const [text, of, order] = [state.text.peek(), state.scenarioName.peek(), spec()];
  try {
    const found = await post<Validation>("/api/validate", order, signal);
    if (signal.aborted) return;
    batch(() => {
      state.validation.value = found;
      state.checkedText.value = text;
    });
    if (found.valid) void draw(text, of, order, found.summary?.scenario_hash ?? null);
  } catch (problem) {
    told(problem, signal, text);
  }
}

/** Have the scene of a sound text worked out; it gives way to that of the next sound one, or to another scenario. */
async function draw(text: string, of: string, order: Spec, hash: string | null): Promise<void> {
  drawing.abort();
  drawing = new AbortController();
  const { signal } = drawing;
  try {
    const scene = await post<Scene>("/api/scene", order, signal);
    if (signal.aborted || state.scenarioName.peek() !== of) return;
    batch(() => {
      state.sceneOf.value = of;
      state.sceneHash.value = hash;
      state.scene.value = scene;
      state.sceneError.value = "";
    });
  } catch (problem) {
    told(problem, signal, text);
  }
}

/** Say why a text was not checked or drawn, unless another stands there by now; a service that is gone has its banner. */
function told(problem: unknown, signal: AbortSignal, text: string): void {
  if (signal.aborted || text !== state.text.peek() || (problem instanceof ApiError && problem.status === 0)) return;
  state.sceneError.value = problem instanceof Error ? problem.message : String(problem);
}
