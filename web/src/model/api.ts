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

/** How much of an answer has come [bytes], and how much there will be; null where the service does not say. */
export interface Share {
  done: number;
  goal: number | null;
}

/** Fetch an answer that may be long, and tell how far it has come. */
export async function getLong<T>(path: string, tell: (share: Share) => void, abort?: AbortSignal): Promise<T> {
  const response = await call("GET", path, undefined, abort);
  const goal = Number(response.headers.get("x-airdef-bytes")) || null;
  if (!response.body || goal === null) return response.json() as Promise<T>;
  let done = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, onwards) {
      done += piece.byteLength;
      tell({ done, goal });
      onwards.enqueue(piece);
    },
  });
  try {
    return (await new Response(response.body.pipeThrough(counted)).json()) as T;
  } catch {
    // The line was cut in the middle of the answer.
    serverGone.value = true;
    throw new ApiError(0, "The service does not answer.");
  }
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
