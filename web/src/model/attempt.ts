/** Saying something in passing, and running what may fail. */
import { ApiError } from "./api.ts";
import * as state from "./state.ts";

let noticeTimer = 0;

export function say(text: string, kind: "info" | "error" = "info"): void {
  state.notice.value = { text, kind };
  window.clearTimeout(noticeTimer);
  noticeTimer = window.setTimeout(() => (state.notice.value = null), kind === "error" ? 9000 : 4000);
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
