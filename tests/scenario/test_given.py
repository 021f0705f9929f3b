"""A scenario, its name and its path are taken alike, and overrides go on top of those that it was loaded with."""

from dataclasses import replace

import pytest

import airdef
from airdef.scenario import find, given, load, named
from airdef.scenario.library import document_of
from airdef.studies.variants.runner import VariantRunner

CHANGES = {"raid.0.count": 3, "defence.0.doctrine.reserve": "2", "assets.port.value": 7.0}


def test_name_path_and_scenario_are_the_same():
    path = find("port-raid")
    hashes = {given(s, {"raid.0.count": 5}).scenario_hash for s in ("port-raid", str(path), path, load(path))}
    assert len(hashes) == 1
    assert hashes != {load("port-raid").scenario_hash}
    assert named(load("port-raid")) == load("port-raid").name


def test_overrides_go_on_top_of_those_it_was_loaded_with():
    both = given(load("port-raid", CHANGES), {"raid.0.count": 4})
    assert both.scenario_hash == load("port-raid", {**CHANGES, "raid.0.count": 4}).scenario_hash
    assert (
        VariantRunner(load("port-raid", CHANGES)).scenario().scenario_hash == load("port-raid", CHANGES).scenario_hash
    )


def test_texts_that_look_like_numbers_stay_texts():
    # `'12'` in quotes is a text in YAML: read again, it would be the number
    changed = load("port-raid", {"name": "'12'"})
    assert document_of(changed).data["name"] == "12"
    assert given(changed, {"raid.0.count": 4}).name == "12"


def test_what_was_changed_after_loading_is_refused():
    plan = load("port-raid")
    with pytest.raises(ValueError, match="changed after it was loaded"):
        given(replace(plan, threats=plan.threats[:3]), {"raid.0.count": 4})
    assert given(replace(plan, threats=plan.threats[:3])).threats == plan.threats[:3]  # nothing is to be replaced in it


def test_public_functions_take_all_three(tmp_path):
    plan = load("ideal-salvo", {"raid.0.count": 2})
    by_name = airdef.run("ideal-salvo", 300, overrides={"raid.0.count": 2})
    assert airdef.run(plan, 300).measures == by_name.measures
    assert airdef.run(find("ideal-salvo"), 300, overrides={"raid.0.count": 2}).measures == by_name.measures
    events = airdef.replay(plan, replication=3).timeline()
    assert airdef.replay("ideal-salvo", replication=3, overrides={"raid.0.count": 2}).timeline() == events
    with pytest.raises(ValueError, match="given without a scenario"):
        airdef.run(None, out=tmp_path, resume=True, overrides={"raid.0.count": 2})
    found = airdef.compare(plan, "ideal-salvo", replications=300)
    assert (found.base_label, found.pairs[0].label) == (plan.name, "ideal-salvo")
    assert found.base.scenario_hash == plan.scenario_hash
