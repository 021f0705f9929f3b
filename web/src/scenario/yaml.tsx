/** The scenario as text: everything the form shows and everything it does not. */
import { useRef } from "preact/hooks";
import { edit } from "./actions.ts";
import * as state from "../model/state.ts";
import { words } from "./fields.tsx";

export function Yaml() {
  const area = useRef<HTMLTextAreaElement>(null);
  const go = (line: number | null, column: number | null): void => {
    const text = area.current;
    if (!text || !line) return;
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0) + Math.max(0, (column ?? 1) - 1);
    text.focus();
    text.setSelectionRange(start, start);
    text.scrollTop = (line - 4) * 18;
  };
  const problems = state.problems.value;
  return (
    <div class="yaml">
      {problems.length > 0 && (
        <ul class="problems" aria-label="Problems">
          {problems.map((problem) => (
            <li key={problem.text}>
              <button type="button" class="link" onClick={() => go(problem.line, problem.column)}>
                {problem.line ? `line ${problem.line}` : "whole file"}
                {problem.path ? `, ${problem.path}` : ""}
              </button>
              <span>{words(problem)}</span>
            </li>
          ))}
        </ul>
      )}
      <label class="sr" for="yaml-text">
        Scenario as YAML
      </label>
      <textarea
        id="yaml-text"
        ref={area}
        spellcheck={false}
        wrap="off"
        autoComplete="off"
        aria-invalid={problems.length > 0}
        value={state.text.value}
        onInput={(event) => edit(event.currentTarget.value, true)}
      />
    </div>
  );
}
