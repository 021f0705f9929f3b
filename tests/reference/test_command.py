"""The rules of command one by one, on hand-made cases without chance, on which both engines must give the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.scenario.plan import LinkPlan, Place

from .builders import C, Hand, asset, doctrine, launcher, missile, node, radar, scenario, system, threat, unit
from .faults import both
from .scenarios import ARM
from .simpy_engine import simulate

# Flattened targets with one asset, two systems and a node: 0 the asset; 1, 2, 3 the posts; from 4 radars.
STAYS = 99
"""Detections missed in a row until a track is dropped: as good as never."""


def one(plan, hand, *faults):
    """The measures of one replication of the second engine; without a fault the compiled engine has the same."""
    tables = hand.build()
    got = simulate(plan, tables, 1, 7, frozenset(faults))
    if not faults:
        kernel = engine.prepare(plan, tables)
        columns = dict(zip(kernel.columns, engine.simulate(kernel, 1, 0, 1).T, strict=True))
        for name, values in both(columns, got)[0].items():
            np.testing.assert_allclose(values, got[name], rtol=1e-6, err_msg=name)  # fly-outs are float32
    return {name: values[0] for name, values in got.items()}


def below(*units, node_index=1, remote_tracks=True, delay=0.0, **changes):
    """A system below a node (the first, behind one system, unless it is said), by a link with `changes`."""
    ours = {key: changes.pop(key) for key in ("doctrine", "post", "surveillance") if key in changes}
    return system(*units, above=node_index, remote_tracks=remote_tracks, link=LinkPlan(delay=delay, **changes), **ours)


def told(*threats, fires=None, eye=None, windows=((2.0, 1000.0),), arrival=500.0, looks=((1.0, 1.0),), **changes):
    """A node whose radar sees what comes, and below it a system whose own radar sees nothing."""
    defence = below(fires or unit(), **changes)
    sector = node(surveillance=(eye or radar(drop_misses=STAYS),))
    plan = scenario(defence, sector, threats=list(threats or (threat(),)))
    hand = Hand(plan, [arrival] * len(plan.threats)).open_to_all(list(windows))
    hand.looks = {(1, j): list(looks) for j in range(len(plan.threats))}  # radar 0: of the unit; 1: of the node
    return plan, hand


# --- sharing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("delay", "first"), [(0.0, 2.0), (3.0, 4.0), (4.5, 5.5)])
def test_a_system_receives_a_threat_one_delay_after_its_node_has_it(delay, first):
    plan, hand = told(delay=delay)
    got = one(plan, hand)
    assert (got["first_intercept_time"], got["remote_launches"]) == (first + hand.flight, 1)
    assert one(plan, hand, "told-at-once")["first_intercept_time"] == 2.0 + hand.flight


def test_a_system_that_cannot_launch_on_the_tracks_of_others_knows_nothing_of_them():
    plan, hand = told(remote_tracks=False)
    assert one(plan, hand)["reason:undetected"] == 1
    assert one(plan, hand, "remote-for-all")["kills"] == 1


@pytest.mark.parametrize(("up", "down", "first"), [(3.0, 4.0, 8.0), (0.0, 0.0, 1.0)])
def test_what_a_system_sees_goes_up_and_down_again(up, down, first):
    sees = below(unit(target_channels=0), node_index=2, delay=up)
    plan = scenario(sees, below(node_index=2, delay=down), node(), threats=[threat()])
    hand = Hand(plan, [500.0], looks={(0, 0): [(1.0, 1.0)]}).open_to_all([(0.0, 1000.0)])
    got = one(plan, hand)
    assert (got["first_intercept_time"], got["remote_launches"]) == (first + hand.flight, 1)


@pytest.mark.parametrize(("opens", "kills"), [(12.9, 1), (13.1, 0)])
def test_a_threat_has_been_received_until_one_delay_after_it_is_sent_no_more(opens, kills):
    plan, hand = told(eye=radar(), delay=3.0, windows=[(opens, 90.0)], looks=[(1.0, 1.0), (10.0, 0.0)])
    got = one(plan, hand)
    assert (got["kills"], got["reason:track-lost"]) == (kills, 1 - kills)


def test_a_track_that_ends_while_another_begins_is_sent_anew():
    # Dropped by one radar at 10 s and held by the other from then on: sent from 10 s anew, received from 13 s on again.
    plan, hand = told(eye=radar(), delay=3.0, windows=[(11.0, 90.0)], looks=[(1.0, 1.0), (10.0, 0.0)])
    eyes = (plan.systems[1].surveillance[0], radar(drop_misses=STAYS))
    hand.plan = plan = replace(plan, systems=(plan.systems[0], replace(plan.systems[1], surveillance=eyes)))
    hand.looks[2, 0] = [(10.0, 1.0)]
    assert one(plan, hand)["first_intercept_time"] == 11.0 + hand.flight


@pytest.mark.parametrize(("closes", "kills"), [(3.9, 1), (4.0, 2)])
def test_a_full_link_lets_others_wait_until_a_place_falls_free(closes, kills):
    # The first is received at 2 s and killed at 3 s, when the second begins to be sent.
    plan, hand = told(threat(), threat(1), delay=1.0, capacity=1, windows=[(2.0, closes)])
    assert one(plan, hand)["kills"] == kills
    assert one(plan, hand, "capacity-ignored")["kills"] == 2


def test_of_those_that_wait_the_longest_goes_first():
    classes = ("third", "second", "first")
    plan, hand = told(*(threat(j, threat_class=name) for j, name in enumerate(classes)), delay=1.0, capacity=1)
    hand.looks = {(1, j): [(3.0 - j, 1.0)] for j in range(3)}
    hand.windows |= {(0, 0, 0): [(2.0, 5.5)]}  # received at 6 s: killed are the one at 3 s, the one at 5 s
    got = one(plan, hand)
    assert [got[f"kills:{name}"] for name in classes] == [0, 1, 1]


def test_what_has_ended_is_ready_for_no_unit():
    # Killed by the first system at 3 s, received by the other from 4 to 6 s: its only channel stays free.
    far = below(unit(target_channels=1, reaction_time=3.0), node_index=2, delay=3.0)
    eye = radar(drop_misses=STAYS)
    plan = scenario(system(), far, node(surveillance=(eye,)), threats=[threat(), threat(1)])
    hand = Hand(plan, [500.0] * 2, looks={(0, 0): [(1.0, 1.0)], (2, 0): [(1.0, 1.0)], (1, 1): [(5.0, 1.0)]})
    hand.windows = {(0, 0, 0): [(2.0, 90.0)], (1, 0, 0): [(7.0, 90.0)], (1, 0, 1): [(2.0, 9.0)]}
    assert one(plan, hand)["kills"] == 2


@pytest.mark.parametrize(("closes", "kills"), [(7.0, 2), (6.9, 1)])
def test_what_has_ended_fills_the_links_beyond(closes, kills):
    # Killed at 3 s; sent on by the node until 6 s, so that the second, which waited there, is received at 7 s.
    sees = below(unit(radar=radar(drop_misses=STAYS)), node_index=2, delay=3.0)
    eye = radar(drop_misses=STAYS)
    plan = scenario(
        sees, below(node_index=2, delay=1.0, capacity=1), node(surveillance=(eye,)), threats=[threat(), threat(1)]
    )
    hand = Hand(plan, [500.0] * 2, looks={(0, 0): [(0.0, 1.0)], (2, 1): [(4.0, 1.0)]})
    hand.windows = {(0, 0, 0): [(2.0, 90.0)], (1, 0, 1): [(2.0, closes)]}
    assert one(plan, hand)["kills"] == kills


# --- links that are lost ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("lost_at", "kills", "reason"), [(5.0, 0, "link-lost"), (7.0, 1, None)])
def test_what_was_received_by_a_link_is_lost_with_it(lost_at, kills, reason):
    plan, hand = told(lost_at=lost_at, windows=[(6.0, 90.0)])
    got = one(plan, hand)
    assert got["kills"] == kills
    assert reason is None or got[f"reason:{reason}"] == 1
    assert one(plan, hand, "never-lost")["kills"] == one(plan, hand, "picture-kept")["kills"] == 1


@pytest.mark.parametrize(("delay", "first"), [(1.0, 16.0), (20.0, 35.0)])
def test_a_link_that_is_restored_begins_anew(delay, first):
    plan, hand = told(lost_at=5.0, restored_after=10.0, delay=delay, windows=[(6.0, 90.0)])
    assert one(plan, hand)["first_intercept_time"] == first + hand.flight
    assert one(plan, hand, "never-restored")["kills"] == 0


def test_what_is_under_way_is_lost_with_the_link():
    plan, hand = told(lost_at=5.0, restored_after=1.0, delay=10.0)
    assert one(plan, hand)["first_intercept_time"] == 16.0 + hand.flight


@pytest.mark.parametrize(("restored_after", "first"), [(3.0, 101.0), (7.0, 102.0)])
def test_what_happens_to_a_link_before_the_replication_has_happened(restored_after, first):
    plan, hand = told(threat(start_time=100.0), lost_at=95.0, restored_after=restored_after, looks=[(101.0, 1.0)])
    assert one(plan, hand.open_to_all([(50.0, 900.0)]))["first_intercept_time"] == first + hand.flight


@pytest.mark.parametrize("absent", [0.0, 1.0])
def test_a_link_may_be_absent(absent):
    plan, hand = told(absent=absent, lost_at=50.0, restored_after=1.0)
    got = one(plan, hand)
    assert (got["kills"], got["reason:link-lost"]) == (1 - absent, absent)


@pytest.mark.parametrize(("target", "system_kills"), [(1, 0), (2, 0)])
def test_a_link_without_one_of_its_posts_works_no_more(target, system_kills):
    plan, hand = told(threat(), threat(1, target=target), windows=[(10.0, 90.0)])
    hand.arrivals = [500.0, 5.0]
    hand.windows = {(0, 0, 0): [(10.0, 90.0)]}
    got = one(plan, hand)
    assert (got["kills"], got["posts_lost"], got["reason:defender-destroyed"]) == (system_kills, 1, 1)


def test_a_link_lost_before_its_launch_is_a_reason():
    plan, hand = told(fires=unit(reaction_time=4.0), lost_at=5.0)
    got = one(plan, hand)
    assert (got["missiles_used"], got["reason:link-lost"]) == (0, 1)
    assert one(plan, hand, "cut-off-no-reason")["reason:track-lost"] == 1


def test_a_threat_cut_off_before_its_system_knew_it():
    plan, hand = told(lost_at=0.5, windows=[(2.0, 30.0)])
    hand.looks[0, 0] = [(40.0, 1.0)]
    assert one(plan, hand)["reason:link-lost"] == 1
    hand.open_to_all([(0.0, 0.9)])  # too late all the same
    assert one(plan, hand)["reason:detected-too-late"] == 1


# --- cells ------------------------------------------------------------------------------------------------


def two(
    *,
    allocation="earliest-launch",
    adequate=0.5,
    units=None,
    systems=({}, {}),
    windows=((2.0, 1000.0),),
    threats=None,
    **changes,
):
    """Two systems below a node; all is seen by all at 1 s, for good."""
    units = units or (unit(), unit(reaction_time=0.5))
    seeing = [replace(u, radar=radar(drop_misses=STAYS)) for u in units]
    defence = [below(u, node_index=2, **ours) for u, ours in zip(seeing, systems, strict=True)]
    plan = scenario(*defence, node(allocation, adequate), threats=threats or [threat()], **changes)
    hand = Hand(plan, [500.0] * len(plan.threats)).seen_by_all([(1.0, 1.0)]).open_to_all(list(windows))
    return plan, hand


def three(*units, killer=None):
    """Three systems below a node that allocates, two of them apart until 5 s; the third sees nothing before 6 s."""
    links = ({"lost_at": 0.0, "restored_after": 5.0},) * 2 + ({},)
    seeing = [replace(u, radar=radar(drop_misses=STAYS)) for u in units]
    defence = [below(u, node_index=3, **ours) for u, ours in zip(seeing, links, strict=True)]
    threats = [threat()] if killer is None else [threat(), threat(1, target=killer)]
    plan = scenario(*defence, node("earliest-launch"), threats=threats)
    hand = Hand(plan, [500.0, 10.0][: len(threats)])
    hand.looks = {(0, 0): [(1.0, 1.0)], (1, 0): [(1.0, 1.0)], (2, 0): [(6.0, 1.0)]}
    return plan, hand


def test_systems_below_a_node_that_allocates_are_one_cell():
    plan, hand = two()
    got = one(plan, hand)
    assert (got["missiles_used"], got["duplicates"]) == (1, 0)
    plan, hand = two(allocation="none")
    hand.flight = 5.0
    got = one(plan, hand)
    assert (got["missiles_used"], got["duplicates"], got["aborted"]) == (2, 1, 1)


def test_a_system_whose_units_are_autonomous_stays_out_of_a_cell():
    plan, hand = two(systems=({}, {"doctrine": doctrine(coordination="autonomous")}))
    assert one(plan, hand)["missiles_used"] == 2


@pytest.mark.parametrize(("opens", "first"), [(2.0, 4.0), (5.0, 5.0)])
def test_an_order_takes_the_delay_of_the_links(opens, first):
    plan, hand = two(systems=({"delay": 3.0}, {"delay": 3.0}), windows=[(opens, 90.0)])
    assert one(plan, hand)["first_intercept_time"] == first + hand.flight
    assert one(plan, hand, "orders-at-once")["first_intercept_time"] == opens + hand.flight


def test_the_highest_node_commands_and_where_it_is_lost_the_next():
    # The order takes 1 + 2 s; with the upper link lost only 1 s.
    for lost_at, first in ((1000.0, 4.0), (0.0, 2.0)):
        nodes = (
            node("earliest-launch", above=2, link=LinkPlan(delay=2.0, lost_at=lost_at)),
            node("earliest-launch"),
        )
        defence = below(unit(radar=radar(drop_misses=STAYS)), delay=1.0)
        plan = scenario(defence, *nodes, threats=[threat()])
        hand = Hand(plan, [500.0], looks={(0, 0): [(1.0, 1.0)]}).open_to_all([(1.0, 90.0)])
        assert one(plan, hand)["first_intercept_time"] == first + hand.flight


@pytest.mark.parametrize(("lost_at", "missiles"), [(10.0, 2), (40.0, 1)])
def test_a_system_whose_link_is_lost_decides_alone(lost_at, missiles):
    plan, hand = two(systems=({}, {"lost_at": lost_at}))
    hand.flight = 20.0
    got = one(plan, hand)
    assert (got["missiles_used"], got["duplicates"]) == (missiles, missiles - 1)
    if missiles == 2:
        assert one(plan, hand, "obeys-without-link")["missiles_used"] == 1


@pytest.mark.parametrize(("closes", "missiles"), [(25.0, 2), (35.0, 3)])
def test_a_cell_that_is_joined_holds_as_engaged_what_one_of_its_units_engages(closes, missiles):
    # Two engage apart, until 22 and 30 s, and are joined at 5 s with a third, which takes it only after both.
    fires = [unit(missiles=(missile(0.0),), reaction_time=9.0 * k) for k in range(2)]
    plan, hand = three(*fires, unit())
    hand.flight = 20.0
    hand.windows = {(w, 0, 0): [(2.0, 10.0)] for w in range(2)} | {(2, 0, 0): [(2.0, closes)]}
    assert one(plan, hand)["missiles_used"] == missiles


@pytest.mark.parametrize("lost", [0, 1])
def test_a_cell_that_is_joined_holds_as_closed_what_one_of_them_had_closed(lost):
    # The first system, apart, judges dead at 3 s what lives; the second knows it from 20 s on, when they are one.
    rules = doctrine(dead_given_alive=1.0)
    useless = [unit(missiles=(missile(0.0),)), unit()]
    links = ({"doctrine": rules}, {"doctrine": rules, "lost_at": 0.0, "restored_after": 10.0 + 90.0 * lost})
    plan, hand = two(units=useless, systems=links)
    hand.looks[1, 0] = [(20.0, 1.0)]
    assert one(plan, hand)["kills"] == lost


def test_a_cell_that_is_joined_goes_on_counting():
    rules = doctrine((1, 3), dead_given_alive=0.0)
    useless = [unit(missiles=(missile(0.0),))] * 2
    plan, hand = two(units=useless, systems=({"doctrine": rules, "lost_at": 0.0, "restored_after": 10.0},) * 2)
    hand.windows = {(0, 0, 0): [(2.0, 2.5)], (1, 0, 0): [(20.0, 20.5)]}
    assert one(plan, hand)["missiles_used"] == 1 + 3


@pytest.mark.parametrize(("target", "missiles"), [(1, 2), (3, 2), (0, 1)])
def test_the_destruction_of_a_post_parts_cells(target, missiles):
    plan, hand = two(threats=[threat(), threat(1, target=target)])
    hand.arrivals, hand.flight = [500.0, 10.0], 20.0
    hand.windows = {(w, 0, 0): [(2.0, 90.0)] for w in range(2)}
    assert one(plan, hand)["missiles_used"] == missiles


def test_a_unit_that_is_lost_frees_nothing_that_another_of_its_cell_engages():
    # Both engage; the first is lost at 10 s. The third finds it engaged until the second has judged, at 32 s.
    fires = [unit(missiles=(missile(0.0),))] * 2
    plan, hand = three(*fires, unit(), killer=5)
    hand.flight = 30.0
    hand.windows = {(w, 0, 0): [(2.0, 20.0)] for w in range(3)}
    assert one(plan, hand)["missiles_used"] == 2


# --- ranks ------------------------------------------------------------------------------------------------


def harmless(sspk):
    """A missile with an SSPK that a threat which evades brings to nothing, so that nothing is left to chance."""
    return missile(sspk, manoeuvre_factor=0.0)


NEAR_THE_END, FAR = (0.0, 0.01), (0.0, 0.1)


@pytest.mark.parametrize(
    ("allocation", "sspk", "systems", "first"),
    [
        ("earliest-launch", (0.5, 0.9), ({}, {}), 0),
        ("zone", (0.9, 0.5), ({"place": FAR}, {"place": NEAR_THE_END}), 1),
        ("zone", (0.5, 0.9), ({"place": NEAR_THE_END}, {"place": FAR}), 0),
        ("best-sspk", (0.5, 0.9), ({}, {}), 1),
        ("best-sspk", (0.9, 0.9), ({}, {}), 0),
        ("cheapest", (0.9, 0.6), ({"missile_cost": 9.0}, {"missile_cost": 1.0}), 1),
        ("cheapest", (0.9, 0.4), ({"missile_cost": 9.0}, {"missile_cost": 1.0}), 0),
        ("cheapest", (0.3, 0.4), ({"missile_cost": 1.0}, {"missile_cost": 9.0}), 1),
        ("marginal-value", (0.7, 0.5), ({}, {"doctrine": doctrine((2,))}), 1),
        ("marginal-value", (0.8, 0.5), ({}, {"doctrine": doctrine((2,))}), 0),
    ],
)
def test_a_node_ranks_its_systems(allocation, sspk, systems, first):
    units = [unit(missiles=(harmless(p),), reaction_time=0.5 * k) for k, p in enumerate(sspk)]
    ours = []
    for options in systems:
        place = options.get("place", (0.0, 0.0))
        ours.append({k: v for k, v in options.items() if k != "place"} | {"post": Place(*place)})
    evades = threat(manoeuvring=True)
    plan, hand = two(allocation=allocation, units=units, systems=ours, windows=[(1.0, 4.0)], threats=[evades])
    hand.flight = 10.0
    got = one(plan, hand)
    assert got["first_intercept_time"] == 1.0 + 0.5 * first + hand.flight


@pytest.mark.parametrize(
    ("better", "opens", "kept"),
    [
        (unit(), 50.0, True),
        (unit(), 1.0, False),  # it takes the threat itself
        (unit(target_channels=0), 50.0, False),
        (unit(launchers=(launcher(0),)), 50.0, False),
    ],
)
def test_a_threat_is_kept_for_a_better_system(better, opens, kept):
    worse = unit(missiles=(missile(0.9),))
    plan, hand = two(allocation="best-sspk", units=(worse, better))
    hand.windows = {(0, 0, 0): [(2.0, 90.0)], (1, 0, 0): [(opens, opens + 9.0)]}
    got = one(plan, hand)
    assert got["first_intercept_time"] == (opens if kept else min(opens, 2.0)) + hand.flight
    if kept:
        assert one(plan, hand, "kept-for-nobody")["first_intercept_time"] == 2.0 + hand.flight


def test_a_threat_is_not_kept_for_a_system_that_does_not_know_it_or_leaves_it_alone():
    units = (unit(missiles=(missile(0.9),)), unit())
    for changes, looks in (({"remote_tracks": False}, []), ({"doctrine": doctrine(engage=(False,) * C)}, [(1.0, 1.0)])):
        plan, hand = two(allocation="best-sspk", units=units, systems=({}, changes))
        hand.windows = {(0, 0, 0): [(2.0, 90.0)], (1, 0, 0): [(50.0, 59.0)]}
        hand.looks[1, 0] = looks
        assert one(plan, hand)["first_intercept_time"] == 2.0 + hand.flight


def test_a_threat_kept_to_the_end_leaks_for_want_of_a_channel():
    units = (unit(missiles=(missile(0.9),)), unit())
    plan, hand = two(allocation="best-sspk", units=units)
    hand.windows = {(0, 0, 0): [(2.0, 40.0)], (1, 0, 0): [(50.0, 59.0)]}
    hand.arrivals = [45.0]
    assert one(plan, hand)["reason:no-channel"] == 1


# --- other rules -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("remote", [True, False])
def test_a_radar_is_shut_down_for_a_weapon_known_by_the_link(remote):
    rules = doctrine(shut_down=30.0, shut_down_warning=10.0, engage=tuple(c != ARM for c in range(C)))
    weapon = {"category": ARM, "looks_like": ARM, "homing": True, "memory_drift": 1e9, "lethal_radius": 1.0}
    plan, hand = told(threat(target=3, **weapon), remote_tracks=remote, doctrine=rules, arrival=20.0)
    assert one(plan, hand)["radars_lost"] == 1 - remote


def test_posts_and_radars_of_nodes_are_destroyed_as_others():
    # Targets: 0 the asset, 1 the system's post, 2 the node's, 3 the unit's radar, 4 the node's.
    plan, hand = told(threat(), threat(1, target=2), threat(2, target=4), windows=[])
    hand.arrivals = [500.0, 5.0, 6.0]
    got = one(plan, hand)
    assert (got["posts_lost"], got["radars_lost"], got["units_lost"]) == (1, 1, 0)


def test_what_is_worth_most_goes_first_in_a_cell():
    fires = unit(missiles=(harmless(0.5),), launchers=(launcher(1),))
    other = unit(missiles=(harmless(0.4),), launchers=(launcher(0),))
    threats = [threat(m, target=m, manoeuvring=True, threat_class=name) for m, name in enumerate(("cheap", "dear"))]
    rules = {"doctrine": doctrine(priority="most-value")}
    assets = (asset(), asset(value=5.0))
    plan, hand = two(
        allocation="marginal-value", units=(fires, other), threats=threats, assets=assets, systems=(rules, rules)
    )
    got = one(plan, hand)
    assert (got["missiles_used"], got["reason:missed"], got["reason:no-missile"]) == (1, 1, 1)
