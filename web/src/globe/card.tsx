/** The card of what is selected: what is known of it now, with the ways to what it has to do with. */
import { useComputed } from "@preact/signals";
import { classTitle } from "../model/names.ts";
import * as state from "../model/state.ts";
import { facts, type Facts, type Row } from "../replay/facts.ts";
import { counts, follow, followed, now, scene, select, story } from "../replay/watched.ts";
import { whereabouts } from "../replay/whereabouts.ts";
import { openEntry } from "../run/entry.tsx";
import { free } from "./camera.tsx";
import { standing } from "./standing.ts";

function found(id: string): Facts | null {
  const shown = scene.value;
  if (!shown) return null;
  const told = story.value;
  const of = told && facts(shown, told, counts.value, id, now.value, whereabouts(shown, told, id, now.value), classTitle, state.units.value);
  return of ?? standing(shown, id, state.units.value);
}

export function Card() {
  const id = state.selection.value;
  const card = useComputed(() => (state.selection.value ? found(state.selection.value) : null)).value;
  return (
    <>
      {/* Only what is selected is read out: what the card says changes with the clock. */}
      <p class="sr" role="status">
        {card ? `Selected: ${card.title}, ${card.what}` : ""}
      </p>
      {id && card && <Shown id={id} card={card} />}
    </>
  );
}

function Shown({ id, card }: { id: string; card: Facts }) {
  const { entry } = card;
  const along = followed(id);
  return (
    <section class="picked" aria-label={`Selected: ${card.title}`}>
      <h3>
        {card.title} <small>{card.what}</small>
      </h3>
      <dl>
        {card.rows.map((row) => (
          <Fact key={row.term} row={row} />
        ))}
      </dl>
      <div class="row">
        <button type="button" class="small" aria-pressed={along} onClick={() => (along ? free() : follow(id))}>
          Follow
        </button>
        {entry && (
          <button type="button" class="link" onClick={() => openEntry(entry)}>
            Published figures
          </button>
        )}
      </div>
      <button type="button" class="close" aria-label="Close" onClick={() => select(null)}>
        ×
      </button>
    </section>
  );
}

function Fact({ row }: { row: Row }) {
  return (
    <div>
      <dt>
        {row.term}
        {row.hint && <small> {row.hint}</small>}
      </dt>
      <dd>
        {row.links?.map((link) => (
          <span key={link.id}>
            <button type="button" class="link" onClick={() => select(link.id)} onDblClick={() => follow(link.id)}>
              {link.text}
            </button>
            {link.note && <small> {link.note}</small>}
          </span>
        ))}
        {row.text && <span class="num">{row.text}</span>}
      </dd>
    </div>
  );
}
