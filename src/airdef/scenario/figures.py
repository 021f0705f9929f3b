"""Figures of the catalogue as a scenario uses them: overridden where it says so, each use written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from airdef.catalogue.units import si_unit, to_si
from airdef.numbers import quantity
from airdef.scenario.behaviours import BEHAVIOURS, Declared
from airdef.scenario.errors import Path, Problem, ScenarioError, nearest, shown
from airdef.scenario.plan import UsedValue
from airdef.scenario.quantities import QuantityError, dimension_of, is_finite, parse, plain_advice, spelt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from airdef.catalogue import AdoptedValue, Attribute, Catalogue, Entry
    from airdef.scenario.document import Document

DEFAULTS: dict[str, tuple[float, float, float, str, str]] = {
    "unit_spacing": (3000.0, 1000.0, 10_000.0, "m", "fire units stand on a circle of this radius round the post"),
    "release_spacing": (2.0, 1.0, 10.0, "s", "a carrier needs a moment between two weapons"),
    "descent_gradient": (0.25, 0.1, 0.5, "1", "a released weapon goes to its cruising altitude at this slope"),
    "descent_share": (0.9, 0.9, 0.9, "1", "one not level by this share of its way goes straight to its target"),
    "loft": (1.0, 0.8, 1.5, "1", "a ballistic missile flies the arc of least energy: apogee over that of it"),
    "jammer_altitude": (10_000.0, 6000.0, 12_000.0, "m", "a stand-off jammer cruises as transports and bombers do"),
    "asset_radius": (500.0, 500.0, 500.0, "m", "a route that ends this near to an asset ends at it"),
    "asset_value": (1.0, 1.0, 1.0, "1", "an asset counts as one"),
    "asset_hits_to_destroy": (1.0, 1.0, 1.0, "1", "one hit leaves nothing of an asset's value"),
    "salvo_reliability": (1.0, 0.9, 1.0, "1", "nothing fails for all missiles of a salvo at once"),
    "shut_down_warning": (
        30.0,
        15.0,
        60.0,
        "s",
        "time to see what a missile is bound for; nothing is published",
    ),
    "link_delay": (4.0, 1.0, 10.0, "s", "a track is passed on about once in a scan; nothing is published"),
    "adequate": (0.5, 0.3, 0.8, "1", "what counts as adequate is a matter of doctrine; nothing is published"),
    "turning_back_delay": (
        20.0,
        0.0,
        120.0,
        "s",
        "a leader counts the losses and orders the return; nothing is published",
    ),
    "direction_finder_range": (
        300e3,
        100e3,
        450e3,
        "m",
        "what receivers are said to hear of radars in flight; it depends on power that nobody publishes",
    ),
    "direction_finder_height": (20.0, 5.0, 40.0, "m", "an antenna on a mast that a lorry carries"),
    "support_sector": (
        6.283185307179586,
        1.0471975511965976,
        6.283185307179586,
        "rad",
        "pods look ahead and astern and are kept on the radars; no width is published with a power",
    ),
    "move_warning": (180.0, 60.0, 600.0, "s", "time to see what a threat is bound for; nothing is published"),
    "march_detour": (1.3, 1.1, 1.6, "1", "roads are longer than the straight line; nothing is published of marches"),
    "salvo_looked_after_one": (1.0, 1.0, 2.0, "1", "shoot-look-shoot fires one missile before it looks"),
    "salvo_looked_after_two": (2.0, 1.0, 3.0, "1", "shoot-shoot-look and a single salvo fire two missiles"),
    "decoy_looks_like": (0.0, 0.0, 0.0, "1", "a decoy is taken for an aircraft (category 0): it is built to be"),
    "facing": (0.0, 0.0, 0.0, "rad", "north; if there is a raid, the mean bearing of where it starts"),
    **{
        b.figure: (b.by.factor.nominal, b.by.factor.low, b.by.factor.high, "1", b.by.factor.reason)
        for b in BEHAVIOURS
        if isinstance(b.by, Declared)
    },
}
"""What a scenario takes where neither the file nor the catalogue says: nominal, low, high, unit, reason."""


class Overrides:
    """The `overrides` of one system or formation: which apply to what, and which applied to nothing.

    A key is `<what>.<attribute>` or `<what>.<entry>.<attribute>`; `<what>` is system, radar (surveillance),
    engagement_radar, missile or threat; `*` stands for every entry. An attribute stated by category may be
    given for all of them: `missile.sspk`. The more special key wins.
    """

    def __init__(self, given: Mapping[str, object], path: Path, document: Document) -> None:
        self.path = path
        self.document = document
        self._given = {_normal(k): (k, v) for k, v in given.items()}
        self._used: set[str] = set()
        self._known: dict[str, None] = {}

    def find(self, scopes: tuple[str, ...], entry: Entry, attribute: str) -> tuple[str, object] | None:
        """Return the key and value that override an attribute of an entry, or None.

        Parameters
        ----------
        scopes
            Prefixes under which overrides of this entry stand, the nearest first.
        entry
            The entry of the catalogue.
        attribute
            Name of the attribute, as in the catalogue.

        Returns
        -------
        tuple[str, object] | None
            The key and value that override an attribute of an entry, or None.
        """
        if not self._given:
            return None
        keys, known = _keys(scopes, (entry.name, *entry.aliases), attribute)
        self._known |= known
        found: tuple[str, object] | None = None
        for key in keys:
            if key in self._given:
                # The first is the one that applies; the rest are known names that something goes before.
                self._used.add(key)
                found = found or self._given[key]
        return found

    def unused(self) -> list[str]:
        """Return the keys that name nothing here."""
        return [key for key in self._given if key not in self._used]

    def refused(self, key: str) -> Problem:
        """Return the problem of a key that names nothing here.

        Parameters
        ----------
        key
            The key.

        Returns
        -------
        Problem
            The problem of a key that names nothing here.
        """
        written = self._given[key][0]
        close = tuple(k for k in self._known if k.endswith(f".{key}"))[:1] or nearest(key, self._known)
        what = ", ".join(dict.fromkeys(k.partition(".")[0] for k in self._known)) or "nothing here"
        return self.document.problem(
            (*self.path, written),
            f"the unknown figure {shown(written)}",
            f"a figure of this part of the scenario ({what}: <what>.<attribute>)",
            f"write '{close[0]}'" if close else "see 'airdef catalogue show' for the attributes of an entry",
            close,
            at_key=True,
        )


def _normal(key: str) -> str:
    """Return a key as it is compared: letter case aside, with the accepted second spelling of SSPK."""
    return ".".join("sspk" if part == "sskp" else part for part in key.casefold().split("."))


@lru_cache(maxsize=4096)
def _keys(scopes: tuple[str, ...], names: tuple[str, ...], attribute: str) -> tuple[tuple[str, ...], dict[str, None]]:
    """Return the keys that may override an attribute, the one that applies first before, and those to propose."""
    keys: list[str] = []
    known: dict[str, None] = {}
    for a in dict.fromkeys((attribute, attribute.partition(".")[0])):
        keys += [f"{s}.{n}.{a}" for s in scopes for n in names]
        keys += [f"{scopes[0]}.*.{a}", f"{scopes[0]}.{a}"]
        known |= dict.fromkeys((f"{scopes[0]}.{a}", f"{scopes[-1]}.{names[0]}.{a}"))
    return tuple(map(_normal, keys)), known


@dataclass
class Figures:
    """Reads figures and remembers which were used."""

    catalogue: Catalogue
    document: Document
    used: dict[UsedValue, None] = field(default_factory=dict)

    def value(
        self,
        entry: Entry,
        attribute: str,
        overrides: Overrides,
        scopes: tuple[str, ...],
        default: float | None = None,
    ) -> float:
        """Return a figure in SI: what the overrides say, else the catalogue's nominal, else the default.

        Parameters
        ----------
        entry
            The entry of the catalogue.
        attribute
            Name of the attribute, as in the catalogue.
        overrides
            Values of the scenario that are replaced, by path.
        scopes
            Prefixes under which overrides of this entry stand, the nearest first.
        default
            What is taken where nothing is said.

        Returns
        -------
        float
            A figure in SI: what the overrides say, else the catalogue's nominal, else the default.

        Raises
        ------
        ScenarioError
            For an override that is no value of this attribute, and for a figure that nobody gives.
        """
        adopted = entry.adopted_values.get(attribute)
        if adopted is None:
            if default is None:
                fix = "use another entry; this one has no such figure"
                problem = self.document.problem(
                    overrides.path[:-1], f"'{entry.name}' without '{attribute}'", f"a figure for {attribute}", fix
                )
                raise ScenarioError([problem])
            return default
        found = overrides.find(scopes, entry, attribute)
        if found is not None:
            return self._overridden(adopted, overrides, *found)
        self.used[
            UsedValue(
                adopted.subject,
                adopted.attribute,
                adopted.nominal,
                adopted.low,
                adopted.high,
                adopted.unit,
                adopted.grade,
                adopted.sources,
                adopted.reason,
            )
        ] = None
        return adopted.nominal

    def declared(self, part: BaseModel, attribute: str, name: str) -> float:
        """Return what a part of the file says of an attribute, else one of DEFAULTS, written down as assumed.

        Parameters
        ----------
        part
            The part.
        attribute
            Name of the attribute, as in the catalogue.
        name
            Name of the figure.

        Returns
        -------
        float
            What a part of the file says of an attribute, else one of DEFAULTS, written down as assumed.
        """
        return float(getattr(part, attribute)) if attribute in part.model_fields_set else self.assumed(name)

    def assumed(self, name: str, value: float | None = None) -> float:
        """Return one of DEFAULTS (or the value it leads to here), written down as assumed.

        Parameters
        ----------
        name
            Name of the figure.
        value
            The value.

        Returns
        -------
        float
            One of DEFAULTS (or the value it leads to here), written down as assumed.
        """
        nominal, low, high, unit, reason = DEFAULTS[name]
        if value is not None:
            nominal = low = high = value
        self.used[UsedValue("scenario", name, nominal, low, high, unit, "assumed", (), reason)] = None
        return nominal

    def _overridden(self, adopted: AdoptedValue, overrides: Overrides, key: str, given: object) -> float:
        """Return an override in SI, written down as the scenario's own figure."""
        path = (*overrides.path, key)
        attribute = self.catalogue.attributes[self.catalogue.entry(adopted.subject).kind, adopted.attribute]
        value = value_of(self.document, path, attribute, given)
        was = quantity(adopted.nominal, adopted.unit)
        reason = f"set by the scenario ({key}); the catalogue has {was}, grade {adopted.grade}"
        self.used[
            UsedValue(
                adopted.subject, adopted.attribute, value, value, value, adopted.unit, "scenario", (), reason, True
            )
        ] = None
        return value


def value_of(document: Document, path: Path, attribute: Attribute, given: object) -> float:
    """Return the value given for a figure in SI, within the limits the catalogue states for it.

    True and false are taken where the figure says whether, and only there.

    Parameters
    ----------
    document
        The document that it was read from, for the places in messages.
    path
        Where it stands in the document.
    attribute
        Name of the attribute, as in the catalogue.
    given
        What was given, in words.

    Returns
    -------
    float
        The value given for a figure in SI, within the limits the catalogue states for it.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    dimension = dimension_of(si_unit(attribute.unit))
    whether = attribute.spread == "discrete" and (attribute.minimum, attribute.maximum) == (0.0, 1.0)
    try:
        if dimension:
            value = parse(given, dimension)
        elif isinstance(given, int | float) and is_finite(given) and (whether or not isinstance(given, bool)):
            value = float(given)
        else:
            expected = "a plain finite number"
            fix = plain_advice(given) if isinstance(given, str) else ""
            fix = fix or "write the number alone in digits, its decimals behind a point, without quotes"
            raise ScenarioError([document.problem(path, shown(given), expected, fix)])
    except QuantityError as e:
        raise ScenarioError([document.problem(path, shown(given), e.expected, e.fix, e.nearest)]) from None
    low, high = to_si(attribute.minimum, attribute.unit), to_si(attribute.maximum, attribute.unit)
    if not low <= value <= high:
        span = f"{spelt(low, dimension)} to {spelt(high, dimension)}" if dimension else f"{low:g} to {high:g}"
        raise ScenarioError([document.problem(path, shown(given), f"a value from {span}", "correct the number")])
    return value
