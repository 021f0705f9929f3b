/** The ways in which the globe can be looked at, as a choice. */
import { batch } from "@preact/signals";
import { FREE, MODES, type Mode, type Standing } from "../model/address.ts";
import { parts, short } from "../model/selection.ts";
import * as state from "../model/state.ts";
import { scene } from "../replay/watched.ts";

/** Where the camera stands, which the globe knows once it has been drawn. */
export const camera: { standing: () => Standing | null } = { standing: () => null };

const NAMES: Record<Mode, string> = { free: "Free camera", follow: "Follow", top: "From above", radar: "From the radar" };

/** The radar that is meant: the selected one, that of the selected unit, else the first. */
function radar(): string | null {
  const [kind, name] = parts(state.selection.peek() ?? "");
  const radars = scene.peek()?.radars ?? [];
  const chosen = radars.find((item) => (kind === "radar" && item.name === name) || (kind === "unit" && item.unit === name));
  return (chosen ?? radars[0])?.name ?? null;
}

/** Leave the camera where it is, free. */
export function free(): void {
  const at = camera.standing();
  batch(() => {
    state.camera.value = at;
    state.view.value = FREE;
  });
}

function take(mode: Mode): void {
  if (mode === "free") {
    free();
    return;
  }
  const selected = state.selection.peek();
  batch(() => {
    state.camera.value = null;
    if (mode === "radar") {
      // A radar is somewhere on the globe; on the map nothing is seen from it.
      state.mapMode.value = "globe";
      state.view.value = { mode, of: radar() };
    } else state.view.value = { mode, of: selected };
  });
}

export function CameraSelect() {
  const { mode, of } = state.view.value;
  const called = (id: string): string => {
    const [kind, name] = parts(id);
    const own = scene.value ? short(scene.value, name || id) : name || id;
    return kind === "missile" ? own.replace(/\/(\d+)$/, " no. $1") : own;
  };
  const nobody = state.selection.value === null && of === null;
  return (
    <label>
      <span class="sr">Camera</span>
      <select value={mode} onChange={(event) => take(event.currentTarget.value as Mode)}>
        {MODES.map((key) => (
          <option key={key} value={key} disabled={(key === "follow" && nobody) || (key === "radar" && !scene.value?.radars.length)}>
            {NAMES[key]}
            {key === mode && of !== null ? ` ${called(mode === "radar" ? `radar/${of}` : of)}` : ""}
          </option>
        ))}
      </select>
    </label>
  );
}
