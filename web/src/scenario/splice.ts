/**
 * Changes of a YAML text that touch nothing but the value in question: the rest stays as its writer laid it out.
 * Each returns null where it does not know how; document.ts then writes the document again.
 */
import { Document, isCollection, isMap, isNode, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Json, Path } from "../model/types.ts";

/** A value as it is written inside brackets, quoted where that needs it. */
export function flow(value: Json): string {
  const doc = new Document([value]);
  if (isCollection(doc.contents)) doc.contents.flow = true;
  return doc.toString({ lineWidth: 0, flowCollectionPadding: false }).trim().slice(1, -1).trim();
}

function isBlockText(node: unknown): boolean {
  return isScalar(node) && (node.type === "BLOCK_FOLDED" || node.type === "BLOCK_LITERAL");
}

function range(node: unknown): [number, number] | null {
  return isNode(node) && node.range ? [node.range[0], node.range[1]] : null;
}

/** Where the last written character below a node ends. */
function end(node: Node): number | null {
  if (isCollection(node) && !node.flow) {
    const last = node.items.at(-1);
    const child = isPair(last) ? (last.value ?? last.key) : last;
    return isNode(child) ? end(child) : null;
  }
  return isBlockText(node) ? null : (range(node)?.[1] ?? null);
}

function place(text: string, [from, to]: [number, number], written: string): string {
  return text.slice(0, from) + written + text.slice(to);
}

function pairOf(map: YAMLMap, key: string | number): number {
  return map.items.findIndex((item) => isScalar(item.key) && item.key.value === key);
}

/** The text with the value at a path, which is there, replaced. */
export function replaced(doc: Document, text: string, path: Path, value: Json): string | null {
  const old = doc.getIn(path, true);
  const where = range(old);
  if (!where || (isCollection(old) && !old.flow)) return null;
  // A block of text reaches to the start of the next line.
  if (isBlockText(old)) return place(text, where, `${flow(value)}\n`);
  return place(text, where, flow(value));
}

/** The text with a key added to a mapping that is there. */
export function added(doc: Document, text: string, path: Path, value: Json): string | null {
  const map = path.length > 1 ? doc.getIn(path.slice(0, -1), true) : doc.contents;
  const written = `${String(path.at(-1))}: ${flow(value)}`;
  if (!isMap(map) || !map.range) return null;
  if (map.flow) {
    const last = map.items.at(-1);
    const child = last && (isNode(last.value) ? last.value : last.key);
    if (!child) return place(text, [map.range[0], map.range[1]], `{${written}}`);
    const after = isNode(child) ? end(child) : null;
    return after === null ? null : place(text, [after, after], `, ${written}`);
  }
  const first = range(map.items[0]?.key);
  const last = end(map);
  if (!first || last === null) return null;
  const indent = first[0] - (text.lastIndexOf("\n", first[0] - 1) + 1);
  const line = text.indexOf("\n", last);
  const at = line < 0 ? text.length : line;
  return place(text, [at, at], `\n${" ".repeat(indent)}${written}`);
}

/** The text without a key of a mapping; only where another key is left. */
export function dropped(doc: Document, text: string, path: Path): string | null {
  const map = path.length > 1 ? doc.getIn(path.slice(0, -1), true) : doc.contents;
  const key = path.at(-1);
  if (!isMap(map) || map.items.length < 2 || key === undefined) return null;
  const i = pairOf(map, key);
  const [item, next, before] = [map.items[i], map.items[i + 1], map.items[i - 1]];
  const start = range(item?.key);
  const stop = item && (isNode(item.value) ? end(item.value) : range(item.key)?.[1]);
  if (!start || stop === null || stop === undefined) return null;
  if (map.flow) {
    const following = range(next?.key);
    if (following) return place(text, [start[0], following[0]], "");
    const previous = lastOf(before);
    return previous === null ? null : place(text, [previous, stop], "");
  }
  const line = text.lastIndexOf("\n", start[0] - 1) + 1;
  // The first key of an item shares its line with the dash.
  if (text.slice(line, start[0]).trim() !== "") return null;
  const following = text.indexOf("\n", stop);
  return place(text, [line, following < 0 ? text.length : following + 1], "");
}

function lastOf(pair: Pair | undefined): number | null {
  const node = pair && (isNode(pair.value) ? pair.value : pair.key);
  return isNode(node) ? end(node) : null;
}

/** Where the line with an item's dash begins, and how far in the dash stands. */
function dash(text: string, item: unknown): { line: number; indent: number } | null {
  const start = range(item)?.[0];
  if (start === undefined) return null;
  const line = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(line, start);
  return /^ *- +$/.test(before) ? { line, indent: before.indexOf("-") } : null;
}

/** The text with an item at the end of a list that has some. */
export function appended(doc: Document, text: string, path: Path, value: Json): string | null {
  const list = doc.getIn(path, true);
  if (!isSeq(list) || list.items.length === 0) return null;
  const after = end(list as Node);
  if (list.flow) {
    const last = list.items.at(-1);
    const stop = isNode(last) ? end(last) : null;
    return stop === null ? null : place(text, [stop, stop], `, ${flow(value)}`);
  }
  const mark = dash(text, list.items[0]);
  if (!mark || after === null) return null;
  const line = text.indexOf("\n", after);
  const at = line < 0 ? text.length : line;
  return place(text, [at, at], `\n${" ".repeat(mark.indent)}- ${flow(value)}`);
}

/** The text without an item of a list that keeps another. */
export function itemDropped(doc: Document, text: string, path: Path): string | null {
  const list = doc.getIn(path.slice(0, -1), true);
  if (!isSeq(list) || list.flow || list.items.length < 2) return null;
  const item = list.items[Number(path.at(-1))];
  const mark = dash(text, item);
  const stop = isNode(item) ? end(item) : null;
  if (!mark || stop === null) return null;
  const line = text.indexOf("\n", stop);
  return place(text, [mark.line, line < 0 ? text.length : line + 1], "");
}
