"""From runs to a verdict, by one rule for all claims (docs/claims.md).

1. The sources under test are left out of all adopted values (`claims_own`).
2. The stated case is simulated, and every condition is searched alone, the rest as stated.
3. Every figure of the catalogue that the scenario uses is moved alone over its spread, with all its copies, around the
   stated case; and, if that is not met, around the first condition under which the claim is met, if there is one. The
   heaviest are moved in pairs (`claims_screen`).
4. Met nowhere: `does not support`. Met everywhere: `supports`. Met in part: `supports if`, with the parts.
5. `inconclusive` where the stated case stays open, where a comparison shows no difference, and where the claim is met
   by its own word alone.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from airdef.catalogue.grades import GRADES
from airdef.studies.claims.limits import Limit, along_condition, along_figure, weighed
from airdef.studies.claims.own import OwnWord, independent
from airdef.studies.claims.result import MOST_PAIRS, Ifs, Result, Verdict
from airdef.studies.claims.screen import INNER, TRAJECTORIES, Screened, heaviest, paired, screened, with_effects
from airdef.studies.claims.search import FIRST, GRID, MOST, Case
from airdef.studies.claims.simulate import CaseRunner, Shared
from airdef.studies.claims.spread import adopted_of, spread
from airdef.studies.uncertainty.influence import NAMED
from airdef.studies.variants.moves import plain
from airdef.studies.variants.uncertain_inputs import uncertain_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from airdef.catalogue import Catalogue
    from airdef.studies.claims.definitions import Claim, Overrides
    from airdef.studies.claims.own import Own
    from airdef.studies.claims.screen import Pair

Around = tuple["Overrides", str]
"""A case that figures are moved around: its overrides, and in words ('' for the stated one)."""


def examine(
    claim: Claim,
    catalogue: Catalogue,
    seed: int = 1,
    tick: Callable[[], None] = lambda: None,
    samples: int = 0,
    grades: Collection[str] | None = None,
    shared: Shared | None = None,
) -> Result:
    """Run a claim and return what came of it.

    Parameters
    ----------
    claim
        The claim.
    catalogue
        The catalogue that figures and sources are taken from.
    seed
        Seed of the random streams.
    tick
        Called at the start of every case and sample.
    samples
        Samples drawn for the spread of adopted values (0: none).
    grades
        Grades of the adopted values that vary; all by default.
    shared
        What claims that are run one after the other have in common; by default nothing.

    Returns
    -------
    Result
        What came of the claim.

    Raises
    ------
    ScenarioError
        For a claim that makes no scenario.
    ValueError
        For a claim that makes no scenario.
    """
    counted: Counter[str] = Counter()

    def count() -> None:
        counted["cases"] += 1
        tick()

    own = independent(claim, catalogue)
    runner = CaseRunner(claim, own.catalogue, seed, count, shared or Shared())
    stated = runner.case({}, at_least=MOST)
    found = [along_condition(runner, c) for c in claim.conditions]
    conditions = [limit for limit, _ in found if limit.low < limit.high]
    reference = None if stated.met else _reference(claim, found)
    bases: list[Around] = [({}, ""), *([reference] if reference else [])]
    figures = uncertain_inputs(adopted_of([side.nominal for side in runner.sides]), own.catalogue, grades)
    moved = [screened(runner, around, figures) for around, _ in bases]
    moved[-1] = with_effects(runner, bases[-1][0], moved[-1], seed)
    named = {(f.subject, f.attribute) for f in claim.rests_on}
    limits = [limit for base, each in zip(bases, moved, strict=True) for limit in _limits(runner, base, each, named)]
    turning, both = paired(runner, bases[-1][0], moved[-1])
    word = _own_word(claim, catalogue, own, runner, bases[-1][0], seed)
    ifs = _ifs(stated, conditions, limits, turning, reference)
    verdict, because = judge(claim, stated, ifs, [u.name for u in word.decisive])
    heavy = heaviest(moved[-1], NAMED)
    return Result(
        claim=claim,
        verdict=verdict,
        stated=stated,
        limits=(*conditions, *limits),
        ifs=ifs,
        because=because,
        disagreements=tuple(disagreements(limits)),
        hangs_on=tuple(weighed(runner, bases[-1][0], s) for s in heavy),
        turns=tuple(bool(s.turning) for s in heavy),
        figures=len(figures),
        pairs=turning,
        heaviest_pair=both,
        own=word,
        sentences=claim.sentences(catalogue),
        sources=claim.sources(catalogue),
        seed=seed,
        cases=counted["cases"],
        spread=spread(claim, own.catalogue, seed, samples, grades, tick, runner.shared.geometry) if samples else None,
    )


def expected(claim: Claim, catalogue: Catalogue, samples: int = 0, grades: Collection[str] | None = None) -> int:
    """Return about how many cases and samples a claim takes: what a progress bar goes by.

    Parameters
    ----------
    claim
        The claim.
    catalogue
        The catalogue that figures and sources are taken from.
    samples
        Number of samples.
    grades
        Grades that count; all by default.

    Returns
    -------
    int
        About how many cases and samples a claim takes: what a progress bar goes by.

    Raises
    ------
    ScenarioError
        For a claim that makes no scenario.
    """
    sides = CaseRunner(claim, catalogue, 0, lambda: None).sides
    figures = uncertain_inputs(adopted_of([side.nominal for side in sides]), catalogue, grades)
    alone = sum(len(f.positions(INNER)) for f in figures)
    searches = 2 * GRID * (len(claim.conditions) + len(claim.rests_on) + NAMED)
    return alone + TRAJECTORIES * (len(figures) + 1) + searches + samples


def judge(claim: Claim, stated: Case, ifs: Ifs, own_word: Sequence[str] = ()) -> tuple[Verdict, str]:
    """Return the verdict and the reason for it, by the rule of the module.

    Parameters
    ----------
    claim
        The claim.
    stated
        The case as stated.
    ifs
        What the verdict hangs on.
    own_word
        Figures that only the sources under test give and that the claim is not met without.

    Returns
    -------
    tuple[Verdict, str]
        The verdict and the reason for it, by the rule of the module.
    """
    if stated.met is None:
        return "inconclusive", f"met in about half of {stated.n} replications as stated"
    low, high = stated.mean_ci95
    if claim.against is not None and stated.met and low <= 0.0 <= high:
        return "inconclusive", f"a comparison that shows no difference: {stated.estimate.text(claim.unit)}"
    if own_word:
        return "inconclusive", f"it hangs on {', '.join(own_word)}, which only the source under test gives"
    if not stated.met and not ifs.alternatives:
        return "does not support", "not met as stated, under no condition searched, for no figure nor pair moved"
    if stated.met and not ifs.provisos:
        return "supports", "met as stated, under all conditions searched, and wherever a figure was moved in its spread"
    return "supports if", "met as stated, not everywhere" if stated.met else "not met as stated, but under conditions"


def disagreements(limits: Sequence[Limit]) -> list[str]:
    """Return in words where published values of a figure disagree, and whether that matters here.

    Parameters
    ----------
    limits
        Where the claim is met, by condition or figure.

    Returns
    -------
    list[str]
        In words where published values of a figure disagree, and whether that matters here.
    """
    found = []
    for limit in limits:
        if limit.grade in GRADES:
            matters = "met with all" if limit.everywhere else "it matters" if limit.spans else "met with none"
            u = f" {limit.unit}" if limit.unit else ""
            with_ = f", with {limit.around}" if limit.around else ""
            values = f"{plain(limit.low)} to {plain(limit.high)}{u}"
            found.append(f"published values of {limit.name} run from {values}: {matters}{with_}")
    return found


def _reference(claim: Claim, found: Sequence[tuple[Limit, list[float]]]) -> Around | None:
    """Return the first condition under which a claim is met, in the middle of the values tried; None if none is."""
    for condition, (_, good) in zip(claim.conditions, found, strict=True):
        if good:
            value = good[len(good) // 2]
            return condition.setting(value), f"{condition.name} {plain(value)} {condition.unit}"
    return None


def _limits(runner: CaseRunner, base: Around, found: Sequence[Screened], named: set[tuple[str, str]]) -> list[Limit]:
    """Return the limits along the figures that turn a case, that are named, and that are heaviest.

    Around a condition and not the stated case only those that turn it.
    """
    around, where = base
    heavy = heaviest(found, NAMED) if not where else ()
    wanted = [
        s
        for s in found
        if s.turning
        or s in heavy
        or (not where and any((r.subject, r.attribute) in named for r in s.figure.adopted_values))
    ]
    return [along_figure(runner, around, where, s) for s in sorted(wanted, key=lambda s: not s.turning)]


def _ifs(
    stated: Case, conditions: Sequence[Limit], limits: Sequence[Limit], pairs: Sequence[Pair], reference: Around | None
) -> Ifs:
    """Return on what the claim is met: what a stated case that is met must keep to, else what would make it met."""
    if stated.met:
        kept = [x.condition() for x in (*conditions, *limits) if not x.everywhere]
        return Ifs(met=True, provisos=(*kept, *_several(pairs, "not ")))
    alternatives = [x.condition() for x in (*conditions, *(y for y in limits if not y.around)) if x.spans]
    if reference is None:
        return Ifs(met=False, alternatives=(*alternatives, *_several(pairs, "")))
    _, where = reference
    kept = [f"with {where} {x.condition()}" for x in limits if x.around and not x.everywhere]
    kept += _several(pairs, f"with {where} not ")
    return Ifs(met=False, alternatives=tuple(alternatives), provisos=tuple(kept))


def _several(pairs: Sequence[Pair], lead: str) -> list[str]:
    """Return pairs as conditions, the first of them in words and the others by their number."""
    words = [f"{lead}{p.text()}" for p in pairs[:MOST_PAIRS]]
    more = len(pairs) - len(words)
    return [*words, *([f"{lead}one of {more} more pairs of figures that are listed"] if more else [])]


def _own_word(claim: Claim, known: Catalogue, own: Own, runner: CaseRunner, around: Overrides, seed: int) -> OwnWord:
    """Return what leaving out the sources under test changed, and which figures rest on their word alone."""
    scenarios = [side.nominal for side in runner.sides]
    alone = own.alone(scenarios)
    base = runner.case(around)
    decisive = [u for u in alone if base.met and any(runner.case(around, v).met is not True for v in own.probes(u))]
    with_own = CaseRunner(claim, known, seed, runner.tick, runner.shared).case({}, at_least=FIRST)
    return OwnWord(own.sources, own.changed(scenarios), alone, tuple(decisive), with_own, claim.unit)
