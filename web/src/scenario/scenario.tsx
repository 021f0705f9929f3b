/** The left side: which scenario, saved under which name, and its editor. */
import { useState } from "preact/hooks";
import { openScenario, redo, removeScenario, revert, save, undo } from "./actions.ts";
import { Deleted, Versions } from "./deleted.tsx";
import { plural } from "../ui/format.ts";
import * as state from "../model/state.ts";
import { named } from "../model/steps.ts";
import { go } from "../navigate.ts";
import { Form } from "./form.tsx";
import { Yaml } from "./yaml.tsx";

export function ScenarioPanel() {
  return (
    <div class="panel-body scenario">
      <Chooser />
      <Missing />
      {!state.missing.value && <Editor />}
    </div>
  );
}

/** Why what the address names is not shown, and where to go instead. */
function Missing() {
  const absent = state.absent.value;
  if (!absent) return null;
  const { to } = absent;
  return (
    <div class="note error absent" role="alert">
      <p>{absent.text}</p>
      {to && absent.label && (
        <button type="button" onClick={() => void go(to)}>
          {absent.label}
        </button>
      )}
    </div>
  );
}

function Editor() {
  return (
    <>
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
        {state.editor.value === "form" ? <Form key={state.sheet.value} /> : <Yaml />}
      </div>
    </>
  );
}

function Chooser() {
  const items = state.scenarios.value;
  const { done, undone } = state.steps.value;
  const [saving, setSaving] = useState(false);
  const [name, setName] = useState("");
  const here = items?.find((item) => item.name === state.scenarioName.value);
  const option = (item: NonNullable<typeof items>[number]) => (
    <option value={item.name} key={item.name}>
      {item.bundled || item.title === item.name ? item.title : `${item.name} · ${item.title}`}
    </option>
  );
  const shown = state.scenarioName.value;
  const unlisted = shown !== "" && items !== null && !here;
  const mine = items?.filter((item) => !item.bundled) ?? [];
  return (
    <section class="chooser">
      <label for="scenario-choice">Scenario</label>
      <select
        id="scenario-choice"
        value={shown}
        onChange={(event) => void openScenario(event.currentTarget.value)}
      >
        {unlisted && <option value={shown}>{`${shown} (${state.missing.value ? "not there" : "not saved"})`}</option>}
        {mine.length > 0 && <optgroup label="Mine">{mine.map(option)}</optgroup>}
        <optgroup label="Bundled">{items?.filter((item) => item.bundled).map(option)}</optgroup>
      </select>
      {here?.description && <p class="quiet about">{here.description}</p>}
      <div class="row tools">
        {!state.bundled.value && !state.missing.value && state.edited.value && (
          <button type="button" onClick={() => void save(shown)}>
            Save
          </button>
        )}
        <button
          type="button"
          disabled={state.missing.value}
          aria-expanded={saving}
          onClick={() => {
            setName(state.bundled.value ? `my-${shown}` : `${shown}-2`);
            setSaving(!saving);
          }}
        >
          Save as …
        </button>
        <button type="button" disabled={done.length === 0} title={`Undo ${named(done.at(-1))}`} onClick={() => void undo()}>
          Undo
        </button>
        <button type="button" disabled={undone.length === 0} title={`Redo ${named(undone.at(-1))}`} onClick={() => void redo()}>
          Redo
        </button>
        {state.edited.value && state.storedText.value !== null && (
          <button type="button" onClick={revert}>
            Revert
          </button>
        )}
        {!state.bundled.value && here && (
          <button type="button" class="danger" onClick={() => void removeScenario(shown)}>
            Delete
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
      {!state.missing.value && <Versions />}
      <Deleted kind="scenario" />
    </section>
  );
}

/** Whether the scenario is sound, and what it comes to; said of the text that stands here and of no other. */
function Status() {
  const found = state.validation.value;
  const how = state.soundness.value;
  if (how === "unknown") return <p class="status quiet" role="status">Not checked: the service does not answer.</p>;
  if (!found || how === "checking") return <p class="status quiet" role="status">Checking …</p>;
  if (how === "broken")
    return (
      <p class="status error" role="status">
        {found.problems.length === 1 ? "One thing is" : `${found.problems.length} things are`} wrong
        {state.scene.value ? ": the globe shows the last sound state" : ""}.
      </p>
    );
  const summary = found.summary;
  return (
    <p class="status" role="status">
      {state.edited.value ? "Edited, sound. " : "Sound. "}
      {summary && `${plural(summary.fire_units, "fire unit")}, ${plural(summary.radars, "radar")}, ${plural(summary.threats, "threat")}.`}
      {state.sceneError.value && <span class="error"> {state.sceneError.value}</span>}
    </p>
  );
}
