/** Putting a scenario on the table. Who wants to go somewhere calls `go` of navigate.ts, which calls this. */
import { batch } from "@preact/signals";
import { ApiError, get } from "../model/api.ts";
import * as state from "../model/state.ts";
import type { Place } from "../model/address.ts";
import type { ScenarioFile } from "../model/types.ts";

/** Fetch the scenario of a place; what cannot be had is told in `state.absent`. Nothing is set when `late`. */
export async function showScenario(to: Place, late: () => boolean): Promise<void> {
  const { draft } = state;
  if (to.scenario === state.scenarioName.peek() && to.version === state.version.peek() && state.text.peek() !== "") return;
  let stored: ScenarioFile;
  try {
    stored = await get<ScenarioFile>(`/api/scenarios/${encodeURIComponent(to.scenario)}`);
  } catch (problem) {
    if (late() || !(problem instanceof ApiError) || problem.status === 0) throw problem;
    batch(() => {
      put(to.scenario, "", "");
      state.absent.value = `${problem.message}.`;
    });
    return;
  }
  if (late()) return;
  const known = draft.peek();
  const mine = known && known.scenario === to.scenario && known.version === to.version ? known.text : stored.yaml;
  batch(() => put(to.scenario, stored.yaml, mine));
}

/** What is on the table; another scenario takes its checks and its scene with it. */
function put(name: string, stored: string, text: string): void {
  if (name !== state.scenarioName.peek()) {
    state.validation.value = null;
    state.scene.value = null;
    state.sceneError.value = "";
  }
  state.scenarioName.value = name;
  state.storedText.value = stored;
  state.text.value = text;
  state.undoTexts.value = [];
}
