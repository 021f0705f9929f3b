/** Fields of an order, read from its JSON Schema, and what is typed into them. */
import { parseDocument } from "yaml";
import type { Json } from "./service.ts";

/** What a field takes, of the JSON Schema of an order. */
export interface Fielded {
  kind: "choice" | "flag" | "number" | "text" | "lines" | "numbers" | "structure";
  description: string;
  options: string[];
  /** What is taken where nothing is typed; null where the study chooses. */
  start: Json;
}

export type Schema = Record<string, Json>;

function parts(schema: Schema): Schema {
  const any = Array.isArray(schema.anyOf) ? (schema.anyOf as Schema[]) : [];
  return any.find((one) => one.type !== "null") ?? schema;
}

/** The field of one property of an order; a structure shows the example that `defs` has of it. */
export function fielded(schema: Schema, defs: Schema = {}): Fielded {
  const one = parts(schema);
  const items = (one.items ?? {}) as Schema;
  const common = { description: typeof schema.description === "string" ? schema.description : "", start: schema.default ?? null };
  if (Array.isArray(one.enum)) return { ...common, kind: "choice", options: one.enum.map(String) };
  if (one.type === "boolean") return { ...common, kind: "flag", options: [] };
  if (one.type === "integer" || one.type === "number") return { ...common, kind: "number", options: [] };
  const structure = typeof one.$ref === "string" ? defs[one.$ref.split("/").at(-1) ?? ""] : undefined;
  if (structure) return { ...common, kind: "structure", options: [], start: ((structure as Schema).examples as Json[] | undefined)?.[0] ?? null };
  if (one.type !== "array") return { ...common, kind: "text", options: [] };
  if (items.type === "number" || items.type === "integer") return { ...common, kind: "numbers", options: [] };
  return { ...common, kind: "lines", options: Array.isArray(items.enum) ? items.enum.map(String) : [] };
}

/** What was typed as the order has it; undefined where nothing was. A number that is none goes as it is, to be refused. */
export function ordered(field: Fielded, text: string): Json | undefined {
  const given = text.trim();
  if (given === "") return undefined;
  const number = (part: string): Json => (Number.isFinite(Number(part)) ? Number(part) : part);
  if (field.kind === "flag") return given === "true";
  if (field.kind === "number") return number(given);
  if (field.kind === "numbers") return given.split(/[,;\s]+/).filter(Boolean).map(number);
  if (field.kind === "structure") return read(given);
  if (field.kind === "lines") return given.split("\n").map((line) => line.trim()).filter(Boolean);
  return given;
}

/** YAML, of which JSON is a part, as it says; what is neither goes as it is, to be refused. */
function read(text: string): Json {
  const doc = parseDocument(text, { version: "1.2" });
  return doc.errors.length > 0 ? text : (doc.toJS() as Json);
}

/** A structure as it may be typed, a line for each of its parts. */
export function sketched(value: Json): string {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return "";
  return Object.entries(value).map(([name, part]) => `${name}: ${JSON.stringify(part).replaceAll(",", ", ")}`).join("\n");
}

/** A value as it is typed; nothing for null. */
export function written(value: Json): string {
  if (Array.isArray(value)) return value.map(written).join(", ");
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
