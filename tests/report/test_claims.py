"""The page of claims and its pictures, from results made by hand."""

from html.parser import HTMLParser

import numpy as np
import pytest

from airdef import catalogue
from airdef.catalogue import laws
from airdef.report import claims as page
from airdef.report.claims_figures import samples, shares
from airdef.studies.claims import definitions as claims
from airdef.studies.claims.limits import Limit
from airdef.studies.claims.own import OwnWord
from airdef.studies.claims.result import Ifs, Result
from airdef.studies.claims.screen import Pair
from airdef.studies.claims.search import Case, Span
from airdef.studies.claims.spread import Spread
from airdef.studies.uncertainty.influence import Weight
from airdef.studies.variants.moves import Estimate, Moved
from airdef.studies.variants.uncertain_inputs import UncertainInput


@pytest.fixture(scope="module")
def known():
    return catalogue.load()


CONDITION = "altitude & more 4 km or more (not at 3.9)"


def result(known, claim_id, verdict, verdicts, means):
    claim = claims.find(claims.load(known), claim_id)
    stated = Case(True, 1024, 1.0, (0.996, 1.0), Estimate(16.7, (16.69, 16.71), 1024))
    limit = Limit("altitude & more", "condition", "km", 1.0, 9.0, (Span(4.0, 9.0, 3.9, None),))
    spread = None if verdicts is None else Spread(np.array(verdicts), np.array(means), ())
    figure = UncertainInput((known.adopted("48N6E2", "min_altitude"),))
    moved = Moved(1.0, 25.0, Estimate(0.0, (0.0, 0.0), 64), Estimate(-16.7, (-16.8, -16.6), 64))
    conditional = verdict == "supports if"
    return Result(
        claim=claim,
        verdict=verdict,
        stated=stated,
        limits=(limit,),
        ifs=Ifs(met=True, provisos=(CONDITION,) if conditional else ()),
        because="met as stated",
        disagreements=(),
        hangs_on=(Weight(figure, (moved,), laws.behind(known, "48N6E2", "min_altitude")),),
        turns=(conditional,),
        figures=88,
        pairs=(),
        heaviest_pair=(Pair((figure, figure), (1.0, 1.0), stated),),
        own=OwnWord(claim.sources(known), (), (), (), stated, claim.unit),
        sentences=claim.sentences(known),
        sources=claim.sources(known),
        seed=1,
        cases=9,
        spread=spread,
    )


@pytest.fixture(scope="module")
def results(known):
    return [
        result(known, "altitude-10m", "supports if", [1.0, 0.0, np.nan, 0.0], [16.0, 0.0, 8.0, 0.0]),
        result(known, "altitude-27km", "supports", [1.0] * 4, [140.0, 150.0, 160.0, 170.0]),
    ]


class Checked(HTMLParser):
    """Sees that tags are closed in order, and gathers ids and what the page would load."""

    VOID = frozenset({"meta", "br", "hr", "img", "link", "input", "path", "use", "rect"})

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.loads = [], [], []

    def handle_starttag(self, tag, attributes):
        held = dict(attributes)
        self.ids += [held["id"]] if "id" in held else []
        self.loads += [held[k] for k in ("src", "href") if k in held and not held[k].startswith("#")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_else(known, results):
    text = page.render(results, known, "airdef claims --all --seed 1 --spread 4")
    checked = Checked()
    checked.feed(text)
    assert checked.open == []
    assert len(checked.ids) == len(set(checked.ids))
    assert checked.loads == []
    assert "<style>" in text
    counted = (
        "2 claims were put to the model, which supports 1, supports 1 under the conditions that stand beside them."
    )
    assert counted in text
    assert results[0].spread.text() in text
    assert "altitude &amp; more" in text
    assert text.count("<svg") == 3
    assert text == page.render(results, known, "airdef claims --all --seed 1 --spread 4")


def test_without_a_spread_the_page_says_so(known):
    text = page.render([result(known, "altitude-10m", "supports", None, None)], known, "airdef claims altitude-10m")
    assert "Only the nominal figures were simulated." in text
    assert "One claim was put to the model" in text
    assert "<svg" not in text


def test_nothing_to_write_is_refused(known):
    with pytest.raises(ValueError, match="no results"):
        page.render([], known, "airdef claims")


def test_bars_lie_where_the_shares_are(results):
    (axes,) = shares(results).axes
    dots = {line.get_ydata()[0]: line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"}
    assert dots == {1: 25.0, 0: 100.0}  # the first claim on top
    bars = {line.get_ydata()[0]: tuple(line.get_xdata()) for line in axes.lines if line.get_linewidth() == 7}
    assert bars[1] == pytest.approx([100 * x for x in results[0].spread.share_ci95])


def test_every_state_is_drawn_once_by_what_came_of_it(results):
    (axes,) = samples(results[0]).axes
    drawn = {line.get_label(): sorted(line.get_xdata()) for line in axes.lines if line.get_linestyle() == "None"}
    assert drawn == {"met: 1 of 4": [16.0], "not met: 2 of 4": [0.0, 0.0], "open: 1 of 4": [8.0]}


def test_markdown_escapes_what_would_break_the_table(known, results):
    claim = results[0].claim.model_copy(update={"title": "a | b"})
    changed = Result(**{**vars(results[0]), "claim": claim})
    lines = page.markdown([changed], known, "airdef claims x").splitlines()
    assert lines[2].startswith("| a \\| b |")
    assert "| 25 % (" in lines[2]


def test_a_conditional_verdict_never_stands_without_its_conditions(known, results):
    texts = (page.render(results, known, "airdef claims --all"), page.markdown(results, known, "airdef claims --all"))
    for text, condition in zip(texts, (CONDITION.replace("&", "&amp;"), CONDITION), strict=True):
        assert f"supports if {condition}" in text
        assert text.count("supports if") == text.count(f"supports if {condition}")
    data = results[0].to_dict()
    assert data["verdict"] == "supports if"
    assert data["ifs"] == [CONDITION]
    assert data["headline"] == f"supports if {CONDITION}"
    drawn = [text.get_text() for text in shares(results).axes[0].texts]
    assert "supports if" not in drawn
    assert any("under conditions" in text for text in drawn)


def test_every_verdict_names_its_figures_with_grade_and_law(known, results):
    text = page.render(results, known, "airdef claims --all")
    told = "48N6E2 min_altitude (grade B, published spread 10 to 25 m, adopted 10 m): 0 in each of 64 replications"
    assert text.count(told.removesuffix("0 in each of 64 replications")) == 2
    assert text.count("checked against nothing") == 2
    assert "turns the verdict alone" in text
    assert "checked against nothing" in page.markdown(results, known, "airdef claims --all")
    assert "is no witness" in text
