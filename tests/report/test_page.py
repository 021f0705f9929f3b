"""The report as a file: well formed, self-contained, the same bytes, and true to its campaign."""

import re
from html.parser import HTMLParser

import pytest

import airdef
from airdef import report
from airdef.outcome import provenance

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Checker(HTMLParser):
    """Checks that elements nest, and gathers ids, attributes and visible text."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.attributes, self.tags, self.text = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *a) for a in attrs]
        self.ids += [v for k, v in attrs if k == "id"]

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def page(campaign):
    return report.render(campaign)


@pytest.fixture(scope="module")
def checked(page):
    checker = Checker()
    checker.feed(page)
    checker.close()
    return checker


def test_is_well_formed(checked):
    assert checked.open == []
    assert len(checked.ids) == len(set(checked.ids))
    assert checked.tags.count("svg") == 6
    used = {v for _, k, v in checked.attributes if k == "href" and v.startswith("#")}
    assert used, "glyphs are drawn by reference"
    assert {v.removeprefix("#") for v in used} <= set(checked.ids)


def test_loads_nothing(checked, page):
    assert not {"script", "link", "img", "iframe", "object", "image"} & set(checked.tags)
    for tag, key, value in checked.attributes:
        assert key not in ("src", "srcset", "data", "action"), (tag, key, value)
        if key in ("href", "xlink:href"):
            assert value.startswith("#")
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_holds_the_campaigns_numbers(checked, campaign):
    text = " ".join(checked.text)
    leakers = campaign.measures["leakers"]
    assert leakers.mean_text in text
    assert leakers.interval_text in text
    for held in (campaign.scenario.scenario_hash, campaign.scenario.catalogue_hash, campaign.statistics.digest()):
        assert held in text
    for adopted in provenance.assumptions(campaign.scenario):
        assert adopted.reason in text
    for source in provenance.sources(campaign.scenario, airdef.catalogue.load()):
        assert source.title in text


def test_drawings_are_marked_as_an_exercise(page):
    plan = page[page.index('aria-label="Plan view"') :]
    assert "<!-- EXERCISE -->" in plan[: plan.index("</svg>")]


def test_same_run_gives_the_same_bytes(page):
    again = airdef.run("port-raid", 300, seed=5, threads=2)
    assert report.render(again) == page


def test_another_run_gives_another_page_and_shows_its_command(page):
    other = report.render(airdef.run("port-raid", 300, seed=6), command="airdef run <my> --seed 6")
    assert "airdef run &lt;my&gt; --seed 6" in other
    assert other != page


def test_answer_names_the_main_reason(campaign):
    reason = max(campaign.leak_reasons, key=campaign.leak_reasons.get).replace("-", " ")
    assert reason in report.answer(campaign)


def test_idealised_scenarios_have_a_report():
    Checker().feed(report.render(airdef.run("ideal-erlang", 64)))
