/**
 * The scenario as a YAML document that the form edits in place: comments, order and the writer's own layout stay.
 * The text is the only copy of the truth; the form is a view of it.
 */
import { Document, isCollection, isMap, isPair, isSeq, parseDocument, type Node } from "yaml";
import { added, appended, dropped, flow, itemDropped, replaced } from "./splice.ts";
import type { Json, Path } from "../model/types.ts";

export function parse(text: string): Document {
  return parseDocument(text, { version: "1.2", keepSourceTokens: true }) as Document;
}

/** The plain value of a text that may be broken: what could be read of it, or null. */
export function read(text: string): Json {
  try {
    return (parse(text).toJS() ?? null) as Json;
  } catch {
    return null;
  }
}

export function at(value: Json | undefined, path: Path): Json | undefined {
  let here: Json | undefined = value;
  for (const step of path) {
    if (here === null || typeof here !== "object") return undefined;
    here = Array.isArray(here) ? here[Number(step)] : here[String(step)];
  }
  return here;
}

function isFlat(value: Json): boolean {
  return Array.isArray(value) && value.every((item) => item === null || typeof item !== "object" || isFlat(item));
}

/** Lists of plain values are written in one line, as the bundled scenarios do; the rest stands in lines. */
function node(doc: Document, value: Json, bracketed: boolean): Node {
  const made = doc.createNode(value, { flow: bracketed || isFlat(value) }) as Node;
  if (!bracketed && !isFlat(value) && isCollection(made)) {
    for (const item of made.items) {
      const child = isPair(item) ? item.value : item;
      if (isCollection(child) && isFlat(child.toJSON() as Json)) child.flow = true;
    }
  }
  return made;
}

function insideFlow(doc: Document, path: Path): boolean {
  for (let depth = 0; depth < path.length; depth++) {
    const parent = depth ? doc.getIn(path.slice(0, depth), true) : doc.contents;
    if (isCollection(parent) && parent.flow === true) return true;
  }
  return false;
}

function write(doc: Document): string {
  return doc.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Whether a spliced text says what it was meant to say, and nothing else has changed. */
function says(text: string, expected: Document): boolean {
  const doc = parse(text);
  return doc.errors.length === 0 && JSON.stringify(sorted(doc.toJS() as Json)) === JSON.stringify(sorted(expected.toJS() as Json));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).toSorted().map((key) => [key, sorted(value[key] ?? null)]));
}

/** The text with one value set; `undefined` takes the field away, and with it what only held it. */
export function withValue(text: string, path: Path, value: Json | undefined): string {
  const doc = parse(text);
  let spliced: string | null;
  if (value === undefined) spliced = dropped(doc, text, path);
  else if (doc.hasIn(path)) spliced = replaced(doc, text, path, value);
  else {
    // What would hold the value may be missing too: then that is added, holding it.
    let [where, holding] = [path, value];
    while (where.length > 1 && !doc.hasIn(where.slice(0, -1)) && typeof where.at(-1) === "string") {
      holding = { [String(where.at(-1))]: holding };
      where = where.slice(0, -1);
    }
    spliced = added(doc, text, where, holding);
  }
  if (value === undefined) remove(doc, path);
  else set(doc, path, value);
  return spliced !== null && says(spliced, doc) ? spliced : write(doc);
}

function remove(doc: Document, path: Path): void {
  doc.deleteIn(path);
  for (let parent = path.slice(0, -1); parent.length > 0; parent = parent.slice(0, -1)) {
    const left = doc.getIn(parent, true);
    if (isMap(left) && left.items.length === 0 && typeof parent.at(-1) === "string") doc.deleteIn(parent);
    else break;
  }
}

function set(doc: Document, path: Path, value: Json): void {
  for (let depth = 1; depth < path.length; depth++) {
    const parent = path.slice(0, depth);
    if (!isCollection(doc.getIn(parent, true))) doc.setIn(parent, doc.createNode(typeof path[depth] === "number" ? [] : {}));
  }
  doc.setIn(path, node(doc, value, insideFlow(doc, path)));
}

/** The text with an item appended to a list, made if there is none. */
export function withItem(text: string, path: Path, value: Json): string {
  const doc = parse(text);
  const list = doc.getIn(path, true);
  if (!isSeq(list)) return withValue(text, path, [value]);
  const spliced = appended(doc, text, path, value);
  list.add(node(doc, value, insideFlow(doc, path) || list.flow === true));
  return spliced !== null && says(spliced, doc) ? spliced : write(doc);
}

export function withoutItem(text: string, path: Path): string {
  const doc = parse(text);
  const spliced = itemDropped(doc, text, path);
  doc.deleteIn(path);
  return spliced !== null && says(spliced, doc) ? spliced : write(doc);
}

/** One value as it would be written in a line of YAML, and back. */
export function inline(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  return typeof value === "object" ? flow(value) : String(value);
}

export function fromInline(typed: string): Json | undefined {
  const trimmed = typed.trim();
  if (trimmed === "") return undefined;
  const doc = parseDocument(trimmed, { version: "1.2" });
  if (doc.errors.length > 0) return trimmed;
  return doc.toJS() as Json;
}
