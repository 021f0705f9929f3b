/** Short help: what to do, the keys, and the glossary. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { lookedUp } from "./lookup.ts";
import { fetchWords, helpOpen, words } from "./words.ts";

const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["Space", "plays and pauses a replay"],
  [", and .", "go to the event before and to the next one"],
  ["Escape", "ends what is under way on the globe, then selects nothing"],
  ["Ctrl Z, Ctrl Shift Z", "undo and redo: edits, saves, deletions, another scenario"],
  ["Arrows, on the globe", "move it; with Shift they turn and tilt it; while something is followed they go around it"],
  ["+ − 0 N, on the globe", "zoom, fit, and turn north up"],
];

const looked = signal("");

export function HelpButton() {
  return (
    <button
      type="button"
      onClick={() => {
        helpOpen.value = true;
      }}
    >
      Help
    </button>
  );
}

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpOpen.value;
  useEffect(() => {
    if (!open || dialog.current?.open) return;
    dialog.current?.showModal();
    void fetchWords();
  }, [open]);
  if (!open) return null;
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={() => (helpOpen.value = false)}>
      <header class="row">
        <h2 id="help-title" class="grow">
          Help
        </h2>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <div class="dialog-body" tabIndex={0} role="region" aria-label="Help">
        <h3>In five steps</h3>
        <ol>
          <li>Choose a scenario under <b>Scenario</b>, and change what you like; nothing is lost, and every change can be undone.</li>
          <li>
            <b>Run</b> it on the right: the raid is simulated thousands of times. Read how many threats leak, and why.
          </li>
          <li>Click a bar of the histogram: the replications with that outcome are listed. Watch one, follow a threat, ask its card who shoots at it.</li>
          <li>Change one thing, and hold both states against each other under <b>Compare</b>.</li>
          <li>
            <b>Copy address</b> shares exactly what you see with everyone on this service.
          </li>
        </ol>
        <h3>Keys</h3>
        <table class="measures keys">
          <tbody>
            {KEYS.map(([keys, does]) => (
              <tr key={keys}>
                <th scope="row">{keys}</th>
                <td>{does}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Words />
      </div>
    </dialog>
  );
}

function Words() {
  const found = lookedUp(words.value, looked.value);
  const sections = looked.value.trim() === "" ? [...new Set(found.map(({ section }) => section))] : [""];
  return (
    <>
      <h3>Words</h3>
      <label class="find">
        <span class="sr">Find a word</span>
        <input type="search" placeholder="Find a word" value={looked.value} onInput={(event) => (looked.value = event.currentTarget.value)} />
      </label>
      {words.value.length > 0 && found.length === 0 && <p class="quiet">No word is like that.</p>}
      {sections.map((section) => (
        <section key={section}>
          {section && <h4>{section}</h4>}
          <dl class="words">
            {found
              .filter((word) => section === "" || word.section === section)
              .map(({ term, text }) => (
                <div key={term}>
                  <dt>{term}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </>
  );
}
