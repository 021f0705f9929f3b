"""Verdicts: the rule on hand-made results, and real claims that flip when the catalogue is read differently."""

from dataclasses import replace

import pytest

from airdef import catalogue
from airdef.studies import claims, claims_verdict
from airdef.studies.claims_search import FIRST, Case, Span
from airdef.studies.claims_verdict import Limit, disagreements, examine, judge


@pytest.fixture(scope="module")
def known():
    return catalogue.load()


@pytest.fixture(scope="module")
def claim(known):
    return claims.find(claims.load(known), "aircraft-150km")


def case(met):
    share = {True: 1.0, False: 0.0, None: 0.5}[met]
    return Case(met, 1024, share, (share, share), 1.0, (1.0, 1.0))


def along(*found, of="condition", **fields):
    return Limit("x", of, "km", 1.0, 9.0, tuple(Span(*s) for s in found), **fields)


EVERYWHERE, IN_PART, NOWHERE = along((1.0, 9.0)), along((4.0, 9.0)), along()


@pytest.mark.parametrize(
    ("met", "limits", "where", "verdict"),
    [
        (True, [EVERYWHERE, EVERYWHERE], "as stated", "holds"),
        (True, [], "as stated", "holds"),
        (True, [EVERYWHERE, IN_PART], "as stated", "holds if"),
        (False, [IN_PART], "x 5 km", "holds if"),
        (False, [NOWHERE], "", "does not hold"),
        (None, [NOWHERE], "", "cannot be told"),
        (None, [IN_PART], "x 5 km", "cannot be told"),
    ],
)
def test_the_rule(claim, met, limits, where, verdict):
    assert judge(claim, case(met), limits, where)[0] == verdict


def test_a_sentence_is_no_witness_for_itself(claim):
    def turning_on(*witnesses):
        figure = along((4.0, 9.0), of="figure", nominal=9.0, grade="B", witnesses=witnesses)
        return judge(claim, case(True), [figure], "as stated")[0]

    assert turning_on(*claim.tests) == "cannot be told"
    assert turning_on(*claim.tests, "c005") == "holds if"
    assert turning_on() == "holds if", "an assumed figure has no witness on either side"


def test_limits_in_words():
    assert EVERYWHERE.text() == "x: any from 1 to 9 km"
    assert IN_PART.text() == "x: 4 km or more"
    assert NOWHERE.text() == "x: none from 1 to 9 km"
    assert along((1.0, 2.0), (4.0, 5.0)).text() == "x: 2 km or less or 4 to 5 km"


def test_disagreements_are_those_of_published_figures():
    published = along(of="figure", nominal=2.0, grade="B")
    assert disagreements([published, along(of="figure", grade="assumed"), IN_PART]) == [
        "published values of x run from 1 to 9 km: met with none"
    ]


def read_as(known, subject, attribute, **fields):
    """Return the catalogue with one reading replaced."""
    entry = known.entry(subject)
    reading = replace(entry.readings[attribute], **fields)
    changed = replace(entry, readings={**entry.readings, attribute: reading})
    return replace(known, _entries={**known._entries, entry.name: changed})


def stated(known, claim_id):
    """Return a claim without its searches."""
    claim = claims.find(claims.load(known), claim_id)
    return claim.model_copy(update={"conditions": (), "rests_on": ()})


@pytest.fixture
def few(monkeypatch):
    """Play stated cases no longer than it takes to be clear: the number of histories is not what is tested."""
    monkeypatch.setattr(claims_verdict, "MOST", FIRST)


@pytest.mark.usefixtures("few")
def test_aircraft_at_150_km_flips_with_the_missiles_range(known):
    claim = stated(known, "aircraft-150km")
    assert examine(claim, known).verdict == "holds"
    half = read_as(known, "48N6E2", "max_range.aircraft", nominal=100e3, low=75e3, high=100e3)
    assert examine(claim, half).verdict == "does not hold"


@pytest.mark.usefixtures("few")
def test_36_targets_flips_with_the_channels(known):
    claim = stated(known, "targets-36")
    assert examine(claim, known).verdict == "holds"
    assert examine(claim, read_as(known, "S-300PMU-2", "target_channels", nominal=5.0)).verdict == "does not hold"


def test_the_updated_form_flips_with_the_originals_reach(known):
    claim = stated(known, "updated-outreaches-1979")
    assert examine(claim, known).verdict == "holds"
    shorter = read_as(known, "48N6E2", "max_range.aircraft", nominal=30e3)
    assert examine(claim, shorter).verdict == "does not hold"


def test_10_m_turns_on_the_published_disagreement(known):
    claim = claims.find(claims.load(known), "altitude-10m").model_copy(update={"conditions": ()})
    result = examine(claim, known)
    assert result.verdict == "holds if"
    assert "min_altitude run from 10 to 25 m: it matters" in result.reason
    (floor,) = [limit for limit in result.limits if "min_altitude" in limit.name]
    # The aircraft flies at 10.1 m; the edge is found to 2 %, from inside.
    assert 10.0 <= floor.spans[0].high <= 10.1
    agreed = read_as(known, "48N6E2", "min_altitude", nominal=25.0, low=25.0, high=50.0)
    assert examine(claim, agreed).verdict == "does not hold"


def test_a_result_as_data(known):
    data = examine(stated(known, "altitude-27km"), known).to_dict()
    assert data["verdict"] == "holds"
    assert data["sentences"] == [known.claim("c119").quoted]
    low, high = data["stated"]["mean_ci95"]
    assert low <= data["stated"]["mean"] <= high
