/** The glossary, fetched when somebody asks for a word. */
import { signal } from "@preact/signals";
import { attempt } from "../model/attempt.ts";
import type { Word } from "./glossary.ts";

export const words = signal<readonly Word[]>([]);

/** The word that is explained, and where on the page it stands. */
export interface WordBox {
  term: string;
  left: number;
  top: number;
}
export const asked = signal<WordBox | null>(null);
export const helpOpen = signal(false);

export async function fetchWords(): Promise<void> {
  if (words.peek().length > 0) return;
  const found = await attempt(() => import("./glossary.ts"));
  if (found) words.value = found.GLOSSARY;
}

export function meaning(term: string): Word | undefined {
  return words.value.find((word) => word.term === term);
}
