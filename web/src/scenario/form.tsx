/** The scenario as a form, built from the JSON Schema that the service publishes. */
import { computed } from "@preact/signals";
import { edit, setField } from "./actions.ts";
import { at, inline, read, withItem, withoutItem } from "./document.ts";
import * as state from "../model/state.ts";
import type { Json, Path, Schema } from "../model/types.ts";
import { openEntry } from "../run/entry.tsx";
import { Field, Wrong, problemsAt } from "./fields.tsx";
import { field, isSet, resolve, title } from "./schema.ts";

export const declaration = computed(() => read(state.text.value));

/** The fields on show at once; what else the schema has is folded away below them. */
const FIRST: Record<string, string[]> = {
  System: ["system", "name", "at", "fire_units", "facing", "doctrine"],
  FireUnit: ["name", "at", "facing", "launchers"],
  Asset: ["name", "at", "radius", "value", "hits_to_destroy"],
  Formation: ["threat", "name", "count", "aims_at", "route", "from", "speed", "altitude", "at_time", "spacing", "releases"],
  Release: ["threat", "count", "at_waypoint", "at_range", "speed", "altitude", "aims_at"],
  Jammer: ["name", "at", "altitude", "density"],
  Doctrine: ["policy", "priority", "coordination", "salvo", "reserve", "reserve_for"],
  Environment: ["rain_rate", "gases", "terrain", "effective_earth_factor", "time_step"],
};

/** What a new item starts as, by the list it is added to. */
function fresh(list: string): Json {
  const bounds = state.scene.value?.bounds ?? [-1, -1, 1, 1];
  const middle: Json = [Number(((bounds[1] + bounds[3]) / 2).toFixed(2)), Number(((bounds[0] + bounds[2]) / 2).toFixed(2))];
  const count = (at(declaration.value, [list]) as Json[] | undefined)?.length ?? 0;
  const asset = state.scene.value?.assets[0];
  if (list === "defence") return { system: "S-300PMU-2", at: middle };
  if (list === "assets") return { name: `asset-${count + 1}`, at: middle };
  if (list === "jammers") return { name: `jammer-${count + 1}`, at: middle, density: "5 W/MHz" };
  if (list === "fire_units") return {};
  if (list === "releases") return { threat: "cruise-missile", at_waypoint: 1 };
  const to: Json = asset ? [asset.lat, asset.lon] : middle;
  return { threat: "fighter", name: `formation-${count + 1}`, count: 4, route: [[-1.5, -1.5], to], ...(asset ? { aims_at: asset.name } : {}) };
}

/** The entries of the scenario's own, by name: what kind each is, by its own word or that of what it is based on. */
function own(): Map<string, string> {
  const entries = at(declaration.value, ["catalogue", "entries"]);
  const kinds = new Map(state.catalogue.value.map((item) => [item.name, item.kind]));
  const found = new Map<string, string>();
  if (entries === null || typeof entries !== "object" || Array.isArray(entries)) return found;
  const kindOf = (name: string, depth: number): string => {
    const [kind, base] = [at(entries, [name, "kind"]), at(entries, [name, "based_on"])];
    if (typeof kind === "string") return kind;
    return typeof base === "string" && depth > 0 ? (kinds.get(base) ?? kindOf(base, depth - 1)) : "";
  };
  for (const name of Object.keys(entries)) found.set(name, kindOf(name, 10));
  return found;
}

/** The names that a text may hold, where the page can know them. */
function known(name: string): string[] | undefined {
  const kinds: Record<string, string> = { system: "system", threat: "threat" };
  const kind = kinds[name];
  if (kind) {
    const added = [...own()].filter(([, its]) => its === kind).map(([its]) => its);
    return [...state.catalogue.value.filter((item) => item.kind === kind).map((item) => item.name), ...added];
  }
  if (name === "aims_at") {
    const scene = state.scene.value;
    return scene ? [...scene.assets, ...scene.posts, ...scene.radars].map((item) => item.name) : [];
  }
  return undefined;
}

export function Form() {
  const root = state.schema.value;
  const value = declaration.value;
  if (!root) return <p class="quiet" role="status">Fetching the form …</p>;
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return <p class="note error">This text cannot be read as a scenario. Mend it under YAML; its problems are listed there.</p>;
  return (
    <div class="form">
      <Wrong problems={state.problems.value.filter((problem) => problem.path === "")} />
      <Fields root={root} schema={root} names={["name"]} path={[]} value={value} />
      <details class="more" open={problemsAt(["description"]).length > 0}>
        <summary>Description</summary>
        <Fields root={root} schema={root} names={["description"]} path={[]} value={value} />
      </details>
      <List root={root} name="defence" singular="system" path={["defence"]} value={value["defence"]} />
      <List root={root} name="assets" singular="asset" path={["assets"]} value={value["assets"]} />
      <List root={root} name="raid" singular="formation" path={["raid"]} value={value["raid"]} />
      <List root={root} name="jammers" singular="jammer" path={["jammers"]} value={value["jammers"]} closed />
      <Part root={root} name="environment" schema={root.properties?.["environment"] ?? {}} path={["environment"]} value={value["environment"]} />
    </div>
  );
}

interface PartProps {
  root: Schema;
  path: Path;
  value: Json | undefined;
}

function Fields({ root, schema, names, path, value }: PartProps & { schema: Schema; names: string[] }) {
  return (
    <div class="fields">
      {names.map((name) => {
        const inner = schema.properties?.[name];
        if (!inner) return null;
        const here = [...path, name];
        const given = at(value, [name]);
        const kind = field(root, inner).kind;
        const options = known(name);
        if (kind === "object") return <Part key={name} root={root} name={name} schema={inner} path={here} value={given} />;
        if (kind === "list") return <List key={name} root={root} name={name} singular={title(name).toLowerCase().replace(/s$/, "")} path={here} value={given} closed />;
        if (kind === "count-or-list") return <CountOrList key={name} root={root} schema={inner} name={name} path={here} value={given} />;
        return <Field key={name} root={root} schema={inner} name={name} path={here} value={given} {...(options ? { options } : {})} />;
      })}
    </div>
  );
}

function Body({ root, schema, path, value }: PartProps & { schema: Schema }) {
  const all = Object.keys(schema.properties ?? {});
  const first = FIRST[schema.title ?? ""] ?? all;
  // A field that is set is never hidden from who looks for what makes this one different.
  const shown = first.filter((name) => all.includes(name) && (name !== "from" || isSet(at(value, ["from"])) || !isSet(at(value, ["route"]))));
  const rest = all.filter((name) => !shown.includes(name));
  const used = rest.filter((name) => isSet(at(value, [name]))).length;
  return (
    <>
      <Fields root={root} schema={schema} names={shown} path={path} value={value} />
      {rest.length > 0 && (
        <details class="more" open={rest.some((name) => problemsAt([...path, name]).length > 0)}>
          <summary>More{used > 0 ? ` (${used} set)` : ""}</summary>
          <Fields root={root} schema={schema} names={rest} path={path} value={value} />
        </details>
      )}
    </>
  );
}

/** A nested object such as the doctrine. */
function Part({ root, name, schema, path, value }: PartProps & { name: string; schema: Schema }) {
  const inner = field(root, schema).inner ?? resolve(root, schema);
  const used = value && typeof value === "object" ? Object.keys(value).length : 0;
  return (
    <details class="part" open={problemsAt(path).length > 0}>
      <summary title={inner.description}>
        {title(name)}
        {used > 0 && <small> {used} set</small>}
      </summary>
      <Body root={root} schema={inner} path={path} value={value} />
    </details>
  );
}

function CountOrList({ root, schema, name, path, value }: PartProps & { schema: Schema; name: string }) {
  if (!Array.isArray(value))
    return (
      <div class="count-or-list">
        <Field root={root} schema={{ ...schema, anyOf: [{ type: "integer" }] }} name={name} path={path} value={value} />
        <button
          type="button"
          class="small"
          onClick={() => setField(path, Array.from({ length: typeof value === "number" ? value : 1 }, () => ({})))}
        >
          One by one
        </button>
      </div>
    );
  return <List root={root} name={name} singular="unit" path={path} value={value} closed />;
}

/** What the catalogue knows this item by. */
function figures(item: Json): string {
  const found = at(item, ["system"]) ?? at(item, ["threat"]);
  return typeof found === "string" && !own().has(found) ? found : "";
}

function headline(item: Json, i: number, singular: string): string {
  const of = (key: string): string => {
    const found = at(item, [key]);
    return inline(found);
  };
  const name = of("name") || of("system") || of("threat") || `${singular} ${i + 1}`;
  const what = of("threat") && of("name") ? of("threat") : of("system") && of("name") ? of("system") : "";
  const count = of("count");
  return `${name}${count ? ` ×${count}` : ""}${what ? ` · ${what}` : ""}`;
}

interface ListProps extends PartProps {
  name: string;
  singular: string;
  closed?: boolean;
}

function List({ root, name, singular, path, value, closed = false }: ListProps) {
  const items = Array.isArray(value) ? value : [];
  const owner = path.length === 1 ? root : null;
  const schema = owner?.properties?.[name]?.items ?? { $ref: { fire_units: "FireUnit", releases: "Release" }[name] ?? name };
  const inner = resolve(root, schema);
  const add = () => {
    edit(withItem(state.text.value, path, fresh(name)));
  };
  return (
    <details class="list" open={!closed || items.length > 0 || problemsAt(path).length > 0}>
      <summary>
        {title(name)} <small>{items.length}</small>
      </summary>
      <Wrong problems={problemsAt(path, false)} />
      {items.map((item, i) => (
        <details class="card" key={i} open={problemsAt([...path, i]).length > 0}>
          <summary>
            <span class={problemsAt([...path, i]).length > 0 ? "bad" : ""}>{headline(item, i, singular)}</span>
          </summary>
          <Wrong problems={problemsAt([...path, i], false)} />
          <Body root={root} schema={inner} path={[...path, i]} value={item} />
          <div class="card-tools">
          {path.length === 1 && figures(item) && (
              <button type="button" class="small" onClick={() => openEntry(figures(item))}>
                Published figures
              </button>
            )}
            <button type="button" class="small" onClick={() => edit(withItem(state.text.value, path, item))}>
              Copy
            </button>
            <button type="button" class="small danger" onClick={() => edit(withoutItem(state.text.value, [...path, i]))}>
              Remove
            </button>
          </div>
        </details>
      ))}
      <button type="button" class="add" onClick={add}>
        Add {/^[aeiou]/.test(singular) ? "an" : "a"} {singular}
      </button>
    </details>
  );
}
