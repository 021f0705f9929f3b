"""What must hold in every replication, read from its record of events and its row of counts.

Written from docs/model/engagement.md; nothing here asks the engine. `check` raises AssertionError with the
first rule broken.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from airdef.engine import REASONS
from airdef.scenario.plan import CATEGORIES
from airdef.scenario.positions import rows_of, with_positions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from airdef.engine import Event
    from airdef.opportunity.tables import Opportunities
    from airdef.scenario.plan import DoctrinePlan, LauncherPlan, Scenario

SLACK = 1e-5
"""Seconds of slack at the ends of windows and intervals (the engine allows itself 1e-6), against rounding."""


def check(plan: Scenario, chances: Opportunities, counts: Mapping[str, float], events: Sequence[Event]) -> None:
    """Check one replication against every rule."""
    _counts_add_up(plan, counts)
    _counts_match(counts, events)
    _flights(plan, events)
    _moves(plan, counts, events)
    _intervals(plan, events)
    _Watch(plan, chances, counts).follow(events)


def _of(events: Sequence[Event], *kinds: str) -> list[Event]:
    return [e for e in events if e.kind in kinds]


def _counts_add_up(plan: Scenario, counts: Mapping[str, float]) -> None:
    """Conservation: of threats, of missiles, of reasons, by class."""
    n = counts
    ended = n["kills"] + n["leakers"] + n["exited"] + n["not_released"] + n["turned_back"]
    assert ended == len(plan.threats)
    assert n["missiles_used"] == n["intercept_attempts"] + n["aborted"]
    assert n["engagements"] <= n["missiles_used"]
    assert sum(n[f"reason:{r}"] for r in REASONS) == n["leakers"]
    for what in ("leakers", "kills"):
        assert sum(v for name, v in n.items() if name.startswith(f"{what}:")) == n[what]
    existed = sum(v for name, v in n.items() if name.startswith("threats:"))
    assert existed == len(plan.threats) - n["not_released"]
    assert all(v >= 0 for v in n.values() if not math.isnan(v))


def _counts_match(counts: Mapping[str, float], events: Sequence[Event]) -> None:
    """The row counts what the record shows."""
    seen = Counter(e.kind for e in events)
    assert counts["missiles_used"] == seen["launch"]
    assert counts["intercept_attempts"] == seen["hit"] + seen["miss"]
    assert (counts["aborted"], counts["kills"]) == (seen["abort"], seen["hit"])
    assert (counts["leakers"], counts["exited"]) == (seen["leak"], seen["exited"])
    assert counts["turned_back"] == seen["turned-back"]
    assert counts["told_apart"] == len({e.threat for e in _of(events, "told-apart")})
    reasons = Counter(REASONS[int(e.value)] for e in _of(events, "leak"))
    assert all(counts[f"reason:{r}"] == reasons[r] for r in REASONS)
    tries = _of(events, "hit", "miss")
    first = [tries[0].time, tries[0].value] if tries else [math.nan] * 2
    assert np.array_equal(first, [counts["first_intercept_time"], counts["first_intercept_range"]], equal_nan=True)
    assert all(e.time <= f.time for e, f in itertools.pairwise(events))


def _flights(plan: Scenario, events: Sequence[Event]) -> None:
    """Every missile launched arrives once, when it should, within the hold-fire range."""
    due = Counter((e.unit, e.missile, e.threat, e.time + e.value) for e in _of(events, "launch"))
    assert due == Counter((e.unit, e.missile, e.threat, e.time) for e in _of(events, "hit", "miss", "abort"))
    limit = [plan.systems[s].doctrine.hold_fire_range for _, s in plan.units()]
    for e in _of(events, "hit", "miss", "abort"):
        assert e.value <= limit[e.unit] + 1.0  # metre: windows were cut on the grid of the single-precision table


def _moves(plan: Scenario, counts: Mapping[str, float], events: Sequence[Event]) -> None:
    """Moves begin and end by turns, and take as long as they should; the row counts those that begin."""
    begun, lasting = 0, 0.0
    for r, _, movement, _ in plan.movers():
        own = [e for e in _of(events, "moving", "in-place") if e.radar == r]
        assert len(own) >= (1 if events else 0)  # where it is at the beginning
        for before, e in itertools.pairwise(own):
            assert e.kind != before.kind
            if e.kind == "in-place":
                assert e.value == before.value
            else:
                begun += 1
                duration = movement.duration(int(before.value), int(e.value))
                lasting += duration
                ended = [x.time for x in own if x.kind == "in-place" and x.time > e.time]
                assert not ended or abs(ended[0] - e.time - duration) < SLACK
    assert counts["moves"] == begun
    assert abs(counts["time_moving"] - lasting) < SLACK


def _intervals(plan: Scenario, events: Sequence[Event]) -> None:
    """Launch intervals of units and of launchers, magazines, reloads."""
    units, systems = zip(*plan.units(), strict=True) if events else ((), ())
    by_unit, by_type = defaultdict(list), defaultdict(list)
    for e in _of(events, "launch"):
        by_unit[e.unit].append(e.time)
        by_type[e.unit, e.missile].append(e.time)
    for u, times in by_unit.items():
        assert all(b - a >= units[u].launch_interval - SLACK for a, b in itertools.pairwise(times))
    for (u, name), times in by_type.items():
        own = [k for k in units[u].launchers if units[u].missiles[k.missile].name == name]
        if all(k.interval > 0.0 for k in own):
            for i, first in enumerate(times):
                for n, last in enumerate(times[i:], start=1):
                    room = sum(math.floor((last - first + SLACK) / k.interval) + 1 for k in own)
                    assert n <= room, "more launches than the launchers can make in this time"
        own_events = [e for e in events if (e.unit, e.missile) == (u, name)]
        moves = any(unit == u for _, unit, _, _ in plan.movers())
        _magazine(plan.systems[systems[u]].doctrine, own, own_events, moves)


def _magazine(doctrine: DoctrinePlan, own: Sequence[LauncherPlan], events: Sequence[Event], moves: bool) -> None:
    """Rounds on the launchers of one missile type of a unit, and reloading; the launchers are all alike.

    A unit that moves is reloaded later.
    """
    load, one = own[0].rounds, own[0].reload_time / own[0].rounds
    assert all((k.rounds, k.reload_time) == (load, own[0].reload_time) for k in own)
    ready, stock = sum(k.rounds for k in own), sum(k.rounds * k.reloads for k in own)
    launched: list[float] = []
    refilled: list[float] = []
    coming: list[tuple[float, float]] = []  # when a launcher in reload is ready, and with how many rounds
    for e in events:
        if e.kind == "launch":
            assert ready > 0, "a launch from an empty magazine"
            ready -= 1
            launched.append(e.time)
        elif e.kind == "reloading":
            assert doctrine.reload != "never"
            assert stock > 0, "reloaded with nothing in stock"
            if e.value == 0.0:
                assert launched[-1] == e.time, "an empty launcher waited"
            else:
                assert doctrine.reload == "when-idle", "reloaded when partly empty"
                moments = [t + one for t in launched] + refilled
                assert moves or any(abs(e.time - t) < SLACK for t in moments), (
                    "neither idle long enough nor another reloaded"
                )
            assert 0.0 <= e.value < load
            ready -= int(e.value)
            loaded = min(load - int(e.value), stock)
            stock -= loaded
            coming.append((e.time + one * loaded, e.value + loaded))
        elif e.kind == "reload":
            near = [c for c in coming if c[1] == e.value and (abs(c[0] - e.time) < SLACK or (moves and c[0] < e.time))]
            assert near, "no launcher is ready then with so many rounds"
            coming.remove(near[0])
            refilled.append(e.time)
            ready += int(e.value)


class _Watch:
    """Follows a replication event by event: who flies, who knows, what is busy."""

    def __init__(self, plan: Scenario, chances: Opportunities, counts: Mapping[str, float]) -> None:
        self.plan, self.chances, self.counts = plan, chances, counts
        self.units = list(plan.units())
        self.radars = list(plan.radars())
        self.interceptor = {(u, m.name): w for w, (m, u) in enumerate(plan.interceptors())}
        self.missiles = [m for m, _ in plan.interceptors()]
        self.first_part = len(plan.assets)
        T = len(plan.threats)
        self.flying = [False] * T
        self.dead = [False] * T
        self.offset = [math.nan] * T
        self.known_once = [False] * T
        self.known_since = [math.inf] * T
        self.lost_once = [False] * T
        self.assigned_once = [False] * T
        self.full = dict[int, float]()  # when each unit last had all target channels in use; inf: now
        self.launched = [0] * T
        self.tried = [0] * T
        self.held: dict[int, set[int]] = {r: set() for r in range(len(self.radars))}
        self.lost_radars: set[int] = set()
        self.lost_posts: set[int] = set()
        self.radiates = dict.fromkeys(range(len(self.radars)), -math.inf)  # those that do, and since when
        self.ever_radiated = set[int]()
        self.launched_at = defaultdict[tuple[int, int, str, float], list[tuple[float, dict[str, float]]]](list)
        self.rows, self.wide = rows_of(plan), [u for _, u in with_positions(plan).interceptors()]
        self.position = dict.fromkeys(self.rows, 0)
        self.moving: dict[int, tuple[float, int]] = {}  # radars on the move: since when, and to where
        self.in_place_since = dict.fromkeys(self.rows, -math.inf)
        self.moved = set[int]()  # units
        self.facing = [0] * len(self.units)
        self.turned = [-math.inf] * len(self.units)
        self.open: dict[tuple[int, int], dict[str, float]] = {}  # engagements under way, by unit and threat
        self.engaged = Counter[tuple[int, int]]()  # engagements with a launch, by system and threat
        self.in_flight = Counter[int]()
        self.plain_launches = Counter[int]()  # at categories the reserve is not for
        self.refilled = Counter[int]()
        self.reloading = defaultdict[tuple[int, str], list[float]](list)
        self.hits = Counter[int]()
        self.losses = defaultdict[int, list[float]](list)  # when members of each formation were destroyed
        self.turned_back = set[int]()
        self.told = set[tuple[int, int]]()  # system, or systems + unit; threat
        self.held_since = dict[tuple[int, int], float]()
        self.peak = [0, 0]

    def follow(self, events: Sequence[Event]) -> None:
        """Follow all events; at the end nothing may be left open that should have ended."""
        self.later = defaultdict(list)
        for e in events:
            if e.kind in {"assign", "launch", "cancel"}:
                self.later[e.unit, e.threat].append(e)
        for e in events:
            if e.kind in {"assign", "launch", "cancel"}:
                self.later[e.unit, e.threat].pop(0)
            getattr(self, "on_" + e.kind.replace("-", "_"))(e)
            if e.unit >= 0:
                self._freed(e)
            if e.kind in {"assign", "launch", "judged-alive"}:
                self._channels()
        assert not any(self.flying)
        shares = [min(self.hits[i], a.hits_to_destroy) / a.hits_to_destroy for i, a in enumerate(self.plan.assets)]
        lost = sum(share * a.value for share, a in zip(shares, self.plan.assets, strict=True))
        assert abs(self.counts["asset_value_lost"] - lost) <= 1e-9 * max(lost, 1.0)  # sums in another order
        assert self.counts["assets_lost"] == sum(share == 1.0 for share in shares)
        assert self.peak == [self.counts["peak_targets"], self.counts["peak_missiles"]]

    # --- what is so -------------------------------------------------------------------------------------

    def alive(self, u: int) -> bool:
        return not any(unit == u and r in self.lost_radars for r, (_, _, unit) in enumerate(self.radars))

    def central(self, u: int) -> bool:
        s = self.units[u][1]
        return self.plan.systems[s].doctrine.coordination == "central" and s not in self.lost_posts

    def known(self, u: int, j: int) -> bool:
        s = self.units[u][1]
        for r, (_, system, unit) in enumerate(self.radars):
            hears = unit == u or (system == s and s not in self.lost_posts)
            if hears and j in self.held[r]:
                return True
        return False

    def in_window(self, u: int, j: int, t: float, missile: str = "") -> bool:
        """Tell whether launch time t lies in a window of the unit (of one missile type) in its facing."""
        own = t - self.offset[j]
        shots = self.chances.shots
        for (unit, name), w in self.interceptor.items():
            if unit != u or (missile and name != missile):
                continue
            i = ((w + self._shift(u)) * self.chances.facings + self.facing[u]) * len(self.plan.threats) + j
            for v in range(shots.window_start[i], shots.window_start[i + 1]):
                if shots.window_open[v] - SLACK <= own <= shots.window_close[v] + SLACK:
                    return True
        return False

    def _shift(self, u: int) -> int:
        """Return how far the windows of a unit, where it is, stand behind those of its first position."""
        rows = self.rows.get(self.radar_of(u))
        return rows[self.position[self.radar_of(u)]].interceptor - rows[0].interceptor if rows else 0

    def _channels(self) -> None:
        """Never more engagements and missiles than channels; the most at once in one system."""
        targets, missiles = Counter[int](), Counter[int]()
        busy = Counter(u for u, _ in self.open)
        for u, (unit, s) in enumerate(self.units):
            assert busy[u] <= unit.target_channels, "more engagements than target channels"
            assert self.in_flight[u] <= unit.missile_channels, "more missiles than missile channels"
            targets[s] += busy[u]
            missiles[s] += self.in_flight[u] if self.alive(u) else 0
        self.peak = [max(self.peak[0], *targets.values()), max(self.peak[1], *missiles.values())]

    # --- what happens -----------------------------------------------------------------------------------

    def on_appear(self, e: Event) -> None:
        threat = self.plan.threats[e.threat]
        assert not self.flying[e.threat]
        assert threat.parent < 0 or not self.dead[threat.parent], "released by a carrier that was destroyed"
        assert threat.parent not in self.turned_back, "released by a carrier that turned back"
        self.flying[e.threat] = True
        self.offset[e.threat] = e.time - threat.start_time
        assert self.offset[e.threat] >= -SLACK
        assert threat.gap_mean > 0.0 or threat.parent >= 0 or abs(self.offset[e.threat]) < SLACK

    def on_moving(self, e: Event) -> None:
        assert e.radar not in self.lost_radars
        self.moving[e.radar] = e.time, int(e.value)
        u = self.radars[e.radar][2]
        self.moved.add(u)
        self.open = {key: value for key, value in self.open.items() if key[0] != u}

    def on_in_place(self, e: Event) -> None:
        assert e.radar not in self.lost_radars
        self.moving.pop(e.radar, None)
        self.position[e.radar] = int(e.value)
        self.in_place_since[e.radar] = e.time

    def on_emitting(self, e: Event) -> None:
        assert e.radar not in self.moving, "a radar on the move radiates"
        assert e.radar not in self.lost_radars
        self.radiates[e.radar] = e.time
        self.ever_radiated.add(e.radar)

    def on_silent(self, e: Event) -> None:
        assert e.radar not in self.lost_radars
        del self.radiates[e.radar]
        self.held[e.radar] = set()

    def radar_of(self, u: int) -> int:
        return next(r for r, (_, _, unit) in enumerate(self.radars) if unit == u)

    def on_firm(self, e: Event) -> None:
        assert e.radar not in self.lost_radars
        assert e.radar in self.radiates, "a silent radar holds a track"
        self.held[e.radar].add(e.threat)
        self.held_since[e.radar, e.threat] = e.time
        capacity = self.radars[e.radar][0].track_capacity
        assert not capacity or len(self.held[e.radar]) <= capacity, "more tracks than the radar can hold"
        self.known_once[e.threat] = True
        self.known_since[e.threat] = min(self.known_since[e.threat], e.time)

    def on_dropped(self, e: Event) -> None:
        self.lost_once[e.threat] = True
        self.held[e.radar].discard(e.threat)

    def _ended(self, j: int) -> None:
        self.flying[j] = False
        for tracks in self.held.values():
            tracks.discard(j)

    def on_assign(self, e: Event) -> None:
        u, j = e.unit, e.threat
        unit, s = self.units[u]
        doctrine = self.plan.systems[s].doctrine
        assert self.alive(u)
        assert self.radar_of(u) not in self.moving, "assigned on the move"
        assert self.flying[j]
        assert self.known(u, j), "assigned without a track"
        assert doctrine.engage[self.seen_as(u, j)], "a category that doctrine leaves alone"
        assert e.time >= self.turned[u] - SLACK, "assigned while turning"
        assert self.in_window(u, j, e.time + unit.reaction_time, e.missile), "no window after the reaction time"
        assert (u, j) not in self.open
        assert 1 <= e.value <= max(doctrine.salvo[self.seen_as(u, j)])
        if self.central(u):
            others = [v for v, i in self.open if i == j and self.units[v][1] == s]
            assert not others, "two units of a central system on one threat"
        self.open[u, j] = {
            "launched": 0,
            "re-engagement of a dead target": 0,
            "flying": 0,
            "arrived": -math.inf,
            "size": e.value,
        }
        self.assigned_once[j] = True
        if sum(v == u for v, _ in self.open) == unit.target_channels:
            self.full[u] = math.inf

    def on_launch(self, e: Event) -> None:
        u, j = e.unit, e.threat
        s = self.units[u][1]
        doctrine, threat = self.plan.systems[s].doctrine, self.plan.threats[j]
        looks = {threat.looks_like} | ({threat.category} if self.telling(threat.category) else set())
        assert doctrine.engage[self.seen_as(u, j)], "a launch at what doctrine leaves alone"
        engagement = self.open[u, j]
        assert self.alive(u)
        assert self.radar_of(u) not in self.moving, "launched on the move"
        assert self.in_window(u, j, e.time, e.missile), "a launch outside every window"
        needs = self.missiles[self.interceptor[u, e.missile]].needs_radar
        assert self.radar_of(u) in self.radiates or not needs, "a launch without the radar that guides it"
        self.launched_at[u, j, e.missile, e.time + e.value].append((e.time, engagement))
        if engagement["re-engagement of a dead target"]:
            assert self.dead[j]
        else:
            assert self.flying[j], "a launch at what no longer flies"
            assert engagement["launched"] or self.known(u, j), "a first launch without a track"
        if not engagement["launched"]:
            self.engaged[s, j] += 1
        engagement["launched"] += 1
        engagement["flying"] += 1
        assert engagement["launched"] <= max(max(doctrine.salvo[c]) for c in looks)
        own_rules = self.central(u) and not self.lost_radars and not self.moved
        assert not (doctrine.rounds and own_rules) or self.engaged[s, j] <= doctrine.rounds
        self.in_flight[u] += 1
        self.launched[j] += 1
        if doctrine.reserve and not any(doctrine.reserve_for[c] for c in looks):
            self.plain_launches[u] += 1
            rounds = sum(k.rounds for k in self.units[u][0].launchers) + self.refilled[u]
            assert self.plain_launches[u] <= max(rounds - doctrine.reserve, 0), "the reserve was touched"

    def _freed(self, e: Event) -> None:
        """A target channel may be free again: remember until when all were in use."""
        u = e.unit
        if self.full.get(u) == math.inf and sum(v == u for v, _ in self.open) < self.units[u][0].target_channels:
            self.full[u] = e.time

    def on_cancel(self, e: Event) -> None:
        if (e.unit, e.threat) not in self.open:
            assert self.radar_of(e.unit) in self.moving, "cancelled without an engagement"
            return
        if not self.open[e.unit, e.threat]["launched"]:
            del self.open[e.unit, e.threat]

    def _arrived(self, e: Event) -> None:
        u, j = e.unit, e.threat
        needs = self.missiles[self.interceptor[u, e.missile]].needs_radar
        launched, engagement = self.launched_at[u, j, e.missile, e.time].pop(0)
        guided = self.alive(u) and self.radiates.get(self.radar_of(u), math.inf) <= launched
        tried = self.flying[j] and (guided or not needs)
        assert tried == (e.kind != "abort"), "a try at nothing, or an abort without need"
        self.in_flight[u] -= 1
        self.tried[j] += tried
        if self.open.get((u, j)) is engagement:
            self.open[u, j]["flying"] -= 1
            self.open[u, j]["arrived"] = e.time

    def on_hit(self, e: Event) -> None:
        self._arrived(e)
        self._ended(e.threat)
        self.dead[e.threat] = True
        self.losses[self.plan.threats[e.threat].formation_index].append(e.time)

    def on_turned_back(self, e: Event) -> None:
        """At the threshold, a delay later, and nobody of the formation before or after."""
        threat = self.plan.threats[e.threat]
        assert self.flying[e.threat] or math.isnan(self.offset[e.threat])  # or it was still to start
        lost = self.losses[threat.formation_index]
        assert len(lost) >= threat.losses_to_turn_back > 0
        assert e.time == lost[threat.losses_to_turn_back - 1] + threat.turn_back_delay
        self._ended(e.threat)
        self.turned_back.add(e.threat)

    def on_told_apart(self, e: Event) -> None:
        """By a radar that holds it, after a whole number of dwell times, to those that did not know."""
        threat, (plan, s, unit) = self.plan.threats[e.threat], self.radars[e.radar]
        assert threat.looks_like != threat.category
        assert plan.telling.able(threat.category)
        assert e.threat in self.held[e.radar]
        count = (e.time - self.held_since[e.radar, e.threat]) / plan.telling.dwell
        assert count > 0.5
        assert abs(count - round(count)) < SLACK
        who = s if s not in self.lost_posts else len(self.plan.systems) + unit
        assert unit >= 0 or who == s
        assert (who, e.threat) not in self.told
        self.told.add((who, e.threat))

    def seen_as(self, u: int, j: int) -> int:
        """Return the category that a threat looks like to a unit."""
        threat, s = self.plan.threats[j], self.units[u][1]
        who = s if s not in self.lost_posts else len(self.plan.systems) + u
        return threat.category if (who, j) in self.told else threat.looks_like

    on_miss = on_abort = _arrived

    def _judged(self, e: Event) -> dict[str, float]:
        """The assessment ends after its delay, with nothing of the salvo in the air."""
        engagement = self.open.pop((e.unit, e.threat))
        doctrine = self.plan.systems[self.units[e.unit][1]].doctrine
        assert engagement["flying"] == 0
        assert e.time >= engagement["arrived"] - SLACK
        if not doctrine.assessment_exponential and engagement["launched"] == engagement["size"]:
            assert abs(e.time - engagement["arrived"] - doctrine.assessment_delay) < SLACK
        return engagement

    def on_judged_dead(self, e: Event) -> None:
        self._judged(e)
        assert self.dead[e.threat] or self.plan.systems[self.units[e.unit][1]].doctrine.dead_given_alive > 0.0

    def on_judged_alive(self, e: Event) -> None:
        self._judged(e)
        doctrine = self.plan.systems[self.units[e.unit][1]].doctrine
        assert self.flying[e.threat] or doctrine.alive_given_dead > 0.0
        following = self.later[e.unit, e.threat]
        if following and following[0].kind != "assign":  # the same unit goes on, on the same channel
            dead_target = int(self.dead[e.threat])
            self.open[e.unit, e.threat] = {
                "launched": 0,
                "re-engagement of a dead target": dead_target,
                "flying": 0,
                "arrived": -math.inf,
                "size": math.inf,
            }

    def on_closed(self, e: Event) -> None:
        self._judged(e)
        assert not self.flying[e.threat]
        assert not self.dead[e.threat]

    def on_leak(self, e: Event) -> None:
        j = e.threat
        reason = REASONS[int(e.value)]
        assert self.flying[j]
        self._ended(j)
        end = self.chances.arrival[j] + self.offset[j]
        assert abs(e.time - end) < SLACK, "arrived at another time than geometry says"
        assert (reason == "missed") == (self.tried[j] > 0) or (reason == "missed" and self.launched[j] > 0)
        if reason == "kept-silent":
            assert self.falls_silent(), "every radar always radiates"
        if reason == "on-the-move":
            assert self.rows, "nothing moves"
        if reason not in {"missed", "defender-destroyed", "kept-silent", "on-the-move"}:
            assert self.launched[j] == 0
        if reason in {"detected-too-late", "track-lost", "no-missile", "no-channel"}:
            assert self.known_once[j]
        if reason == "track-lost":
            assert self.lost_once[j], "its track was never lost"
        if reason == "no-channel":
            assert self.assigned_once[j] or self._were_full(j), "channels were free"
        if reason == "defender-destroyed":
            assert self.lost_radars or self.lost_posts, "nothing was destroyed"
        if reason == "outside-the-envelope":
            assert not self._ever_in_reach(j) or any(i == j for _, i in self.told)
        if reason == "spent-on-decoys":
            assert self.known_once[j]
            assert self.telling(CATEGORIES.index("decoy"))

    def telling(self, category: int) -> bool:
        return any(r.telling.able(category) for r, _, _ in self.radars)

    def falls_silent(self) -> bool:
        return any(r.emission.restricted or self.plan.systems[s].doctrine.shut_down for r, s, _ in self.radars)

    def _were_full(self, j: int) -> bool:
        """Tell whether a unit had all target channels in use at any time since the threat was first known."""
        return any(full >= self.known_since[j] for full in self.full.values())

    def _ever_in_reach(self, j: int) -> bool:
        shots, T = self.chances.shots, len(self.plan.threats)
        for (u, _), w in self.interceptor.items():
            doctrine = self.plan.systems[self.units[u][1]].doctrine
            if math.isfinite(doctrine.hold_fire_range) or not doctrine.engage[self.plan.threats[j].looks_like]:
                continue  # hold fire may leave nothing of a window
            rows = [
                row.interceptor - own[0].interceptor for own in [self.rows.get(self.radar_of(u), ())] for row in own
            ]
            for shift in rows or [0]:
                for k in range(self.chances.facings):
                    i = ((w + shift) * self.chances.facings + k) * T + j
                    if shots.window_start[i + 1] > shots.window_start[i]:
                        return True
        return False

    def on_exited(self, e: Event) -> None:
        assert self.flying[e.threat]
        assert self.plan.threats[e.threat].target < 0
        self._ended(e.threat)

    def on_damage(self, e: Event) -> None:
        assert e.target == self.plan.threats[e.threat].target
        assert e.value == self.plan.threats[e.threat].hits
        radar = e.target - self.first_part - len(self.plan.systems)
        if self.plan.threats[e.threat].homing and radar in self.radiates | dict.fromkeys(self.lost_radars):
            assert radar in self.ever_radiated or not self.radars[radar][0].emission.restricted
        self._stood(e)
        self.hits[e.target] += int(e.value)

    def _stood(self, e: Event) -> None:
        """What moves is hit where it stands only: in place, being torn down, or being set up."""
        part = e.target - self.first_part - len(self.plan.systems)
        launchers = [u for u, (unit, _) in enumerate(self.units) for _ in unit.launchers]
        r = part if part < len(self.radars) else self.radar_of(launchers[part - len(self.radars)])
        if part < 0 or r not in self.rows:
            return
        threat, movement = self.plan.threats[e.threat], self.radars[r][0].movement
        if r not in self.moving or r in self.lost_radars:
            assert r in self.lost_radars or threat.aim == self.position[r], "hit where it is not"
            return
        began, to = self.moving[r]
        torn = began + movement.tear_down
        if e.time < torn - SLACK:
            return  # at the position that it leaves; where that was at the beginning is not told
        assert threat.aim == to, "hit on the road"
        assert e.time >= torn + min(row[to] for i, row in enumerate(movement.march) if i != to) - SLACK
        assert not threat.homing, "a homing weapon hit what is being set up"

    def on_destroyed(self, e: Event) -> None:
        """A post, a radar or a launcher is lost; with its radar a unit and all its engagements."""
        part = e.target - self.first_part
        if part < 0:
            return
        if part < len(self.plan.systems):
            self.lost_posts.add(part)
            for who, j in list(self.told):
                if who == part:
                    own = [u for u, (_, s) in enumerate(self.units) if s == part]
                    self.told |= {(len(self.plan.systems) + u, j) for u in own}
            return
        part -= len(self.plan.systems)
        if part >= len(self.radars):
            return
        self.lost_radars.add(part)
        self.held[part] = set()
        u = self.radars[part][2]
        if u >= 0:
            self.open = {key: value for key, value in self.open.items() if key[0] != u}

    def on_turn(self, e: Event) -> None:
        u = e.unit
        assert not any(unit == u for unit, _ in self.open), "turned with an engagement under way"
        assert len(self.units[u][0].facings) == 2, "the rules below know two facings"
        self.facing[u] = 1 - self.facing[u]
        swing = abs(self.units[u][0].facings[1] - self.units[u][0].facings[0])
        assert abs(e.value - swing / self.units[u][0].slew_rate) < SLACK
        self.turned[u] = e.time + e.value

    def on_reload(self, e: Event) -> None:
        # Of several launchers in reload it is not told which is ready: no more was loaded than into the emptiest.
        held = min(self.reloading[e.unit, e.missile])
        self.reloading[e.unit, e.missile].remove(held)
        self.refilled[e.unit] += int(e.value - held)

    def on_reloading(self, e: Event) -> None:
        self.reloading[e.unit, e.missile].append(e.value)
