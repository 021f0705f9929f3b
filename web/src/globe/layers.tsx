/** The switches of the layers, behind a button. */
import { LAYERS, LAYER_NAMES, shown, switchedOver } from "../model/layers.ts";
import * as state from "../model/state.ts";

export function Layers() {
  const on = shown(state.layers.value);
  return (
    <details class="layers">
      <summary>Layers</summary>
      <fieldset>
        <legend class="sr">Layers of the globe</legend>
        {LAYER_NAMES.map((name) => (
          <label class="tick" key={name}>
            <input type="checkbox" checked={on[name]} onChange={() => (state.layers.value = switchedOver(state.layers.value, name))} />
            {LAYERS[name].label}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
