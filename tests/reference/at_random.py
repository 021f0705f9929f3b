"""Engagements made from one number, without chance: both engines must give the same, column by column.

Every probability is 0 or 1, nothing starts at random, and times are whole seconds for every other number, so that
many things happen at once. What there is (movement, command, emission and so on) is drawn too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import engine
from airdef.opportunity.tables import Tracks
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.scenario.movement_plan import DirectionFinderPlan, MovementPlan, PositionPlan, SupportPlan
from airdef.scenario.plan import CATEGORIES, EmissionPlan, LinkPlan, Place, TellingPlan
from airdef.scenario.positions import jammed_rows, with_positions

from .builders import C, Hand, asset, doctrine, launcher, missile, node, radar, scenario, system, threat, unit
from .faults import both
from .simpy_engine import simulate

if TYPE_CHECKING:
    from airdef.opportunity.tables import Opportunities
    from airdef.scenario.plan import FireUnitPlan, RadarPlan, Scenario, SystemPlan, ThreatPlan

AIRCRAFT, CRUISE, BALLISTIC, DECOY, ARM = (
    CATEGORIES.index(name) for name in ("aircraft", "cruise", "ballistic", "decoy", "anti_radiation")
)
KINDS = (AIRCRAFT, CRUISE, BALLISTIC, DECOY, ARM)
HERE = Place(0.0, 0.0)
NODES = 9
"""Of a track."""
FAR = 1e9
"""An error so large that a remembered radar is never hit [m/s]."""


@dataclass
class Approach(Hand):
    """Threats that come straight at the radars, each from its own distance [m] and bearing [rad] until its end."""

    distance: tuple[float, ...] = ()
    bearing: tuple[float, ...] = ()

    def build(self) -> Opportunities:
        """Return the tables."""
        tables, n = super().build(), len(self.plan.threats)
        x, _, _ = geodetic_to_ecef(0.0, 0.0, 10.0)
        t0 = np.array([t.start_time for t in self.plan.threats])
        nodes = [
            (x, away * sin(bearing), away * cos(bearing))
            for d, bearing in zip(self.distance, self.bearing, strict=True)
            for away in np.linspace(d, 1e3, NODES)
        ]
        dt = np.maximum(tables.tracks.end - t0, 1.0) / (NODES - 1)
        ecef = np.array(nodes)
        tracks = Tracks(start=np.arange(n + 1) * NODES, t0=t0, dt=dt, end=tables.tracks.end, ecef=ecef)
        return replace(tables, tracks=tracks)


class Draw:
    """Draws one engagement. `whole`: all times are whole seconds."""

    def __init__(self, seed: int) -> None:
        self.rng, self.whole = np.random.default_rng([seed, 20]), seed % 2 == 0
        self.turns, self.command, self.emission, self.telling, self.moves, self.facings, self.shut, self.stocks = (
            self.yes(p) for p in (0.4, 0.5, 0.5, 0.35, 0.5, 0.4, 0.35, 0.5)
        )
        self.guards, self.shares, self.jams = self.yes(0.4), self.yes(0.4), self.yes(0.4)
        self.reload = self.one("when-empty", "when-idle", "never")

    def yes(self, p: float) -> bool:
        """Return whether something is so, with a probability."""
        return bool(self.rng.random() < p)

    def one(self, *of: Any) -> Any:
        """Return one of several."""
        return of[int(self.rng.integers(len(of)))]

    def number(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def time(self, low: float, high: float) -> float:
        """Return a time [s]."""
        x = float(self.rng.uniform(low, high))
        return float(round(x)) if self.whole else x

    # --- the defence ----------------------------------------------------------------------------------------

    def radar(self, surveillance: bool = False) -> RadarPlan:
        """Return a radar, perhaps one that waits for a cue, tells apart, moves, or has few places."""
        m, n = self.one((1, 1), (2, 3), (1, 2))
        emission = EmissionPlan(switch_on_time=self.time(0.0, 4.0))
        if self.emission and self.yes(0.5):
            cue = self.one(
                {"track": 5e4},
                {"range": 6e4},
                {"time": self.time(5.0, 60.0)},
                {"track": 8e4, "time": 60.0},
                {"bearing": True},
                {"bearing": True, "range": 3e4},
            )
            seen = tuple(c in {CRUISE, AIRCRAFT} or self.yes(0.7) for c in range(C))
            emission = replace(emission, silent=True, categories=seen, **cue)
        tells = TellingPlan()
        if self.telling and self.yes(0.6):
            chances = tuple(tuple(float(self.yes(0.5)) for _ in range(C)) for _ in range(2))
            tells = TellingPlan(self.time(2.0, 9.0), (3e4, 7e4), chances)
        plan = radar(
            confirm_m=m,
            confirm_n=n,
            drop_misses=self.one(1, 2, 3, 99),
            track_capacity=self.one(0, 0, 1, 3),
            hits_to_destroy=self.one(1, 1, 2),
            frequency=self.one(3e9, 3e9, 9e9),
            facing=self.one(0.0, 1.5, 3.0),
            sector_width=self.one(2.0 * pi, 2.0),
            emission=emission,
            telling=tells,
        )
        return replace(plan, movement=self.movement()) if surveillance else plan

    def movement(self) -> MovementPlan:
        """Return further positions, or none."""
        if not (self.moves and self.yes(0.5)):
            return MovementPlan()
        count = self.number(2, 3)
        march = tuple(tuple(0.0 if a == b else self.time(1.0, 8.0) for b in range(count)) for a in range(count))
        places = tuple(PositionPlan(f"p{k}", HERE) for k in range(1, count))
        plan = MovementPlan(places, set_up=self.time(1.0, 5.0), tear_down=self.time(1.0, 4.0), march=march)
        if self.yes(0.5):
            return plan
        moves, time, at = [], self.time(-5.0, 40.0), 0
        for _ in range(self.number(1, 3)):
            to = (at + 1) % count
            moves.append((time, to))
            time += plan.duration(at, to) + self.time(1.0, 30.0)
            at = to
        return replace(plan, plan=tuple(moves))

    def unit(self) -> FireUnitPlan:
        """Return a fire unit of one or two missile types."""
        types = self.number(1, 2)
        missiles = tuple(
            missile(name=name, needs_radar=self.yes(0.7), sspk=tuple(float(self.yes(0.6)) for _ in range(C)))
            for name in self.one("ab", "ba", "ac")[:types]
        )
        launchers = tuple(
            launcher(
                self.number(1, 4),
                missile=self.number(0, types - 1),
                interval=self.one(0.0, 0.0, self.time(1.0, 5.0)),
                reload_time=self.time(4.0, 30.0) if self.stocks else 0.0,
                reloads=self.number(0, 2) if self.stocks else 0,
            )
            for _ in range(self.number(1, 3))
        )
        facings = (0.0,)
        if self.facings and self.yes(0.7):
            facings = (0.0, 1.5, 3.0)[: self.number(2, 3)]
        moves = self.movement()
        return unit(
            radar=replace(self.radar(), movement=moves),
            magazine="common" if self.shares and not moves.positions and self.yes(0.8) else "",
            missiles=missiles,
            launchers=launchers,
            target_channels=self.number(1, 3),
            missile_channels=self.number(1, 4),
            reaction_time=self.time(0.0, 5.0),
            launch_interval=self.one(0.0, 1.0, 2.0),
            facings=facings,
            slew_rate=self.one(0.1, 0.5) if len(facings) > 1 else 0.0,
        )

    def system(self, priority: str, nodes: list[int]) -> SystemPlan:
        """Return a system, below one of the nodes or none."""
        moves: dict[str, Any] = {}
        if self.moves:
            moves["move_after"] = self.one(0, 0, 1, 2, 4)
            if self.yes(0.6):
                moves["move_warning"] = self.time(5.0, 25.0)
                moves["move_categories"] = tuple(self.yes(0.6) for _ in range(C))
        if self.shut and self.yes(0.7):
            moves |= {"shut_down": self.time(3.0, 15.0), "shut_down_warning": self.time(4.0, 15.0)}
        rules = doctrine(
            priority=priority,
            coordination=self.one("central", "central", "autonomous"),
            rounds=self.number(0, 3),
            engage=tuple(self.yes(0.85) for _ in range(C)),
            reserve=self.one(0, 0, 1, 2),
            reserve_for=tuple(self.yes(0.3) for _ in range(C)),
            reload=self.reload if self.shares else self.one("when-empty", "when-idle", "never"),
            assessment_delay=self.time(0.0, 6.0),
            alive_given_dead=self.one(0.0, 0.0, 1.0),
            dead_given_alive=self.one(0.0, 0.0, 1.0),
            **moves,
        )
        salvos = [tuple(self.number(1, 3) for _ in range(self.number(1, 2))) for _ in range(C)]
        rules = replace(rules, salvo=tuple(salvos))
        units = [self.unit() for _ in range(self.number(1, 3))]
        eyes = tuple(self.radar(surveillance=True) for _ in range(self.number(0, 2)))
        return system(
            *units,
            surveillance=eyes,
            doctrine=rules,
            post_hits_to_destroy=self.one(1, 1, 2),
            direction_finders=self.finders(),
            **self.below(nodes),
        )

    def finders(self) -> tuple[DirectionFinderPlan, ...]:
        """Return direction finders, or none."""
        if not self.emission or self.yes(0.4):
            return ()
        return tuple(DirectionFinderPlan("ear", HERE, 20.0, self.number(3, 12) * 1e4) for _ in range(self.number(1, 2)))

    def guarding(self, posts: list[SystemPlan]) -> list[SystemPlan]:
        """Return the systems with what some of them guard."""
        plan = scenario(*posts, threats=[threat()], assets=(asset(),) * 3)
        last = len(plan.target_names()) - 1
        found = []
        for post in posts:
            if self.guards and post.units and self.yes(0.6):
                guarded = tuple(sorted({self.number(0, last) for _ in range(self.number(1, 6))} | {2}))
                rules = replace(post.doctrine, guarded=self.one("first", "first", "only"))
                found.append(replace(post, guards=guarded, doctrine=rules))
            else:
                found.append(post)
        return found

    def below(self, nodes: list[int]) -> dict[str, Any]:
        """Return what puts a system or node below one of the nodes, or below none."""
        if not nodes or self.yes(0.15):
            return {"remote_tracks": self.yes(0.7)}
        link = LinkPlan(
            delay=self.one(0.0, self.time(0.0, 6.0)),
            capacity=self.one(0, 0, 1, 2),
            missile_cost=self.one(1.0, 1.0, 3.0),
            absent=self.one(0.0, 0.0, 0.0, 1.0),
            lost_at=self.one(float("inf"), self.time(-5.0, 60.0)),
            restored_after=self.one(float("inf"), self.time(1.0, 20.0)),
        )
        return {"above": self.one(*nodes), "link": link, "remote_tracks": self.yes(0.7)}

    def node(self, nodes: list[int]) -> SystemPlan:
        """Return a command node."""
        rule = self.one("none", "earliest-launch", "zone", "cheapest", "best-sspk", "marginal-value")
        eyes = tuple(replace(self.radar(), telling=TellingPlan()) for _ in range(self.number(0, 2)))
        if (self.moves or self.jams) and rule == "marginal-value":
            rule = "none"
        return node(rule, surveillance=eyes, direction_finders=self.finders(), **self.below(nodes))

    def defence(self) -> list[SystemPlan]:
        """Return systems and the nodes behind them."""
        count, nodes = self.number(1, 3), self.number(1, 2) if self.command else 0
        numbers = list(range(count, count + nodes))
        same = self.priority()
        systems = [self.system(same if nodes else self.priority(), numbers) for _ in range(count)]
        return self.guarding(systems + [self.node(numbers[k + 1 :]) for k in range(nodes)])

    def priority(self) -> str:
        """Return a rule of priority."""
        return str(self.one("earliest-impact", "most-value", "nearest", "marginal-value"))

    # --- the raid -------------------------------------------------------------------------------------------

    def raid(self, posts: list[SystemPlan]) -> list[ThreatPlan]:
        """Return two formations and what they release. Targets: three assets, posts, radars, launchers."""
        plan = scenario(*posts, threats=[threat()], assets=(asset(),) * 3)
        first_radar = 3 + len(posts)
        radars = list(plan.radars())
        owners = [u for u, (fires, _) in enumerate(plan.units()) for _ in fires.launchers]
        positions: dict[int, int] = {}
        for r, u, movement, _ in plan.movers():
            positions[first_radar + r] = movement.count
            launchers = [i for i, owner in enumerate(owners) if owner == u]
            positions |= {first_radar + len(radars) + i: movement.count for i in launchers}
        last = first_radar + len(radars) + len(owners) - 1
        found: list[ThreatPlan] = []
        for formation in range(2):
            losses = self.one(0, 1, 2) if self.turns else 0
            delay = self.time(0.0, 15.0)
            for member in range(self.number(2, 6)):
                target = self.number(0, last) if self.yes(0.45) else self.one(-1, 0, 1, 2, 2)
                found.append(self.threat(formation, member, target, positions, radars, first_radar))
                found[-1] = replace(found[-1], losses_to_turn_back=losses, turn_back_delay=delay)
                if self.jams and member < 2 and self.yes(0.7):
                    band = self.one((0.0, 1e10), (2.5e9, 3.5e9), (1e9, 2e9))
                    found[-1] = replace(found[-1], jammer_density=1.0, support=SupportPlan(band))
        carriers = len(found)
        for member in range(self.number(0, 3)):
            parent = self.number(0, carriers - 1)
            target = self.number(3, last)
            weapon = self.threat(2, member, target, positions, radars, first_radar)
            start = found[parent].start_time + self.time(5.0, 20.0)
            found.append(replace(weapon, parent=parent, start_time=start))
        return found

    def threat(
        self,
        formation: int,
        member: int,
        target: int,
        positions: dict[int, int],
        radars: list[Any],
        first_radar: int,
    ) -> ThreatPlan:
        """Return a threat; what is aimed at a radar may home on it."""
        at_radar = first_radar <= target < first_radar + len(radars)
        category = ARM if at_radar and self.yes(0.6) else self.one(*KINDS)
        looks_like = self.one(*KINDS) if self.telling and self.yes(0.5) else category
        return threat(
            member,
            formation_index=formation,
            category=category,
            looks_like=looks_like,
            threat_class=CATEGORIES[category],
            target=target,
            aim=self.number(0, positions[target] - 1) if target in positions else 0,
            start_time=self.time(0.0, 25.0),
            homing=at_radar and self.yes(0.7),
            hit_probability=float(self.yes(0.8)),
            hits=self.one(1, 1, 2),
            memory_drift=self.one(0.0, FAR),
            lethal_radius=1.0,
            emits=self.yes(0.5),
        )

    # --- what geometry allows -------------------------------------------------------------------------------

    def looks(self, start: float, end: float) -> list[tuple[float, float]]:
        """Return looks that come in spells of detections and of misses."""
        step, time = self.one(1.0, 2.0, 3.0), start + self.time(0.0, (end - start) * 0.6)
        found, hit = [], self.yes(0.6)
        if not self.yes(0.8):
            return []
        while time < end:
            found.append((time, float(hit)))
            hit = hit if self.yes(0.85) else not hit
            time += step
        return found

    def windows(self, start: float, end: float) -> list[tuple[float, float]]:
        """Return one or two windows, or none."""
        if not self.yes(0.8):
            return []
        opens = start + self.time(0.0, (end - start) * 0.6)
        closes = opens + self.time(0.0, (end - opens) * 0.9)
        found = [(opens, closes)]
        again = closes + self.time(1.0, 8.0)
        if self.yes(0.3) and again < end:
            found.append((again, again + self.time(0.0, end - again)))
        return found

    def hand(self) -> Approach:
        """Return an engagement with its opportunities."""
        posts = self.defence()
        assets = tuple(asset(value=v, hits_to_destroy=self.number(1, 4)) for v in (1.0, 3.0, 7.0))
        raid = self.raid(posts)
        plan = scenario(*posts, threats=raid, assets=assets)
        ends = [t.start_time + self.time(30.0, 90.0) for t in raid]
        hand = Approach(
            plan,
            [e if t.target >= 0 else float("inf") for e, t in zip(ends, raid, strict=True)],
            ends,
            facings=max(len(fires.facings) for fires, _ in plan.units()),
            distance=tuple(float(self.number(50, 150)) * 1e3 for _ in raid),
            bearing=tuple(self.one(0.0, 0.0, 1.6, 3.1) for _ in raid),
        )
        wide = with_positions(plan)
        for r, _ in enumerate(wide.radars()):
            hand.looks |= {(r, j): self.looks(t.start_time, ends[j]) for j, t in enumerate(raid)}
        of_unit = [len(fires.facings) for fires, _ in wide.units()]
        for w, (_, u) in enumerate(wide.interceptors()):
            for j, t in enumerate(raid):
                for k in range(of_unit[u]):
                    hand.windows[w, k, j] = self.windows(t.start_time, ends[j])
                hand.flyouts[w, j] = (0.0, [self.time(1.0, 9.0)], [float(self.number(1, 9)) * 1e4])
        hand.closest = np.array(
            [[t.start_time + self.time(10.0, 60.0) for t in raid] for _ in wide.units()], np.float64
        )
        self.jammed(hand)
        return hand

    def jammed(self, hand: Approach) -> None:
        """Let the looks and windows of radars that formations may jam grow with the jammers that have ended."""
        threats = range(len(hand.plan.threats))
        for rows in jammed_rows(hand.plan).values():
            base, jammers = rows[0], len(rows).bit_length() - 1
            for j in threats:
                needs = [self.number(0, len(rows) - 1) for _ in hand.looks[base.radar, j]]
                for ended, row in enumerate(rows):
                    hand.looks[row.radar, j] = [
                        (time, float(p or (need > 0 and need & ended == need)))
                        for (time, p), need in zip(hand.looks[base.radar, j], needs, strict=True)
                    ]
            if base.unit < 0:
                continue
            fires = next(fires for u, (fires, _) in enumerate(with_positions(hand.plan).units()) if u == base.unit)
            for j in threats:
                more = [self.time(0.0, 6.0) for _ in range(jammers)]
                for ended, row in enumerate(rows):
                    longer = sum(x for k, x in enumerate(more) if ended >> k & 1)
                    for kind in range(len(fires.missiles)):
                        first, here = base.interceptor + kind, row.interceptor + kind
                        hand.flyouts[here, j] = hand.flyouts[first, j]
                        for facing in range(len(fires.facings)):
                            windows = hand.windows[first, facing, j][:1]  # one, so that longer ones stay apart
                            hand.windows[here, facing, j] = [(a - longer, b + longer) for a, b in windows]
                    hand.closest[row.unit] = hand.closest[base.unit]


def case(seed: int) -> tuple[Scenario, Opportunities]:
    """Return the engagement of a number, with its tables."""
    hand = Draw(seed).hand()
    return hand.plan, hand.build()


def apart(seed: int) -> dict[str, tuple[float, float]]:
    """Return the measures in which the engines differ, with what the compiled and the second engine say."""
    plan, tables = case(seed)
    return columns_apart(plan, tables)


def columns_apart(plan: Scenario, tables: Opportunities) -> dict[str, tuple[float, float]]:
    """The same for any engagement without chance."""
    kernel = engine.prepare(plan, tables)
    columns = dict(zip(kernel.columns, engine.simulate(kernel, 1, 0, 1).T, strict=True))
    ours, theirs = both(columns, simulate(plan, tables, 1, 7))
    return {
        name: (float(values[0]), float(theirs[name][0]))
        for name, values in ours.items()
        if not np.allclose(values, theirs[name], rtol=1e-6, equal_nan=True)  # fly-outs are float32
    }
