"""The page of claims and its pictures, from results made by hand."""

from html.parser import HTMLParser

import numpy as np
import pytest

from airdef import catalogue
from airdef.report import claims as page
from airdef.report.claims_figures import shares, states
from airdef.studies import claims
from airdef.studies.claims_search import Case, Span
from airdef.studies.claims_spread import Spread
from airdef.studies.claims_verdict import Limit, Result


@pytest.fixture(scope="module")
def known():
    return catalogue.load()


def result(known, claim_id, verdict, verdicts, means):
    claim = claims.find(claims.load(known), claim_id)
    stated = Case(True, 1024, 1.0, (0.996, 1.0), 16.7, (16.69, 16.71))
    limit = Limit("altitude & more", "condition", "km", 1.0, 9.0, (Span(4.0, 9.0),))
    spread = None if verdicts is None else Spread(np.array(verdicts), np.array(means), ())
    return Result(claim, verdict, stated, (limit,), "as stated", "met as stated", claim.sentences(known),
                  claim.sources(known), 1, 9, spread)  # fmt: skip


@pytest.fixture(scope="module")
def results(known):
    return [
        result(known, "altitude-10m", "holds if", [1.0, 0.0, np.nan, 0.0], [16.0, 0.0, 8.0, 0.0]),
        result(known, "altitude-27km", "holds", [1.0] * 4, [140.0, 150.0, 160.0, 170.0]),
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
    assert "2 claims were put to the model: 1 “holds”, 1 “holds if” (with conditions)." in text
    assert results[0].spread.text() in text
    assert "altitude &amp; more" in text
    assert text.count("<svg") == 3
    assert text == page.render(results, known, "airdef claims --all --seed 1 --spread 4")


def test_without_a_spread_the_page_says_so(known):
    text = page.render([result(known, "altitude-10m", "holds", None, None)], known, "airdef claims altitude-10m")
    assert "Only the nominal figures were played." in text
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
    (axes,) = states(results[0]).axes
    drawn = {line.get_label(): sorted(line.get_xdata()) for line in axes.lines if line.get_linestyle() == "None"}
    assert drawn == {"met: 1 of 4": [16.0], "not met: 2 of 4": [0.0, 0.0], "open: 1 of 4": [8.0]}


def test_markdown_escapes_what_would_break_the_table(known, results):
    claim = results[0].claim.model_copy(update={"title": "a | b"})
    changed = Result(**{**vars(results[0]), "claim": claim})
    lines = page.markdown([changed], known, "airdef claims x").splitlines()
    assert lines[2].startswith("| a \\| b |")
    assert "| 25 % (" in lines[2]
