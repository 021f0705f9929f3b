/** The one place that talks to the service. */
import { signal } from "@preact/signals";
import type { Job, Problem } from "./types.ts";

/** Whether the service has stopped answering; a banner shows it and asks again until it is back. */
export const serverGone = signal(false);

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly problems: Problem[] = [],
  ) {
    super(message);
  }
}

async function call(method: string, path: string, body?: unknown, abort?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  const options: RequestInit = { method, headers };
  if (abort) options.signal = abort;
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    headers["content-type"] = "application/json";
  }
  let response: Response;
  try {
    response = await fetch(path, options);
  } catch (problem) {
    if (abort?.aborted) throw problem;
    serverGone.value = true;
    throw new ApiError(0, "The service does not answer.");
  }
  serverGone.value = false;
  if (response.ok) return response;
  const said = (await response.json().catch(() => null)) as { error?: string; problems?: Problem[] } | null;
  const message = said?.error ?? `The service answered ${response.status} ${response.statusText}.`;
  throw new ApiError(response.status, message, said?.problems ?? []);
}

export async function get<T>(path: string, abort?: AbortSignal): Promise<T> {
  return (await call("GET", path, undefined, abort)).json() as Promise<T>;
}

export async function post<T>(path: string, body: unknown, abort?: AbortSignal): Promise<T> {
  const response = await call("POST", path, body, abort);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export async function put<T>(path: string, body: unknown): Promise<T> {
  return (await call("PUT", path, body)).json() as Promise<T>;
}

export async function remove(path: string): Promise<void> {
  await call("DELETE", path);
}

const ENDED = new Set(["done", "cancelled", "failed", "lost"]);

export function ended(job: Job): boolean {
  return ENDED.has(job.state);
}

/** Follow a job until it ends; returns what stops following it. A cut line is taken up again by the browser. */
export function follow(id: string, onJob: (job: Job) => void): () => void {
  const source = new EventSource(`/api/jobs/${encodeURIComponent(id)}/events`);
  source.onmessage = (message) => {
    const job = JSON.parse(message.data as string) as Job;
    serverGone.value = false;
    if (ended(job)) source.close();
    onJob(job);
  };
  source.onerror = () => {
    // Whether the service is gone or only this line was cut: asking tells.
    void get<Job>(`/api/jobs/${encodeURIComponent(id)}`)
      .then((job) => {
        if (ended(job)) source.close();
        onJob(job);
      })
      .catch(() => undefined);
  };
  return () => source.close();
}

/** Ask until the service answers again, then call back. */
export function waitForServer(onBack: () => void): () => void {
  const timer = window.setInterval(() => {
    void get("/api/about")
      .then(onBack)
      .catch(() => undefined);
  }, 2500);
  return () => window.clearInterval(timer);
}
