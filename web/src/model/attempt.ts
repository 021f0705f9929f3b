/** Saying something in passing, and running what may fail. */
import { ApiError } from "./api.ts";
import * as state from "./state.ts";

let noticeTimer = 0;

export function say(text: string, kind: "info" | "error" = "info"): void {
  show({ text, kind }, kind === "error" ? 9000 : 4000);
}

/** Tell what was done, with the way to take back the last step, which it was. */
export function sayDone(text: string): void {
  show({ text, kind: "info", undo: true }, 15_000);
}

function show(notice: state.Notice, ms: number): void {
  state.notice.value = notice;
  window.clearTimeout(noticeTimer);
  noticeTimer = window.setTimeout(() => (state.notice.value = null), ms);
}

/** Run an action; what fails is said, not thrown. A service that is gone has its own banner. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (problem) {
    if (problem instanceof ApiError && problem.status === 0) return undefined;
    say(problem instanceof Error ? problem.message : String(problem), "error");
    return undefined;
  }
}
