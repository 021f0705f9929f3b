"""What a scenario says of a tree of command; and what is refused, where and why."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

import airdef
from airdef.scenario import ScenarioError
from airdef.scenario.consistent import check_plan
from airdef.scenario.plan import CommandPlan, LinkPlan

LINK = "command.0.links.1"


def refused(changes: dict[str, object]) -> str:
    with pytest.raises(ScenarioError) as caught:
        airdef.load("command", changes)
    return str(caught.value)


def test_nodes_stand_behind_the_systems_with_their_radars_and_posts() -> None:
    plan = airdef.load("command")
    assert [(s.name, s.above, len(s.units)) for s in plan.systems] == [
        ("long", 2, 1),
        ("medium", 2, 2),
        ("brigade", -1, 0),
    ]
    assert plan.systems[2].command == CommandPlan("cheapest", 0.5)
    assert [r.name for r, s, _ in plan.radars() if s == 2] == ["brigade/64N6E2"]
    assert plan.target_names()[3] == "brigade/post"
    check_plan(plan)


def test_a_link_in_si() -> None:
    changes = {"delay": "2 s", "capacity": 5, "missile_cost": 2, "absent": 0.1, "lost": {"mean": "10 min"}}
    changes |= {"restored": {"after": "2 min"}, "to": "medium"}
    plan = airdef.load("command", {LINK: changes})
    assert plan.systems[1].link == LinkPlan(2.0, 5, 2.0, 0.1, math.inf, 600.0, 120.0, 0.0)
    assert airdef.load("command", {f"{LINK}.lost": {"at": "5 min"}}).systems[1].link.lost_at == 300.0


def test_what_is_not_said_is_assumed() -> None:
    used = {v.attribute: v.grade for v in airdef.load("command", {LINK: {"to": "medium"}}).adopted_values}
    assert used["link_delay"] == used["adequate"] == used["remote_tracks"] == "assumed"
    alone = {v.attribute for v in airdef.load("port-raid").adopted_values}
    assert not alone & {"link_delay", "adequate", "remote_tracks"}


def test_whether_a_system_launches_on_tracks_of_others_is_the_catalogues() -> None:
    assert airdef.load("command").systems[0].remote_tracks
    assert not airdef.load("command", {"defence.0.overrides": {"system.remote_tracks": 0}}).systems[0].remote_tracks
    with_osa = {"defence.1.system": "Osa-AKM", "defence.1.fire_units": 1}
    assert not airdef.load("command", with_osa).systems[1].remote_tracks
    airdef.load("port-raid", {"defence.0.overrides": {"system.remote_tracks": 0}})  # known, and does not act


def test_overrides_of_a_node_are_those_of_its_post_and_radars() -> None:
    changes = {"command.0.overrides": {"system.hits_to_destroy.post": 3, "radar.detection_range": "200 km"}}
    node = airdef.load("command", changes).systems[2]
    assert (node.post_hits_to_destroy, node.surveillance[0].calibration_range) == (3, 200e3)
    assert "radar.no_such" in refused({"command.0.overrides": {"radar.no_such": 1}})


def test_a_node_below_a_node_and_a_threat_at_a_node() -> None:
    top = {"name": "top", "at": [0.2, 0.2], "links": [{"to": "brigade"}]}
    brigade = {"name": "brigade", "at": [0.1, 0.1], "links": [{"to": "long"}, {"to": "medium"}]}
    plan = airdef.load("command", {"command": [brigade, top], "raid.0.aims_at": "top/post", "raid.0.route": None,
                                   "raid.0.from": [-1.9, -1.6]})  # fmt: skip
    assert [s.above for s in plan.systems] == [2, 2, 3, -1]
    assert plan.threats[0].target == plan.target_names().index("top/post")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({f"{LINK}.to": "mediun"}, ("command.0.links.1.to", "'mediun'", "long, medium, brigade", "write 'medium'")),
        ({f"{LINK}.to": "long"}, ("a second link to 'long'", "one node above each system")),
        ({f"{LINK}.to": "brigade"}, ("command.0.links.1.to", "a tree")),
        ({f"{LINK}.delay": "10 min"}, ("command.0.links.1.delay", "600 s given", "at most 120 s")),
        ({f"{LINK}.delay": "2"}, ("command.0.links.1.delay", "2 given")),
        ({f"{LINK}.capacity": -1}, ("command.0.links.1.capacity", "-1")),
        ({f"{LINK}.absent": 1.5}, ("command.0.links.1.absent", "1.5")),
        ({f"{LINK}.lost": {}}, ("command.0.links.1.lost", "neither a time nor a mean", "'at' or 'mean'")),
        ({f"{LINK}.lost": {"at": "1 s", "mean": "1 s"}}, ("both 'at' and 'mean'",)),
        ({f"{LINK}.lost": {"mean": "0 s"}}, ("command.0.links.1.lost.mean", "at least 1 s")),
        ({f"{LINK}.restored": {"after": "5 s"}}, ("'restored' without 'lost'", "add 'lost'")),
        ({"command.0.name": "long"}, ("'long' twice", "a name of its own")),
        ({"command.0.allocation": "cheepest"}, ("command.0.allocation", "'cheepest'")),
        ({"command.0.radars": ["30N6E2"]}, ("command.0.radars.0", "the engagement radar '30N6E2'")),
        ({"command.0.links": []}, ("command.0.links",)),
        (
            {"defence.1.doctrine.priority": "nearest"},
            (
                "defence.1.doctrine.priority",
                "'nearest' beside 'earliest-impact' of long",
                "one priority",
                "allocation: none",
            ),
        ),
    ],
)
def test_what_is_refused(changes: dict[str, object], words: tuple[str, ...]) -> None:
    told = refused(changes)
    assert all(word in told for word in words), told


def test_a_ring_of_nodes_is_refused() -> None:
    one = {"name": "one", "at": [0.2, 0.2], "links": [{"to": "two"}, {"to": "long"}]}
    two = {"name": "two", "at": [0.1, 0.1], "links": [{"to": "one"}]}
    assert "which stands above this node" in refused({"command": [one, two]})


def test_a_damaged_plan_is_refused() -> None:
    plan = airdef.load("command")
    long, medium, brigade = plan.systems
    for systems in (
        (replace(long, above=1), medium, brigade),
        (brigade, long, medium),
        (long, medium, replace(brigade, above=2)),
    ):
        with pytest.raises(ValueError, match=r"above|command nodes|below"):
            check_plan(replace(plan, systems=systems))


def test_scenarios_without_nodes_keep_their_hash() -> None:
    assert "command" not in airdef.load("port-raid").text
    plan = airdef.load("port-raid")
    assert all((s.above, s.link, s.command) == (-1, LinkPlan(), None) for s in plan.systems)
