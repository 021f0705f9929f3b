import math
from pathlib import Path

import yaml

from airdef.outcome.provenance import adopted_dict, cite_bibtex, cite_text, source_dict
from airdef.scenario.plan import UsedValue
from airdef.version import RELEASED
from catalogue.bibtex import read
from outcome.fakes import Catalogue, scenario


def test_text_names_sources_assumptions_and_replacements():
    text = cite_text(scenario(), Catalogue())
    assert "[1] Missiles & masts, 100% of S1_A (2016, April). P#1. https://example.org/a_b\n" in text
    assert "for: 48N6E2 sspk.aircraft, S-300PMU-2 reaction_time" in text
    assert "Assumed, without a source: 1" in text
    assert "fighter rcs_tail = 3 m2: nose and tail taken alike" in text
    assert "Replaced by the scenario: 1" in text


def test_bibtex_is_well_formed_and_escaped():
    entries = read(cite_bibtex(scenario(), Catalogue()))
    assert list(entries) == ["airdef", "S1", "S2"]
    kind, fields = entries["S1"]
    assert kind == "misc"
    assert fields["title"] == r"{Missiles \& masts, 100\% of S1\_A}"
    assert (fields["year"], fields["month"]) == ("2016", "apr")
    assert fields["url"] == "https://example.org/a_b"  # an address is not escaped
    assert fields["howpublished"] == r"P\#1"
    assert "url" not in entries["S2"][1]
    assert entries["S2"][1]["note"] == "No address known"


def test_airdef_itself_is_cited_with_the_year_of_its_citation_file():
    _, fields = read(cite_bibtex(scenario(), Catalogue()))["airdef"]
    told = yaml.safe_load((Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(told["date-released"]) == RELEASED
    assert fields["year"] == RELEASED[:4]
    assert fields["title"] == told["title"]
    assert fields["author"] == "{The airdef authors}"
    assert fields["note"] == "scenario 5c5c5c5c5c5c, catalogue cacacacacaca"


def test_a_figure_as_plain_data_is_in_si_and_in_words():
    told = adopted_dict(UsedValue("R", "frequency", 2e9, 2e9, 4e9, "Hz", "assumed", (), "why"))
    assert (told["value"], told["unit"]) == (2e9, "Hz")
    assert told["shown"] == {"value": "2 GHz", "spread": "2 to 4 GHz"}
    told = adopted_dict(UsedValue("R", "sector_width", math.tau, math.tau, math.tau, "rad", "assumed", (), "why"))
    assert told["shown"] == {"value": "360 deg", "spread": ""}


def test_a_source_as_plain_data_has_its_reference():
    told = source_dict(Catalogue().source("S1"))
    assert (told["id"], told["date"]) == ("S1", "2016-04")
    assert told["reference"] == "Missiles & masts, 100% of S1_A (2016, April). P#1. https://example.org/a_b"
