/** Finding words of the glossary. */
import type { Word } from "./glossary.ts";

/** Words that begin with what is looked for, then those that have it in them. */
export function lookedUp(all: readonly Word[], typed: string): Word[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return [...all];
  const begins = (word: Word): boolean => word.term.toLowerCase().startsWith(wanted);
  const has = (word: Word): boolean => `${word.term} ${word.text}`.toLowerCase().includes(wanted);
  return [...all.filter(begins), ...all.filter((word) => !begins(word) && has(word))];
}
