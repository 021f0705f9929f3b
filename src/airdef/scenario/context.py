"""What the resolver carries along: the document, the catalogue's figures, the problems found so far."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from airdef.catalogue import Catalogue, UnknownNameError
from airdef.limits import PROBLEMS
from airdef.scenario.errors import Path, Problem, ScenarioError, nearest, shown
from airdef.scenario.figures import Figures, Overrides
from airdef.scenario.land import Land
from airdef.scenario.quantities import a

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from airdef.catalogue import Entry
    from airdef.scenario import schema
    from airdef.scenario.document import Document


@dataclass
class Context:
    """One resolution under way: `air` and `land` lie between, `jams` tells whether anything does.

    `falls_silent` has the targets, by number, that are radars which do not always radiate, `passive` those that are
    sights; `further` those that are further positions, each with the number of what stands there and that of the
    position.
    """

    document: Document
    catalogue: Catalogue
    figures: Figures
    air: schema.Environment
    jams: bool
    land: Land = field(default_factory=Land)
    falls_silent: set[int] = field(default_factory=set)
    passive: set[int] = field(default_factory=set)
    further: dict[int, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0

    @property
    def step(self) -> float:
        """Return the step of the motion grid [s]."""
        return self.air.time_step

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Note the problems of one part and go on with the next."""
        try:
            yield
        except ScenarioError as e:
            self.problems.extend(e.problems)
            self.more += e.more
        if len(self.problems) >= PROBLEMS:  # what else is wrong would take long to put in words, and nobody reads it
            self.raise_problems()

    def note_unused(self, overrides: Overrides) -> None:
        """Note what in overrides applied to nothing.

        Parameters
        ----------
        overrides
            Values of the scenario that are replaced, by path.
        """
        unused = overrides.unused()
        room = max(PROBLEMS - len(self.problems), 0)
        self.problems.extend(overrides.refused(key) for key in unused[:room])
        self.more += len(unused[room:])

    def refuse(self, path: Path, given: str, expected: str, fix: str, names: tuple[str, ...] = ()) -> ScenarioError:
        """Return the error for one problem.

        Parameters
        ----------
        path
            Where it stands in the document.
        given
            What was given, in words.
        expected
            What was expected there, in words.
        fix
            The usual fix, in words; empty for none.
        names
            The nearest valid names.

        Returns
        -------
        ScenarioError
            The error for one problem.
        """
        return ScenarioError([self.document.problem(path, given, expected, fix, names)])

    def raise_problems(self) -> None:
        """Raise what was found, if anything was."""
        if self.problems:
            raise ScenarioError(sorted(self.problems, key=lambda p: (p.line, p.column)), self.more)

    def overrides(self, given: Mapping[str, object], path: Path) -> Overrides:
        """Return the overrides that stand at a path.

        Parameters
        ----------
        given
            The overrides as the file has them.
        path
            Where it stands in the document.

        Returns
        -------
        Overrides
            The overrides that stand at a path.
        """
        return Overrides(given, path, self.document)

    def entry(self, kind: str, name: str, path: Path, role: str = "") -> Entry:
        """Return a catalogue entry of one kind (and role), or raise with the nearest of its kind.

        Parameters
        ----------
        kind
            Kind of the entry.
        name
            The name.
        path
            Where it stands in the document.
        role
            The role that the entry must have; empty for any.

        Returns
        -------
        Entry
            A catalogue entry of one kind (and role), or raise with the nearest of its kind.
        """
        able = {e.name: e for e in self.catalogue.entries(kind) if role in ("", e.role)}
        given = shown(name)
        try:
            entry = self.catalogue.entry(name)
        except UnknownNameError:
            pass
        else:
            if entry.name in able:
                return entry
            if kind == "system" and entry.missing:
                raise self._reported(entry, path, given)
            given = f"the {entry.role} {entry.kind} '{entry.name}'".replace("the  ", "the ")
        spelt = {n: e.name for e in able.values() for n in (e.name, *e.aliases)}
        # What is proposed stands in the list beside it: the name, not the alias that is like what was given.
        close = tuple(dict.fromkeys(spelt[n] for n in nearest(name, spelt)))
        fix = f"write '{close[0]}'" if close else "take one of the names listed"
        expected = f"{a(f'{role} {kind}'.strip())} of the catalogue ({', '.join(able)})"
        raise self.refuse(path, given, expected, fix, close)

    def _reported(self, entry: Entry, path: Path, given: str) -> ScenarioError:
        """Return the error for a system of which too little is published to be simulated."""
        return self.refuse(
            path,
            f"{given}, of which too little is published to be simulated; missing: {entry.missing}",
            f"a system that can be simulated (the nearest: {entry.nearest})",
            "describe it as a system of your own under 'catalogue', with what you take for what is missing",
            (entry.nearest,),
        )
