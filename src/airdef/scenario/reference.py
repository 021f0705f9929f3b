"""The reference page of scenario files, field by field, made from their JSON Schema."""

from __future__ import annotations

import json
from typing import Any

from airdef.numbers import quantity
from airdef.scenario.check import models_of
from airdef.scenario.figures import DEFAULTS
from airdef.scenario.published import json_schema
from airdef.scenario.quantities import EXAMPLES, UNITS
from airdef.scenario.schema import Declaration

HEAD = """# Scenario files

<!-- Made by airdef.scenario.reference from the models in src/airdef/scenario/schema.py. Do not edit. -->

A scenario is a YAML file (UTF-8, at most 2 MiB). It says what is defended, by what, and what comes. Whatever
it leaves out is the catalogue's figure, or a default that every result lists as assumed. Unknown names,
missing units, numbers that are not finite and names given twice are refused, with the place and the usual
fix. Anchors and aliases may be used; merge keys (`<<`), tags and directives other than `%YAML 1.2` may not.

A name is one line of at most 60 characters. Names may be of any script and hold emoji. Control characters, lone
surrogates, noncharacters such as U+FFFE, and characters that turn the direction of text are refused in names and
texts. Two names that differ only in letter case, spacing or unseen characters count as the same name. Members of a
formation are numbered (`lead-1`, `lead-2`, ...); no other threat may have one of those names.

Editors complete a file that starts with `# yaml-language-server: $schema=scenario.schema.json`.

## Quantities
A quantity is a number and a unit: `150 km`. A bare number is refused where a unit is needed, and counts,
factors and probabilities are bare. Latitude and longitude are bare degrees, north and east positive.
Bearings are clockwise from north. Mach numbers are not taken: they depend on the altitude.
"""

TAIL = """## Overrides
`overrides` of a system replaces figures of the catalogue for that system; `overrides` of a formation those of its
threat class, for that formation. A key is `<what>.<attribute>` or `<what>.<entry>.<attribute>`:

| what | figures of | example |
|---|---|---|
| `system` | the system | `system.reaction_time: 8 s` |
| `radar` | its surveillance radars | `radar.64N6E2.detection_range: 250 km`, `radar.*.antenna_height: 20 m` |
| `engagement_radar` | its engagement radars | `engagement_radar.antenna_height: 24 m` |
| `missile` | its missiles | `missile.sspk.aircraft: 0.75`, `missile.48N6E2.max_range: 150 km` |
| `mast` | its masts | `mast.antenna_height: 30 m` |
| `threat` | the class of a formation | `threat.rcs: 0.1 m2` |

Attributes are those of `airdef catalogue show <entry>`. One that is stated by category (`sspk.aircraft`) may be
given for all of them at once (`missile.sspk: 0.7`). The more special key wins: an entry's name before none,
then a category before none. A key that names nothing is an error. `sskp` is taken as `sspk`.

## Own systems
`catalogue` adds systems, radars, missiles, masts and threat classes of your own, each with figures, parts and sources,
here or in a file that several scenarios name (`catalogue: own-systems.yaml`). [Own systems](own-systems.md) shows how.
A name of the catalogue cannot be given again: `overrides` replace its figures.

## What threats can aim at
Assets by name, and the parts of the defence: `<system>/post`, `<system>/<radar>` (surveillance, also
`<system>/radar-1`, ...), `<system>/<unit>/radar`, `<system>/<unit>/launcher-1`, ... Units are named `unit-1`, ...
unless the file names them. The front may be left out where the rest is unique: `unit-1/radar`. A further position of
what moves is `unit-1/radar@wood`; without one, what is aimed at it flies to where it is declared.
A route that does not end at its target (within an asset's radius, or 500 m) is led on to it.

## Threats that manoeuvre
A formation or release with `manoeuvring: true` evades the missiles fired at it: each missile's SSPK against it is
multiplied by the missile's `sspk_manoeuvre_factor`. Without the field no threat does: it flies as its route says,
turns of the route included, since what targets did for the published SSPKs is not stated. The default is the figure
`manoeuvring` of the threat class (0, and up to 1 within its spread for classes that could), so that a sensitivity
study tells what it would change.

## Jamming
A formation's `jammer` screens its own members: in the radar's main beam, at their range. With `role: support` it
screens others as well, from where each member flies, until that is destroyed or turns back; at most four such jammers
have one radar's frequency in their `band`. Both it and a stand-off jammer of `jammers`, which stands still and never
ends, act on each look by the angle between it and the target as seen from the radar: in full on the bearing of the
target, by the side lobes beside it, by the back lobe behind the radar. `radar.antenna_gain`, `radar.sidelobe`,
`radar.backlobe` (in dB; the last over isotropic) and `radar.noise_temperature` are figures of each radar, overridden
like any other; engagement radars likewise. They are read, and cited, where something jams.

## Command
A tree of command: `command:` lists nodes, each with a place, radars of its own and `links:` to what stands below it,
systems or other nodes. Tracks go by the links, after the `delay` and up to the `capacity`; a system whose
`remote_tracks` is 1 launches on them. `allocation` says who below takes which target. A link may be `absent` with a
probability, `lost` at a time or at a random one, and `restored`; what is below then falls back to its own level. A
node's post can be aimed at: `brigade/post`.
[The rules](model/engagement.md#command);
[an example](command.md).

```yaml
command:
  - name: brigade
    at: [0.1, 0.1]
    radars: [64N6E2]
    allocation: cheapest
    links:
      - {to: long, delay: 4 s, missile_cost: 4}
      - {to: medium, delay: 4 s, capacity: 20, lost: {mean: 10 min}, restored: {after: 2 min}}
```

## Emission
When radars radiate: `emission: always` (the default), or by radar, by `engagement_radar`, `radar` (surveillance) or
`all`; a fire unit may say it for its own radar. `always`, `silent_until` a cue or a `duty_cycle` (with a random phase).
Of several cues the first counts, and the radar radiates one `switch_on_time` later. A silent
radar sees and guides nothing, and draws homing weapons only to where it was last heard.
[The rules](model/engagement.md#emission);
[an example](emission.md).

```yaml
emission:
  engagement_radar: {silent_until: {track: true, within: 40 km, categories: [aircraft]}}
  76N6: {duty_cycle: {on: 30 s, off: 90 s}}
  64N6E: always
doctrine:
  shut_down: {time: 60 s, warning: 25 s}
```

A system's or command node's `direction_finders` hear formations and released weapons with `emits: true`, and those
with a jammer. What they hear is the cue `bearing` for radars in whose sector it lies, and never a track.
[The rules](model/engagement.md#emission);
[an example](point-defence.md#direction-finders).

```yaml
direction_finders:
  - {range: 250 km, antenna_height: 30 m}
emission:
  engagement_radar: {silent_until: {bearing: true}}
```

## Point defence
A system `guards` what it names: assets, systems, command nodes, fire units (`long/unit-1` or `unit-1`), and single
radars, launchers and posts by the names of targets. Threats that are aimed at that come first, whatever the
`priority`; with the doctrine's `guarded: only` the system engages nothing else.
[The rules](model/engagement.md#guarding);
[an example](point-defence.md).

```yaml
- system: Tor-M1
  at: [0.05, 0.11]
  guards: [long, port]
  doctrine: {guarded: first}
```

## Shared magazines
Fire units that name the same `magazine` launch from all their launchers, of one system or of several that have a
missile type in common; said of a system it holds for all its units. A `reserve` is kept once for the magazine.
[The rules](model/engagement.md#magazines).

## Movement
A fire unit's `movement`, and that of a surveillance radar by its name (or `radar` for all) under the system's
`movement`, gives further positions and when to move to them: a `plan` of times, or by turns with a random phase
(`stay`), or as the doctrine's `move` says, `after` so many engagements or `when_attacked`. A move takes the tear-down
time, the march and the set-up time; until it is over nothing works. `home` is where it is declared.
[The rules](model/engagement.md#movement); [an example](movement.md).

```yaml
fire_units:
  - name: west
    at: [0.02, -0.03]
    movement: {positions: [{name: wood, at: [0.04, -0.06]}], march: 6 min}
doctrine:
  move: {after: 2, when_attacked: {warning: 3 min}}
```

`set_up_time`, `tear_down_time` and `march_speed` are figures of the system, and of each surveillance radar. Without
`march` the time on the road is the straight distance times the assumed detour, at the march speed.

## Telling decoys apart
A decoy looks like an aircraft unless `looks_like` says otherwise, and so may any threat look like what it is not. A
radar with `tells_apart` tries to tell such a threat apart each time that it has held a firm track of it for a
further `dwell`; a try succeeds with the `probability` of the first of the `ranges` that reaches so far, by the
category that the threat is. To the system it then looks like what it is, and the doctrine acts on it: `ignore:
[decoy]` leaves decoys alone. By a radar's name, `engagement_radar`, `radar` (surveillance) or `all`. [The
rules](model/engagement.md#telling-decoys-apart); [an example](decoys.md).

```yaml
tells_apart:
  engagement_radar:
    dwell: 10 s
    ranges:
      - {within: 50 km, probability: {decoy: 0.4}}
      - {within: 100 km, probability: {decoy: 0.15}}
doctrine:
  ignore: [decoy]
```

## Turning back
A formation with `turns_back` turns back when it has lost so many `losses`, or that `share` of its count, a `delay`
later. What has turned back is neither destroyed nor a leaker. [The rules](model/engagement.md#turning-back); [an
example](decoys.md#formations-that-turn-back).

```yaml
turns_back: {share: 0.25, delay: 20 s}
```

## Gliding
A class that glides (`glide-bomb`) goes straight down to its target: from where it is released, or along the route
of its formation, evenly over its length. An `altitude` overrules that.

## Released weapons
A released weapon starts where its carrier is at the moment of release, goes to its cruising altitude and
from there level to what it aims at; homing weapons without an `altitude` go straight down to it. It exists
only in replications in which its carrier lived to release it.

"""


def markdown() -> str:
    """Return the page as it is kept in `docs/scenario.md`.

    Returns
    -------
    str
        The page as it is kept in `docs/scenario.md`.
    """
    schema = json_schema()
    parts = [HEAD, _units()]
    for model in models_of(Declaration):
        name = model.__name__
        part = schema if model is Declaration else schema["$defs"][name]
        title = "The file" if model is Declaration else name
        parts += [f"## {title}\n{part['description']}\n", _table(part)]
    return "\n".join([*parts, TAIL + _defaults()])


def _units() -> str:
    """Return the table of units."""
    rows = [f"| {d} | {', '.join(f'`{u}`' for u in units)} | `{EXAMPLES[d]}` |" for d, units in UNITS.items()]
    return "\n".join(["| quantity | units | example |", "|---|---|---|", *rows, ""])


def _table(part: dict[str, Any]) -> str:
    """Return the fields of one part as a table."""
    rows = ["| name | takes | default | meaning |", "|---|---|---|---|"]
    required = part.get("required", [])
    for name, field in part["properties"].items():
        default = "required" if name in required else ""
        if field.get("default", "") != "":
            default = f"`{_plain(field['default'])}`"
        meaning = field.get("description", "")
        if field.get("examples"):
            meaning += f" Example: `{_plain(field['examples'][0])}`."
        rows.append(f"| `{name}` | {_takes(field)} | {default} | {meaning} |")
    return "\n".join([*rows, ""])


def _plain(value: Any) -> str:
    """Return a value as it would be written."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _takes(field: dict[str, Any]) -> str:
    """Return what a field takes, in words."""
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_takes(f) for f in field["anyOf"] if f.get("type") != "null"))
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in field:
        return ", ".join(f"`{v}`" for v in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    kind = str(field.get("type"))
    if "x-quantity" in field:
        return str(field["x-quantity"])
    if kind == "array":
        if "prefixItems" in field:
            return "[latitude, longitude]"
        return f"list of {_takes(field['items'])}"
    if kind == "object":
        inner = field.get("additionalProperties", {})
        return f"names to {_takes(inner)}" if isinstance(inner, dict) and inner else "names to values"
    if kind in {"number", "integer"}:
        return _number(field)
    return {"string": "text", "boolean": "true or false"}.get(kind, "text, number, true or false")


def _number(field: dict[str, Any]) -> str:
    """Return a number's kind and limits in words."""
    words = "whole number" if field["type"] == "integer" else "number"
    low = field.get("minimum", field.get("exclusiveMinimum"))
    high = field.get("maximum")
    sign = "above " if "exclusiveMinimum" in field else ""
    return words if low is None else f"{words}, {sign}{low:g} to {high:g}"


def _defaults() -> str:
    """Return the table of defaults that are assumed."""
    rows = ["## Assumed defaults", "What neither the file nor the catalogue gives:", ""]
    rows += ["| name | value | from | to | reason |", "|---|---|---|---|---|"]
    for name, (nominal, low, high, unit, reason) in DEFAULTS.items():
        values = " | ".join(quantity(v, unit) for v in (nominal, low, high))
        rows.append(f"| {name} | {values} | {reason} |")
    return "\n".join([*rows, ""])
