/** One field of the form: its label, its input, and what is wrong with it in the service's own words. */
import { useId } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { setField } from "./actions.ts";
import { fromInline, inline } from "./document.ts";
import * as state from "../model/state.ts";
import type { Json, Path, Problem, Schema } from "../model/types.ts";
import { field, isSet, placeholder, title, type Field as Kind } from "./schema.ts";
import { Typed } from "../ui/typed.tsx";

export interface FieldProps {
  root: Schema;
  schema: Schema;
  name: string;
  path: Path;
  value: Json | undefined;
  options?: string[];
}

/** The problems at a path or, where the path is a field, anywhere below it. */
export function problemsAt(path: Path, below = true): Problem[] {
  const here = path.join(".");
  return state.problems.value.filter((problem) => problem.path === here || (below && problem.path.startsWith(`${here}.`)));
}

/** "12 given, 1 to 6 expected; usual fix: ..." as the command line puts it. */
export function words(problem: Problem): string {
  const nearest = problem.nearest.length > 0 ? `; nearest: ${problem.nearest.join(", ")}` : "";
  const fix = problem.fix ? `; usual fix: ${problem.fix}` : "";
  return `${problem.given} given, ${problem.expected} expected${nearest}${fix}`;
}

export function Wrong({ problems, id, path }: { problems: Problem[]; id?: string; path?: Path }) {
  if (problems.length === 0) return null;
  return (
    <div class="wrong" id={id} role="alert">
      {problems.map((problem) => (
        <p key={problem.text}>
          {words(problem)}
          {path && problem.path === path.join(".") &&
            problem.nearest.map((name) => (
              <button key={name} type="button" class="chip" onClick={() => setField(path, name)}>
                {name}
              </button>
            ))}
        </p>
      ))}
    </div>
  );
}

interface FrameProps {
  label: string;
  hint: string | undefined;
  path: Path;
  wide?: boolean;
  children: (ids: { id: string; describedBy: string; invalid: boolean }) => ComponentChildren;
}

function Frame({ label, hint, path, wide, children }: FrameProps) {
  const id = useId();
  const problems = problemsAt(path);
  const describedBy = `${id}-hint${problems.length > 0 ? ` ${id}-wrong` : ""}`;
  return (
    <div class={`field${wide ? " wide" : ""}${problems.length > 0 ? " bad" : ""}`}>
      <label for={id} title={hint}>
        {label}
      </label>
      {children({ id, describedBy, invalid: problems.length > 0 })}
      <span class="sr" id={`${id}-hint`}>
        {hint}
      </span>
      <Wrong problems={problems} id={`${id}-wrong`} path={path} />
    </div>
  );
}

export function Field(props: FieldProps) {
  const kind = field(props.root, props.schema);
  if (kind.kind === "place") return <PlaceField {...props} />;
  if (kind.kind === "route") return <RouteField {...props} />;
  if (kind.kind === "choices") return <ChoicesField {...props} kind={kind} />;
  return (
    <Frame label={title(props.name)} hint={kind.schema.description} path={props.path} wide={kind.kind === "inline" || props.path[0] === "description" || props.path.length === 1}>
      {({ id, describedBy, invalid }) => (
        <Input {...props} kind={kind} id={id} describedBy={describedBy} invalid={invalid} />
      )}
    </Frame>
  );
}

function Input(props: FieldProps & { kind: Kind; id: string; describedBy: string; invalid: boolean }) {
  const { kind, path, value, id } = props;
  const common = { id, "aria-describedby": props.describedBy, "aria-invalid": props.invalid };
  const options = props.options ?? kind.options;
  if (kind.kind === "choice" || kind.kind === "flag" || (props.options && props.options.length > 0 && props.name !== "aims_at")) {
    const known = kind.kind === "flag" ? ["true", "false"] : (options ?? []);
    const current = inline(value);
    const start = kind.schema.default;
    return (
      <select
        {...common}
        value={current}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          setField(path, typed === "" ? undefined : kind.kind === "flag" ? typed === "true" : typed);
        }}
      >
        <option value="">{isSet(start) ? `default: ${inline(start)}` : "default"}</option>
        {[...new Set(current ? [current, ...known] : known)].map((option) => (
          <option key={option} value={option}>{option}</option>
        ))}
      </select>
    );
  }
  if (props.name === "description")
    return (
      <Typed<HTMLTextAreaElement> value={inline(value)}>
        {(box) => (
          <textarea {...common} ref={box} rows={3} onChange={(event) => setField(path, event.currentTarget.value.trim() || undefined)} />
        )}
      </Typed>
    );
  const list = props.options && props.options.length > 0 ? `${id}-list` : undefined;
  return (
    <>
      <Typed<HTMLInputElement> value={inline(value)}>
        {(box) => (
          <input
            {...common}
            {...(list ? { list } : {})}
            ref={box}
            type="text"
            inputMode={kind.kind === "number" ? "decimal" : "text"}
            autoComplete="off"
            spellcheck={false}
            placeholder={placeholder(kind.schema)}
            onChange={(event) => {
              const typed = event.currentTarget.value;
              // A name such as 40V6M is text even where YAML would read a number: the schema says which.
              setField(path, kind.kind === "text" ? typed.trim() || undefined : fromInline(typed));
            }}
          />
        )}
      </Typed>
      {list && (
        <datalist id={list}>
          {props.options?.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

function isPair(value: Json | undefined): value is number[] {
  return Array.isArray(value) && value.length === 2;
}

function Coordinates({ value, path, label }: { value: Json | undefined; path: Path; label: string }) {
  const pair = isPair(value) ? value : [undefined, undefined];
  const change = (index: 0 | 1, typed: string): void => {
    const next: Json[] = [pair[0] ?? 0, pair[1] ?? 0];
    next[index] = fromInline(typed) ?? 0;
    setField(path, next);
  };
  return (
    <>
      {(["latitude", "longitude"] as const).map((name, i) => (
        <Typed<HTMLInputElement> key={name} value={inline(pair[i as 0 | 1])}>
          {(box) => (
            <input
              ref={box}
              type="text"
              inputMode="decimal"
              autoComplete="off"
              aria-label={`${label}, ${name} in degrees`}
              placeholder={i === 0 ? "lat °" : "lon °"}
              onChange={(event) => change(i as 0 | 1, event.currentTarget.value)}
            />
          )}
        </Typed>
      ))}
    </>
  );
}

function placeButton(label: string, path: Path, many: boolean, what: string) {
  const active = state.placing.value?.path.join() === path.join() && state.placing.value.many === many;
  return (
    <button
      type="button"
      class="pin"
      aria-pressed={active}
      title="Set it by a click on the globe"
      onClick={() => (state.placing.value = active ? null : { label: what, path, many })}
    >
      {label}
    </button>
  );
}

function PlaceField({ name, path, value, schema }: FieldProps) {
  const what = `${title(name)} of ${path.slice(0, -1).join(" ")}`;
  return (
    <fieldset class={`field wide${problemsAt(path).length > 0 ? " bad" : ""}`} title={schema.description}>
      <legend>{name === "at" ? "Place" : title(name)} [lat, lon °]</legend>
      <div class="pair">
        <Coordinates value={value} path={path} label={what} />
        {placeButton("On globe", path, false, name === "at" ? "the place" : name)}
      </div>
      <Wrong problems={problemsAt(path)} />
    </fieldset>
  );
}

function RouteField({ path, value, schema }: FieldProps) {
  const points = Array.isArray(value) ? value : [];
  return (
    <fieldset class={`field wide${problemsAt(path).length > 0 ? " bad" : ""}`} title={schema.description}>
      <legend>Route [lat, lon °]</legend>
      <ol class="route">
        {points.map((point, i) => (
          <li class="pair" key={i}>
            <Coordinates value={point} path={[...path, i]} label={`Waypoint ${i + 1}`} />
            {placeButton("On globe", [...path, i], false, `waypoint ${i + 1}`)}
            <button
              type="button"
              class="icon"
              aria-label={`Remove waypoint ${i + 1}`}
              onClick={() => {
                const rest = points.filter((_, other) => other !== i);
                setField(path, rest.length > 0 ? rest : undefined);
              }}
            >
              ×
            </button>
          </li>
        ))}
      </ol>
      {placeButton("Add waypoints on the globe", path, true, "the route")}
      <Wrong problems={problemsAt(path)} />
    </fieldset>
  );
}

function ChoicesField({ name, path, value, kind }: FieldProps & { kind: Kind }) {
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <fieldset class="field wide" title={kind.schema.description}>
      <legend>{title(name)}</legend>
      <div class="ticks-row">
        {kind.options?.map((option) => (
          <label key={option} class="tick">
            <input
              type="checkbox"
              checked={chosen.includes(option)}
              onChange={(event) => {
                const next = event.currentTarget.checked ? [...chosen, option] : chosen.filter((other) => other !== option);
                setField(path, next.length > 0 ? next : undefined);
              }}
            />
            {title(option)}
          </label>
        ))}
      </div>
      <Wrong problems={problemsAt(path)} />
    </fieldset>
  );
}
