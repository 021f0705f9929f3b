/** The ground under the scene that is shown, fetched once for each elevation model. */
import { effect, signal } from "@preact/signals";
import { get } from "../model/api.ts";
import type { Ground } from "../model/ground.ts";
import { scene } from "../replay/watched.ts";

/** Null: smooth sea everywhere, or not there yet. */
export const ground = signal<Ground | null>(null);

const known = new Map<string, Promise<Ground>>();
let wanted: string | null = null;

effect(() => {
  const digest = scene.value?.terrain ?? null;
  if (digest === wanted) return;
  wanted = digest;
  ground.value = null;
  if (digest === null) return;
  const asked = known.get(digest) ?? get<Ground>(`/api/terrain/${digest}`);
  known.set(digest, asked);
  void asked
    .then((found) => {
      if (digest === wanted) ground.value = found;
    })
    .catch(() => {
      // Asked again with the next scene; until then the sea is drawn smooth.
      known.delete(digest);
      if (digest === wanted) wanted = null;
    });
});
