/** What lies in the bin, and older versions of a scenario: what can be had again. */
import { signal, useSignalEffect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { get } from "../model/api.ts";
import { attempt } from "../model/attempt.ts";
import { count, when } from "../ui/format.ts";
import { go } from "../navigate.ts";
import * as state from "../model/state.ts";
import type { Deleted as Item, Version } from "../model/types.ts";
import { restoreDeleted } from "./actions.ts";

const bin = signal<Item[]>([]);

async function refresh(): Promise<void> {
  bin.value = await get<Item[]>("/api/bin");
}

export function Deleted({ kind }: { kind: "scenario" | "job" }) {
  useSignalEffect(() => {
    // Both lists change with what is deleted and restored.
    if (state.scenarios.value && state.jobs.value) void attempt(refresh);
  });
  const items = bin.value.filter((item) => item.kind === kind);
  if (items.length === 0) return null;
  return (
    <details class="deleted">
      <summary>
        Deleted {kind === "job" ? "runs" : "scenarios"} ({count(items.length)})
      </summary>
      <ul>
        {items.map((item) => (
          <li key={item.id} class="row">
            <span class="grow">
              {item.title} <small>{when(item.deleted)}</small>
            </span>
            <button type="button" class="small" aria-label={`Restore ${item.title}`} onClick={() => void restoreDeleted(kind, item.id)}>
              Restore
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Versions listed at once. */
const SHOWN = 15;

/** The texts that the workspace keeps of the scenario on the table. */
export function Versions() {
  const [open, setOpen] = useState(false);
  const [versions, setVersions] = useState<Version[]>([]);
  const name = state.scenarioName.value;
  const now = state.version.value;
  useEffect(() => {
    if (!open || !name) return undefined;
    let late = false;
    void attempt(async () => {
      const found = await get<Version[]>(`/api/scenarios/${encodeURIComponent(name)}/versions`);
      if (!late) setVersions(found);
    });
    return () => {
      late = true;
    };
  }, [open, name, now]);
  return (
    <details class="versions" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Versions kept</summary>
      {versions.length === 0 && <p class="quiet">None yet: each edit is kept here, saved or not.</p>}
      <ul>
        {versions.slice(0, SHOWN).map((version) => (
          <li key={version.version} class="row">
            <span class="grow num">
              {when(version.used)} <code>{version.version.slice(0, 6)}</code>
            </span>
            {version.version === now ? (
              <small>on the left now</small>
            ) : (
              <button
                type="button"
                class="small"
                aria-label={`Go to version ${version.version.slice(0, 6)}`}
                onClick={() => void go({ ...state.here.peek(), scenario: name, version: version.version })}
              >
                Go to
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
