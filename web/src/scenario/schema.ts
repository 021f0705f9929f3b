/** Reading the scenario's JSON Schema: what kind of field a property is. */
import type { Json, Schema } from "../model/types.ts";

export type Kind =
  | "choice"
  | "flag"
  | "number"
  | "text"
  | "place"
  | "route"
  | "choices"
  | "object"
  | "list"
  | "count-or-list"
  | "inline";

export interface Field {
  kind: Kind;
  schema: Schema;
  /** The schema of a list's items, or of an object's own properties. */
  inner?: Schema;
  options?: string[];
}

export function resolve(root: Schema, schema: Schema): Schema {
  if (!schema.$ref) return schema;
  const found = root.$defs?.[schema.$ref.split("/").at(-1) ?? ""] ?? {};
  return { ...found, ...(schema.description ? { description: schema.description } : {}) };
}

function isPlace(schema: Schema): boolean {
  return schema.type === "array" && schema.prefixItems?.length === 2;
}

export function field(root: Schema, given: Schema): Field {
  const schema = resolve(root, given);
  const parts = (schema.anyOf ?? [schema]).filter((part) => part.type !== "null").map((part) => resolve(root, part));
  const one = parts.length === 1 ? parts[0] : undefined;
  if (!one) {
    const items = parts.find((part) => part.type === "array" && part.items && resolve(root, part.items).properties)?.items;
    return items ? { kind: "count-or-list", schema, inner: resolve(root, items) } : { kind: "inline", schema };
  }
  if (one.enum) return { kind: "choice", schema, options: one.enum.map(String) };
  if (one.type === "boolean") return { kind: "flag", schema };
  if (one.type === "integer" || one.type === "number") return { kind: "number", schema };
  if (one.type === "string") return { kind: "text", schema: { ...one, ...schema } };
  if (isPlace(one)) return { kind: "place", schema };
  if (one.type === "array" && one.items) {
    const items = resolve(root, one.items);
    if (isPlace(items)) return { kind: "route", schema };
    if (items.enum) return { kind: "choices", schema, options: items.enum.map(String) };
    if (items.properties) return { kind: "list", schema, inner: items };
    return { kind: "inline", schema };
  }
  if (one.properties) return { kind: "object", schema, inner: one };
  return { kind: "inline", schema };
}

/** The units that a quantity may have, where a field takes one. */
function units(schema: Schema): string[] | undefined {
  return schema["x-units"] ?? schema.anyOf?.map(units).find((found) => found !== undefined);
}

/** What a field without a value shows: its default, or an example with its unit. */
export function placeholder(schema: Schema): string {
  const shown = schema.default ?? schema.examples?.[0];
  if (shown !== undefined && shown !== null && shown !== "" && typeof shown !== "object")
    return schema.default === undefined || schema.default === null ? `e.g. ${String(shown)}` : String(shown);
  const known = units(schema);
  return known ? `in ${known.join(", ")}` : "default";
}

/** `hits_to_destroy` as "Hits to destroy". */
export function title(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function isSet(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}
