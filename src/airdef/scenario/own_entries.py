"""From what a scenario says of an entry of its own to the entry, with an adopted value for every figure."""

from __future__ import annotations

from collections import ChainMap
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from airdef.catalogue import UnknownNameError
from airdef.catalogue import adopted as making
from airdef.catalogue.book import PART_KINDS, folded
from airdef.catalogue.model import Claim, Entry, Part, Taken
from airdef.catalogue.rule import Figure
from airdef.catalogue.units import from_si, to_si
from airdef.limits import BASED_ON_STEPS
from airdef.scenario.errors import ScenarioError, nearest, shown
from airdef.scenario.figures import value_of
from airdef.scenario.plan import CATEGORIES
from airdef.scenario.quantities import EXAMPLES, dimension_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from airdef.catalogue import AdoptedValue, Attribute, Catalogue, Source
    from airdef.scenario.document import Document
    from airdef.scenario.errors import Path
    from airdef.scenario.own_schema import OwnCatalogue, OwnEntry, OwnFigure, OwnPart

NO_REASON: Final = "stated in the scenario without a source or a reason"


@dataclass(frozen=True)
class _Head:
    """What an entry of one's own is, once what it is based on is known."""

    name: str
    said: OwnEntry
    base: Entry | None
    kind: str
    category: str
    role: str

    def asked(self, attribute: Attribute) -> bool:
        """Tell whether the model asks an attribute of this entry."""
        applies = attribute.applies
        return attribute.kind == self.kind and (not applies or self.category in applies or self.role in applies)


@dataclass
class Maker:
    """Makes entries of one's own, each once, those before that others are based on.

    `places` says for each entry in which document it stands, and where; `claims` are those that its figures rest on.
    """

    own: OwnCatalogue
    known: Catalogue
    sources: Mapping[str, Source]
    places: Mapping[str, tuple[Document, Path]]
    claims: dict[str, Claim] = field(default_factory=dict)
    _done: dict[str, Entry] = field(default_factory=dict)
    _under_way: list[str] = field(default_factory=list)
    _steps: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all_claims = ChainMap(self.claims, {c.claim: c for c in self.known.claims()})

    def entry(self, name: str) -> Entry:
        """Return an entry of the scenario's own by its name.

        Parameters
        ----------
        name
            The name.

        Returns
        -------
        Entry
            An entry of the scenario's own by its name.

        Raises
        ------
        ScenarioError
            If it is refused; the message says where and why.
        """
        if name not in self._done:
            if name in self._under_way:
                way = " -> ".join([*self._under_way, name])
                raise self._refused(name, ("based_on",), way, "an entry that is not based on itself", "remove one step")
            self._check_steps(name, len(self._under_way))
            self._under_way.append(name)
            self._done[name] = self._made(name)
            self._under_way.pop()
        return self._done[name]

    def _check_steps(self, name: str, steps: int) -> None:
        if BASED_ON_STEPS.exceeded(steps):
            given, fix = f"more than {BASED_ON_STEPS.most} of them", BASED_ON_STEPS.fix
            raise self._refused(name, ("based_on",), given, BASED_ON_STEPS.expected, fix)

    def _refused(
        self,
        name: str,
        at: Path,
        given: str,
        expected: str,
        fix: str,
        names: tuple[str, ...] = (),
        *,
        key: bool = False,
    ) -> ScenarioError:
        document, path = self.places[name]
        return ScenarioError([document.problem((*path, *at), given, expected, fix, names, at_key=key)])

    def _named(self, asker: str, name: str, at: Path) -> Entry:
        """Return an entry by its name, of the scenario's own or of the catalogue."""
        for other in self.own.entries:
            if folded(other) == folded(name):
                return self.entry(other)
        with suppress(UnknownNameError):
            return self.known.entry(name)
        close = nearest(name, [*self.own.entries, *(e.name for e in self.known.entries())])
        fix = f"write '{close[0]}'" if close else "'airdef catalogue list' shows the names"
        raise self._refused(asker, at, shown(name), "an entry of the catalogue, or one of your own", fix, close)

    def _made(self, name: str) -> Entry:
        head = self._head(name)
        adopted_values = self._adopted_values(head)
        entry = Entry(
            name=name,
            kind=head.kind,
            title=head.said.title or name,
            adopted_values=adopted_values,
            parts=self._parts(head) if head.kind == "system" else {},
            category=head.category,
            role=head.role,
            description=head.said.description,
        )
        self._check_launchers(entry)
        return entry

    def _head(self, name: str) -> _Head:
        said = self.own.entries[name]
        base = None if said.based_on is None else self._named(name, said.based_on, ("based_on",))
        self._steps[name] = self._steps.get(base.name, 0) + 1 if base else 0
        self._check_steps(name, self._steps[name])
        if base is not None and base.missing:
            given, fix = (
                f"{base.name}, of which too little is published",
                "name another, or give its figures without 'based_on'",
            )
            raise self._refused(name, ("based_on",), given, "an entry that has figures", fix, (base.nearest,))
        kind = said.kind or (base.kind if base else "")
        if not kind:
            fix = "add 'kind: missile' (or system, radar, mast, threat), or 'based_on'"
            raise self._refused(name, (), "an entry without a kind", "'kind', or 'based_on'", fix)
        if base is not None and base.kind != kind:
            given, fix = f"{base.name}, a {base.kind}", f"take another entry, or 'kind: {base.kind}'"
            raise self._refused(name, ("based_on",), given, f"a {kind}", fix)
        category = self._word(name, "category", said.category, base, kind == "threat", CATEGORIES)
        role = self._word(name, "role", said.role, base, kind == "radar", ("surveillance", "engagement"))
        return _Head(name, said, base, kind, category, role)

    def _word(
        self, name: str, what: str, given: str | None, base: Entry | None, asked: bool, known: Sequence[str]
    ) -> str:
        """Return category or role: as said, else that of the entry it is based on."""
        if not asked:
            if given is not None:
                of = "a threat" if what == "category" else "a radar"
                raise self._refused(name, (what,), shown(given), f"no {what}: only {of} has one", "remove it")
            return ""
        word = given if given is not None else getattr(base, what) if base else None
        if word in known:
            return str(word)
        close = nearest(word, known) if word else ()
        fix = f"write '{close[0]}'" if close else f"add '{what}: {known[0]}' or another of them"
        shown_ = "nothing" if word is None else shown(word)
        raise self._refused(name, (what,), shown_, f"one of {', '.join(known)}", fix, close)

    def _adopted_values(self, head: _Head) -> dict[str, AdoptedValue]:
        """Return every adopted value that the model asks of an entry."""
        asked = {a.attribute: a for a in self.known.attributes.values() if head.asked(a)}
        stated = self._stated(head, asked)
        adopted_values: dict[str, AdoptedValue] = {}
        missing = []
        for name, attribute in asked.items():
            if name in stated:
                adopted_values[name] = self._figure(head, attribute, *stated[name])
            elif head.base is not None and name in head.base.adopted_values:
                adopted_values[name] = self._copy(
                    attribute, head, head.base.adopted_values[name], f"based on {head.base.name}"
                )
            elif not attribute.default:
                missing.append(attribute)
        if missing:
            example = EXAMPLES.get(dimension_of(making.blank("", missing[0]).unit), "1")
            fix = f"add '{missing[0].attribute}: {example}' with the right value, or 'based_on'"
            lacks = ", ".join(a.attribute for a in missing)
            raise self._refused(head.name, ("figures",), f"an entry without {lacks}", "a figure for each", fix)
        for attribute in asked.values():
            self._defaulted(head, attribute, asked, adopted_values)
        return {name: adopted_values[name] for name in asked}

    def _stated(self, head: _Head, asked: Mapping[str, Attribute]) -> dict[str, tuple[Path, Sequence[OwnFigure]]]:
        """Return what is said of each attribute, and where; of one by category before that of all categories."""
        stated: dict[str, tuple[Path, Sequence[OwnFigure]]] = {}
        for whole in (True, False):
            for key, figures in head.said.figures.items():
                normal = key.replace("sskp", "sspk")
                named = [n for n in asked if n.partition(".")[0] == normal and n != normal]
                known = named if whole else [n for n in asked if n == normal]
                stated |= dict.fromkeys(known, (("figures", key), figures))
                if not whole and not known and not named:
                    close = nearest(key, [*asked, *dict.fromkeys(n.partition(".")[0] for n in asked)])
                    fix = f"write '{close[0]}'" if close else f"'airdef catalogue show' names those of a {head.kind}"
                    given, expected = f"the unknown figure {shown(key)}", f"a figure of a {head.kind}"
                    raise self._refused(head.name, ("figures", key), given, expected, fix, close, key=True)
        return stated

    def _defaulted(
        self, head: _Head, attribute: Attribute, asked: Mapping[str, Attribute], adopted_values: dict[str, AdoptedValue]
    ) -> AdoptedValue:
        """Return an adopted value, which may be the catalogue's default:

        a number, or a copy of another adopted value.
        """
        name, default = attribute.attribute, attribute.default
        if name not in adopted_values:
            if default.startswith("="):
                original = self._defaulted(head, asked[default[1:]], asked, adopted_values)
                adopted_values[name] = self._copy(attribute, head, original, attribute.reason)
            else:
                nominal = float(default)
                ends = [nominal if v is None else v for v in (attribute.low, nominal, attribute.high)]
                low, middle, high = (to_si(v, attribute.unit) for v in ends)
                bare = making.blank(head.name, attribute)
                made = replace(bare, grade=attribute.grade, reason=attribute.reason, low=low, nominal=middle, high=high)
                adopted_values[name] = making.resting_on(made, ())
        return adopted_values[name]

    def _copy(self, attribute: Attribute, head: _Head, original: AdoptedValue, reason: str) -> AdoptedValue:
        taken = Taken(original.subject, original.attribute, None, None, (), reason)
        return making.copied(making.blank(head.name, attribute), original, taken, self._all_claims)

    def _figure(self, head: _Head, attribute: Attribute, at: Path, said: Sequence[OwnFigure]) -> AdoptedValue:
        """Return the adopted value of one figure: by the rule of adoption from statements of sources, else assumed."""
        bare = making.blank(head.name, attribute)
        assumed = [k for k, s in enumerate(said) if s.source is None]
        if assumed and len(said) > 1:
            expected, fix = "a source for each of several statements", "name their sources, or keep one value"
            raise self._refused(head.name, (*at, assumed[0]), "a statement without a source", expected, fix)
        figures = []
        for k, statement in enumerate(said):
            place = (*at, k) if len(said) > 1 else at
            low, nominal, high = self._numbers(head, attribute, place, statement)
            if statement.source is None:
                if statement.grade is not None:
                    expected, fix = "a source, of which it is the grade", "name the 'source', or remove 'grade'"
                    raise self._refused(head.name, (*place, "grade"), f"grade {statement.grade}", expected, fix)
                reason = statement.reason or NO_REASON
                return replace(bare, low=low, nominal=nominal, high=high, grade="assumed", reason=reason)
            claim = self._claim(head, attribute, place, statement, (low, nominal, high), k)
            self.claims[claim.claim] = claim
            figures.append(Figure(claim.claim, claim.grade, 0, low, nominal, high))
        notes = [s.reason for s in said if s.reason]
        return making.published(bare, figures, notes, self.claims)

    def _numbers(self, head: _Head, attribute: Attribute, at: Path, said: OwnFigure) -> tuple[float, float, float]:
        """Return low end, value and high end of a statement in SI."""
        document, path = self.places[head.name]

        def read(what: str, given: Any) -> float:
            here = (*path, *at, what)
            return value_of(document, here if document.keys.get(here) else (*path, *at), attribute, given)

        nominal = read("value", said.value)
        if attribute.spread == "discrete" and not nominal.is_integer():
            raise self._refused(head.name, at, shown(said.value), "a whole number", "correct the number")
        low = nominal if said.low is None else read("low", said.low)
        high = nominal if said.high is None else read("high", said.high)
        if not low <= nominal <= high:
            given = f"low {shown(said.low)}, value {shown(said.value)}, high {shown(said.high)}"
            raise self._refused(head.name, at, given, "numbers in rising order", "exchange or correct them")
        return low, nominal, high

    def _claim(
        self, head: _Head, attribute: Attribute, at: Path, said: OwnFigure, numbers: Sequence[float], k: int
    ) -> Claim:
        """Return a statement of a source as a claim, by an id that tells whose it is."""
        source = said.source or ""
        known = {**self.known.sources, **self.sources}
        if source not in known:
            close = nearest(source, known)
            fix = f"write '{close[0]}'" if close else "add it under 'sources' with its title and address"
            expected = "the id of one of your sources, or of the catalogue's"
            raise self._refused(head.name, (*at, "source"), shown(source), expected, fix, close)
        if said.grade is None:
            fix = "add 'grade: B' (A official document, B press or reference page, C second hand, D simulator)"
            raise self._refused(head.name, at, "a statement of a source without 'grade'", "its grade, A to D", fix)
        low, nominal, high = (from_si(v, attribute.unit) for v in numbers)
        spread = low != nominal or high != nominal
        return Claim(
            claim=f"own:{head.name}:{attribute.attribute}:{k + 1}",
            subject=head.name,
            kind=head.kind,
            attribute=attribute.attribute,
            low=low if spread else None,
            value=nominal,
            high=high if spread else None,
            unit=attribute.unit,
            bound="",
            text="",
            qualifier="",
            basis="",
            grade=said.grade,
            source=source,
            quoted=said.quoted,
        )

    def _parts(self, head: _Head) -> dict[str, tuple[Part, ...]]:
        """Return the parts of a system by role: as said, else those of the system it is based on."""
        parts: dict[str, tuple[Part, ...]] = {}
        for role in PART_KINDS:
            said: tuple[OwnPart, ...] | None = getattr(head.said.parts, role)
            if said is None:
                held = head.base.parts.get(role, ()) if head.base else ()
                why = f"as {head.base.name}, on which it is based" if head.base else ""
                parts[role] = tuple(replace(p, grade="assumed", reason=why) for p in held)
            else:
                parts[role] = tuple(self._part(head, role, k, part) for k, part in enumerate(said))
        for role, words in (("engagement_radar", "one engagement radar"), ("missile", "a missile")):
            if not parts[role] or (role == "engagement_radar" and len(parts[role]) > 1):
                given = f"{len(parts[role])} of them"
                fix = f"add 'parts: {{{role}: NAME}}', or 'based_on'"
                raise self._refused(head.name, ("parts", role), given, f"{words} of a system", fix)
        return parts

    def _part(self, head: _Head, role: str, k: int, said: OwnPart) -> Part:
        kind, needed = PART_KINDS[role]
        at: Path = ("parts", role, k)
        entry = self._named(head.name, said.entry, at)
        if entry.kind != kind or entry.role != needed:
            given = f"{shown(entry.name)}, a {f'{entry.role} {entry.kind}'.strip()}"
            expected = f"a {f'{needed} {kind}'.strip()}"
            raise self._refused(head.name, at, given, expected, "name another entry")
        if kind != "missile" and (said.launchers or said.rounds):
            fix = "remove 'launchers' and 'rounds'"
            raise self._refused(head.name, at, "launchers of what is no missile", "launchers of a missile", fix)
        return Part(entry.name, role, said.launchers, said.rounds, "assumed", (), (), "stated in the scenario")

    def _check_launchers(self, entry: Entry) -> None:
        """Refuse missiles whose launchers do not add up to those of a fire unit."""
        loads = [part.launchers for part in entry.parts.get("missile", ())]
        if len(loads) < 2:
            return
        total = round(entry.adopted_values["launchers_per_fire_unit"].nominal)
        if None in loads or sum(n for n in loads if n) != total:
            given = ", ".join("all" if n is None else str(n) for n in loads)
            expected = f"launchers of its missiles that add up to the {total} of a fire unit"
            fix = "give each missile its 'launchers', or state 'launchers_per_fire_unit'"
            raise self._refused(entry.name, ("parts", "missile"), given, expected, fix)
