"""Which source to take: claims excluded by the catalogue's own means."""

import os
import subprocess
import sys

import pytest

from airdef import catalogue
from airdef.catalogue import UnknownNameError
from airdef.studies.uncertainty.trust import trusted

KNOWN = catalogue.load()
PAGE = "globalsecurity-s-300pmu2-page"


def of(c, name="48N6E2", attribute="max_range.aircraft"):
    return c.adopted(name, attribute)


def test_nothing_asked_strikes_nothing():
    found = trusted(KNOWN)
    assert found.catalogue is KNOWN
    assert found.excluded == 0


def test_without_a_source_its_claims_are_gone():
    found = trusted(KNOWN, without=[PAGE])
    assert found.excluded > 0
    assert PAGE in of(KNOWN).sources
    assert PAGE not in of(found.catalogue).sources
    assert of(found.catalogue).nominal != of(KNOWN).nominal
    assert found.catalogue.content_hash != KNOWN.content_hash


def test_copies_follow_their_originals():
    found = trusted(KNOWN, without=[PAGE]).catalogue
    for adopted in (r for e in found.entries() for r in e.adopted_values.values()):
        if adopted.taken is not None:
            original = found.adopted(adopted.taken.subject, adopted.taken.attribute)
            assert adopted.nominal == original.nominal
            assert set(original.claims) <= set(adopted.claims)
    before, after = (of(c, attribute="max_range.drone").nominal for c in (KNOWN, found))
    assert before != after


def test_a_second_exclusion_is_on_top_of_the_first():
    once = trusted(KNOWN, without=[PAGE]).catalogue
    other = "tehran-moscow-coop-vital-to-fight-terrorism"
    twice, together = trusted(once, without=[other]).catalogue, trusted(KNOWN, without=[PAGE, other]).catalogue
    for a, b in zip(twice.entries(), together.entries(), strict=True):
        assert {n: (r.low, r.nominal, r.high) for n, r in a.adopted_values.items()} == {
            n: (r.low, r.nominal, r.high) for n, r in b.adopted_values.items()
        }


def test_what_rests_on_it_alone_stays_and_is_named():
    found = trusted(KNOWN, without=[PAGE])
    assert "S-300PMU-2 missile_channels" in found.kept
    assert of(found.catalogue, "S-300PMU-2", "missile_channels") == of(KNOWN, "S-300PMU-2", "missile_channels")


def test_the_hash_of_what_is_left_is_the_same_in_every_process():
    # Results name the catalogue they rest on by it: neither the order of sets nor the temporary folder may be in it.
    code = "from airdef import catalogue as c; from airdef.studies.uncertainty.trust import trusted; "
    code += f"print(trusted(c.load(), without=[{PAGE!r}], grades=['A', 'B']).catalogue.content_hash)"
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert said == {trusted(KNOWN, without=[PAGE], grades=["A", "B"]).catalogue.content_hash}


def test_a_believed_source_speaks_alone_where_it_speaks():
    found = trusted(KNOWN, only_source=PAGE)
    assert of(found.catalogue).sources == (PAGE,)
    silent = next(
        r for e in KNOWN.entries() for r in e.adopted_values.values() if r.grade in "ABCD" and PAGE not in r.sources
    )
    assert found.catalogue.adopted(silent.subject, silent.attribute) == silent


def test_grades_narrow_the_spread():
    found = trusted(KNOWN, grades=["A", "B"])
    for entry in found.catalogue.entries():
        for r in entry.adopted_values.values():
            if r.grade in ("A", "B"):
                assert {found.catalogue.claim(c).grade for c in r.claims} <= {"A", "B"}


def test_every_source_can_be_struck_out_and_believed():
    for source in list(KNOWN.sources)[::12]:  # each twelfth: a load takes a quarter of a second
        assert trusted(KNOWN, without=[source]).catalogue
        assert trusted(KNOWN, only_source=source).catalogue


def test_an_unknown_source_names_the_nearest():
    with pytest.raises(UnknownNameError, match=PAGE):
        trusted(KNOWN, without=["globalsecurity-s-300pmu2-pag"])
