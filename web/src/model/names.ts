/** What things are called where people read them. */
import { label } from "../ui/format.ts";
import { about, catalogue } from "./state.ts";

/** A threat class by the catalogue's title; one that a scenario brings along, by its own name. */
export function classTitle(name: string): string {
  const entry = catalogue.value.find((item) => item.kind === "threat" && item.name === name);
  return entry?.title ?? name;
}

/** A measure by its label and unit; one that this service does not know, by its own name. */
export function measureTitle(name: string): string {
  const found = about.value?.measures.find((measure) => measure.name === name);
  if (!found) return label(name);
  return found.unit ? `${found.label} [${found.unit}]` : found.label;
}

/** What a measure is, in a sentence; empty where it is not known. */
export function measureSentence(name: string): string {
  return about.value?.measures.find((measure) => measure.name === name)?.sentence ?? "";
}

/** Whether a measure is a probability: a replication has it or not, and there is no distribution to look at. */
export function isProbability(name: string): boolean {
  return about.value?.measures.some((measure) => measure.name === name && measure.kind === "probability") ?? false;
}

/** The measures that are shown before the others. */
export function firstMeasures(): string[] {
  return (about.value?.measures ?? []).filter((measure) => measure.prominence > 0).map((measure) => measure.name);
}

/** A leak reason by its title and what it means. */
export function reasonWords(key: string): { title: string; sentence: string } {
  return about.value?.reasons.find((reason) => reason.key === key) ?? { title: label(key), sentence: "" };
}
