"""Claims as data: what is refused, and what the packaged ones say of themselves."""

import pytest

from airdef import catalogue
from airdef.studies.claims import definitions as claims


@pytest.fixture(scope="module")
def known():
    return catalogue.load()


def test_packaged_claims_quote_the_catalogue(known):
    found = claims.load(known)
    assert len(found) >= 7
    for claim in found:
        assert all(claim.sentences(known)), claim.id
        assert all(claim.sources(known)), claim.id
        for figure in claim.rests_on:
            adopted = known.adopted(figure.subject, figure.attribute)
            assert adopted.low < adopted.high or adopted.spread == "discrete", figure


def test_sentence_of_2016_is_among_them(known):
    assert "can engage multiple aircraft and ballistic missiles around 150 km away" in {
        s for c in claims.load(known) for s in c.sentences(known)
    }


GOOD = """
claims:
  - id: one
    title: One
    tests: [c483]
    reads: so
    scenario: claim-150km
    measure: {name: peak_targets}
    at_least: 1
    unit: targets
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("peak_targets", "peak_target", "peak_targets"),
        ("c483", "c9999", "no claim 'c9999'"),
        ("    unit: targets\n", "    unit: targets\n    colour: red\n", "colour"),
        ("    at_least: 1\n", "", "at_least"),
        ("{name: peak_targets}", "{name: engaged_at_once, category: aircraft}", "needs both"),
        ("{name: peak_targets}", "{name: engaged_at_once, category: planes, beyond: 9 km}", "'planes'"),
        ("{name: peak_targets}", "{name: engaged_at_once, category: aircraft, beyond: '9'}", "km"),
        (
            "    unit: targets\n",
            "    unit: t\n    rests_on: [{subject: 48N6E2, attribute: colour}]\n",
            "colour",
        ),
        (
            "    unit: targets\n",
            "    unit: t\n    conditions: [{name: a, path: x, unit: m, low: 3, high: 2}]\n",
            "low < high",
        ),
        ("claims:", "claims: [", "not YAML"),
    ],
)
def test_broken_claims_are_refused_with_the_reason(tmp_path, known, old, new, said):
    path = tmp_path / "claims.yaml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(claims.ClaimError, match=r"claims\.yaml: ") as error:
        claims.load(known, path)
    assert said in str(error.value)


def test_an_id_given_twice_is_refused(tmp_path, known):
    path = tmp_path / "claims.yaml"
    path.write_text(GOOD + GOOD.replace("claims:\n", ""))
    with pytest.raises(claims.ClaimError, match="'one' is given twice"):
        claims.load(known, path)


def test_an_unknown_claim_is_told_the_nearest(known):
    with pytest.raises(claims.ClaimError, match="nearest: 'aircraft-150km'"):
        claims.find(claims.load(known), "aircraft-150")


def test_a_setting_is_written_in_the_scenarios_words():
    plain = claims.Condition(name="a", path="p", unit="km", low=1, high=2, given={"q": "1 s"})
    assert plain.setting(1.5) == {"p": "1.5 km", "q": "1 s"}
    pair = claims.Condition(name="a", path="p", unit="km", low=1, high=2, write="[{0:.2f}, {0:.2f}]", per=-2.0)
    assert pair.setting(1.5) == {"p": "[-0.75, -0.75]"}
