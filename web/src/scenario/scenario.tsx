/** The left side: which scenario, saved under which name, and its editor. */
import { useState } from "preact/hooks";
import { openScenario, removeScenario, revert, save, undo } from "./actions.ts";
import { plural } from "../ui/format.ts";
import * as state from "../model/state.ts";
import { Form } from "./form.tsx";
import { Yaml } from "./yaml.tsx";

export function ScenarioPanel() {
  return (
    <div class="panel-body scenario">
      <Chooser />
      <Status />
      <div class="tabs small" role="tablist" aria-label="Editor">
        {(["form", "yaml"] as const).map((which) => (
          <button key={which}
            type="button"
            role="tab"
            id={`editor-${which}`}
            aria-selected={state.editor.value === which}
            aria-controls="editor"
            onClick={() => (state.editor.value = which)}
          >
            {which === "form" ? "Form" : "YAML"}
          </button>
        ))}
      </div>
      <div id="editor" role="tabpanel" aria-labelledby={`editor-${state.editor.value}`}>
        {state.editor.value === "form" ? <Form /> : <Yaml />}
      </div>
    </div>
  );
}

function Chooser() {
  const items = state.scenarios.value;
  const [saving, setSaving] = useState(false);
  const [name, setName] = useState("");
  const here = items?.find((item) => item.name === state.scenarioName.value);
  const choose = (next: string): void => {
    const lose = state.edited.value && !window.confirm("Leave the changes made here? They have not been saved.");
    if (lose) return;
    void openScenario(next);
  };
  const option = (item: NonNullable<typeof items>[number]) => (
    <option value={item.name} key={item.name}>
      {item.title}
    </option>
  );
  const mine = items?.filter((item) => !item.bundled) ?? [];
  return (
    <section class="chooser">
      <label for="scenario-choice">Scenario</label>
      <select
        id="scenario-choice"
        value={state.scenarioName.value}
        onChange={(event) => {
          choose(event.currentTarget.value);
          event.currentTarget.value = state.scenarioName.value;
        }}
      >
        {mine.length > 0 && <optgroup label="Mine">{mine.map(option)}</optgroup>}
        <optgroup label="Bundled">{items?.filter((item) => item.bundled).map(option)}</optgroup>
      </select>
      {here?.description && <p class="quiet about">{here.description}</p>}
      <div class="row tools">
        {!state.bundled.value && state.edited.value && (
          <button type="button" onClick={() => void save(state.scenarioName.value)}>
            Save
          </button>
        )}
        <button
          type="button"
          aria-expanded={saving}
          onClick={() => {
            setName(state.bundled.value ? `my-${state.scenarioName.value}` : `${state.scenarioName.value}-2`);
            setSaving(!saving);
          }}
        >
          Save as …
        </button>
        <button type="button" disabled={state.undoTexts.value.length === 0} onClick={undo}>
          Undo
        </button>
        {state.edited.value && (
          <button type="button" onClick={revert}>
            Revert
          </button>
        )}
        {!state.bundled.value && (
          <button
            type="button"
            class="danger"
            onClick={() => {
              if (window.confirm(`Remove the scenario ${state.scenarioName.value} for good?`))
                void removeScenario(state.scenarioName.value);
            }}
          >
            Remove
          </button>
        )}
      </div>
      {saving && (
        <form
          class="row saveas"
          onKeyDown={(event) => event.key === "Escape" && setSaving(false)}
          onSubmit={(event) => {
            event.preventDefault();
            void save(name).then((saved) => saved && setSaving(false));
          }}
        >
          <label class="grow">
            <span class="sr">Name to save under</span>
            <input
              value={name}
              pattern="[a-z0-9][a-z0-9\-]{0,63}"
              title="Small letters, digits and hyphens, 64 at most"
              required
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="primary">
            Save
          </button>
        </form>
      )}
    </section>
  );
}

/** Whether the scenario is sound, and what it comes to. */
function Status() {
  const found = state.validation.value;
  if (!found) return <p class="status quiet" role="status">Checking …</p>;
  if (!found.valid)
    return (
      <p class="status error" role="status">
        {found.problems.length === 1 ? "One thing is" : `${found.problems.length} things are`} wrong: the globe shows the last
        sound state.
      </p>
    );
  const summary = found.summary;
  return (
    <p class="status" role="status">
      {state.checking.value ? "Checking … " : state.edited.value ? "Edited, sound. " : "Sound. "}
      {summary && `${plural(summary.fire_units, "fire unit")}, ${plural(summary.radars, "radar")}, ${plural(summary.threats, "threat")}.`}
      {state.sceneError.value && <span class="error"> {state.sceneError.value}</span>}
    </p>
  );
}
