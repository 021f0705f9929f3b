/** The start of the page: what it needs of the service first, then where the address says. */
import { effect } from "@preact/signals";
import { get } from "./model/api.ts";
import { attempt } from "./model/attempt.ts";
import * as state from "./model/state.ts";
import type { About, CatalogueItem, ScenarioItem, Schema } from "./model/types.ts";
import { goToAddress, startAddress } from "./navigate.ts";
import { refreshJobs } from "./run/open.ts";
import { watchText } from "./scenario/check.ts";

let started = false;

/** Begin, or begin again where the service did not answer the first time. */
export async function start(): Promise<void> {
  const known = await attempt(() =>
    Promise.all([get<About>("/api/about"), get<ScenarioItem[]>("/api/scenarios"), get<Schema>("/api/schema")]),
  );
  if (!known) return;
  [state.about.value, state.scenarios.value, state.schema.value] = known;
  void attempt(async () => (state.catalogue.value = await get<CatalogueItem[]>("/api/catalogue")));
  void attempt(refreshJobs);
  if (started) {
    await goToAddress();
    return;
  }
  started = true;
  const arrived = goToAddress();
  watchText();
  startAddress();
  await arrived;
}

effect(() => {
  const title = state.scenarios.value?.find((item) => item.name === state.scenarioName.value)?.title ?? state.scenarioName.value;
  document.title = title ? `${title} - airdef` : "airdef";
});
