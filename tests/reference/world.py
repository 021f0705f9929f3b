"""The things of one replication: threats, radars, launchers, units, systems and groups, with their state."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

import simpy

from .clock import Bell, Clock, Kind
from .geometry import EPSILON
from .magazines import magazines
from .measures import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from airdef.scenario.plan import FireUnitPlan, RadarPlan, SystemPlan, ThreatPlan
    from airdef.scenario.positions import Row

    from .fire import Salvo
    from .geometry import Geometry
    from .links import Link
    from .magazines import Launcher, Magazine
    from .movers import Mover

FAULTS = frozenset(
    {
        "one-channel-more",
        "assessment-late",
        "salvo-counted-once",
        "reaction-skipped",
        "reserve-ignored",
        "stock-without-end",
        "idle-never-reloads",
        "on-at-once",
        "cue-from-anywhere",
        "cycles-in-step",
        "tracks-kept-in-silence",
        "guides-in-silence",
        "memory-without-error",
        "never-shut-down",
        "on-unasked",
        "silence-no-reason",
        "never-turns-back",
        "turns-at-once",
        "late-ones-come",
        "releases-all-the-same",
        "never-told-apart",
        "told-at-any-range",
        "told-to-its-unit-alone",
        "decoys-no-reason",
        "moves-in-step",
        "never-flees",
        "never-bound",
        "radiates-on-the-move",
        "hit-wherever-it-is",
        "moves-no-reason",
        "never-lost",
        "never-restored",
        "picture-kept",
        "told-at-once",
        "capacity-ignored",
        "remote-for-all",
        "orders-at-once",
        "obeys-without-link",
        "kept-for-nobody",
        "ranks-reversed",
        "cut-off-no-reason",
        "guarded-not-first",
        "magazines-apart",
        "deaf",
        "heard-without-post",
        "never-jams",
        "jams-for-ever",
        "screens-itself-alone",
        "windows-as-at-first",
        "jamming-no-reason",
    }
)
"""What can be broken on purpose, for the tests of the comparison: one target channel a unit too many; one
second more in every assessment; `missiles_used` rising once a salvo; no reaction time; no reserve; a stock that is
never used up; launchers that reload only when they are empty.

Of emission: no switch-on time; a track is a cue however far off the threat is; duty cycles that all begin at 0 s;
radars that keep their tracks when they switch off; missiles in flight that need no radiating radar; homing weapons
that miss no silent radar; no shut-down; none of a radar that is to switch on; silence as no reason of a leak.

Of raids: formations that never turn back, or at once, or without those that are late; weapons released by what has
turned back; nothing told apart, or at any distance as well as near, or to the radar's own unit alone; decoys as no
reason.

Of moves: turns that all begin at 0 s; nothing moves for an attack, or after so many engagements; radars that radiate on
the move; hits wherever a target is; a move as no reason of a leak.

Of command: links that are never absent nor lost; none restored; what was received is kept when a link is lost; no delay
of what is received; no capacity; every system launches on the tracks of others; no delay of orders; a lost link leaves
cells as they are; no threat is kept for another system; the last in rank comes first; links as no reason of a leak.

Of point defence: what threatens the guarded comes in turn; no magazine is shared; no bearing is a cue, or one that
comes to a post that is destroyed too.

Of jamming formations: none jams; what has ended jams on; looks at others than the jammers are not jammed; windows stay
those with no jammer ended; jamming as no reason."""


SYSTEM_CELL, NODE_CELL, UNIT_CELL = 0, 1, 2
"""Kinds of cells, in the order in which they decide."""
RANKING = frozenset({"zone", "cheapest", "best-sspk", "marginal-value"})
"""The allocations of a node of which a system may come before another."""


class Fate(Enum):
    """What a threat is at a time."""

    TO_COME = 0
    FLYING = 1
    DESTROYED = 2
    LEAKED = 3
    GONE = 4
    NEVER = 5
    TURNED_BACK = 6


class Hold(Enum):
    """What a group thinks of a threat."""

    FREE = 0
    ENGAGED = 1
    CLOSED = 2


@dataclass(eq=False)
class Threat:
    """One threat. `shift` is the random part of its start time [s]; `known_to` says since when each system knows it.

    `lost_again`: an engagement ended since it was not known when its first launch was to be made, and it was ready for
    no unit since. `given_up`: a radar that fell silent had a firm track of it. `launch_silenced`: a launch at it was
    cancelled for a silent radar. `denied`: a unit could have taken it, had its radar radiated. `in_flight`: the
    missiles at it, each its unit and whether it needs the radar.

    Of moves: `lost_on_the_move` counts missiles that lost their radar by one, `left_behind` says that a radar that
    began to move had a firm track of it, `moved_off` that an engagement of it ended before its first launch since the
    unit began to move, `passed` that it would have been ready for a unit that was bound to move or on the move.

    Of links: `taken_by_link` says that a system that can launch on the tracks of others had received it by a link that
    was lost; `cut_off` from when on each link, by its number, cut it off, by the destruction of a post (True) and
    otherwise.
    """

    index: int
    plan: ThreatPlan
    shift: float
    fate: Fate = Fate.TO_COME
    known_since: float = float("inf")
    known_to: dict[int, float] = field(default_factory=dict)
    track_dropped: bool = False
    ready_for: set[int] = field(default_factory=set)
    first_ready: float = float("inf")
    lost_again: bool = False
    assigned: bool = False
    launches: int = 0
    tries: int = 0
    lost_with_unit: int = 0
    lost_in_silence: int = 0
    given_up: bool = False
    launch_silenced: bool = False
    denied: bool = False
    in_flight: list[tuple[Unit, bool]] = field(default_factory=list)
    lost_on_the_move: int = 0
    left_behind: bool = False
    moved_off: bool = False
    passed: bool = False
    told_apart: bool = False
    taken_by_link: bool = False
    cut_off: dict[tuple[int, bool], float] = field(default_factory=dict)

    @property
    def flies(self) -> bool:
        """Whether it is there to be seen and shot at."""
        return self.fate is Fate.FLYING

    def becomes_known(self, system: System, time: float) -> None:
        """Take note that units of a system know it."""
        self.known_since = min(self.known_since, time)
        self.known_to.setdefault(system.index, time)


@dataclass(eq=False)
class Radar:
    """One radar, the firm tracks that it holds, and those that wait for a place.

    `spell` counts its switchings, `counts` the counts of detections begun of each threat; `followed` holds, for the
    threats that it counts detections of, from when on since it switched on and with which number. `reached`: the
    threats that have come within the range of its cue. `row`: where its looks stand, those of its present position.
    `taken_up` counts the firm tracks that it has held of each threat. Of one that moves, `has_radiated` speaks of its
    present position. `jammers` are the threats that may jam it, `jammed` the rows of each set of them at each of its
    positions (by the row of that), `endings` when they ended, each time with the set that had ended then;
    `ended_at_first` is the empty set, but for a fault.
    """

    index: int
    plan: RadarPlan
    system: System
    unit: int
    stands: bool = True
    lost_at: float = float("inf")
    hits: int = 0
    held: set[int] = field(default_factory=set)
    waiting: list[int] = field(default_factory=list)
    radiates: bool = True
    has_radiated: bool = True
    radiates_since: float = float("-inf")
    silent_since: float = float("inf")
    cycle_on: bool = False
    cued: bool = False
    cued_at: float = float("inf")
    shut_until: float = float("-inf")
    reached: set[int] = field(default_factory=set)
    spell: int = 0
    counts: dict[int, int] = field(default_factory=dict)
    followed: dict[int, tuple[float, int]] = field(default_factory=dict)
    row: int = -1
    mover: Mover | None = None
    taken_up: dict[int, int] = field(default_factory=dict)
    jammers: tuple[int, ...] = ()
    jammed: dict[int, tuple[Row, ...]] = field(default_factory=dict)
    endings: list[tuple[float, int]] = field(default_factory=list)
    ended_at_first: int = 0

    @property
    def counted(self) -> bool:
        """Whether one number settles each of its counts: it is silent at times, moves, or may be jammed."""
        return self.varies or self.mover is not None or bool(self.jammers)

    def present(self, row: int) -> Row:
        """Return where the geometry of a position stands for the jammers that have ended by now."""
        return self.jammed[row][self.endings[-1][1] if self.endings else self.ended_at_first]

    def ended_at(self, time: float) -> int:
        """Return the set of its jammers that had ended at a time (at its loss, if that was earlier)."""
        time = min(time, self.lost_at)
        found = (ended for when, ended in reversed(self.endings) if when <= time + EPSILON)
        return next(found, self.ended_at_first)

    @property
    def varies(self) -> bool:
        """Whether it does not always radiate, by its emission or as its doctrine may shut it down."""
        return self.plan.emission.restricted or self.system.plan.doctrine.shut_down > 0

    @property
    def position(self) -> int:
        """The number of its present position."""
        return 0 if self.mover is None else self.mover.position

    @property
    def moving(self) -> bool:
        """Whether it is on the move."""
        return self.mover is not None and self.mover.move is not None

    def radiated_from(self, time: float) -> bool:
        """Tell whether it has radiated from a time until now without a break."""
        return self.radiates and self.radiates_since <= time


@dataclass(eq=False)
class Order:
    """A launch that fell due; `rest` counts it and the launches of its salvo that come after it."""

    salvo: Salvo
    first: bool
    rest: int
    done: simpy.Event


@dataclass(eq=False)
class System:
    """A command post, of a system or of a node; `held` counts the radars below it that hold each threat.

    `above` is the link to the node above, `links` are all its links in the order of their numbers. `told`: the threats
    that the system has told apart.
    """

    index: int
    plan: SystemPlan
    remote_tracks: bool = False
    post_stands: bool = True
    post_hits: int = 0
    units: list[Unit] = field(default_factory=list)
    held: dict[int, int] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    above: Link | None = None
    links: list[Link] = field(default_factory=list)

    @property
    def below_ranking(self) -> bool:
        """Whether it stands below a node whose allocation ranks."""
        above = self.above.upper if self.above is not None else None
        return above is not None and (above.allocation in RANKING or above.below_ranking)

    @property
    def allocation(self) -> str:
        """The rule by which a node picks among its systems."""
        return self.plan.command.allocation if self.plan.command is not None else "none"

    def known(self) -> set[int] | dict[int, int]:
        """Return the threats known to units that hear the post: held by radars, or by the link."""
        if self.above is None or not self.remote_tracks:
            return self.held
        return self.held.keys() | self.above.ways[1].received


class Group:
    """Units that share what they know of each threat; `made` counts engagements with a launch.

    `changed`: something has changed for it since its units were last asked whether to turn.
    """

    def __init__(self, units: list[Unit], threats: int, shared: bool) -> None:
        self.units = units
        self.shared = shared
        self.rank = (SYSTEM_CELL if shared else UNIT_CELL, units[0].system.index, units[0].index)
        self.hold = [Hold.FREE] * threats
        self.made = [0] * threats
        self.node: System | None = None
        self.changed = False

    def others_engage(self, unit: Unit, j: int) -> bool:
        """Tell whether another unit of the group is engaged with a threat."""
        return any(j in other.engaging for other in self.units if other is not unit)


class Unit:
    """One fire unit. Channels are SimPy resources; launches due wait in `queue`."""

    def __init__(
        self, index: int, plan: FireUnitPlan, radar: Radar, weapon: int, clock: Clock, faults: frozenset[str]
    ) -> None:
        self.index, self.plan, self.radar, self.system = index, plan, radar, radar.system
        self.weapon = weapon
        self.weapons: tuple[int, ...] = (weapon,)  # of each of its positions
        self.place = index  # where its closest approaches stand
        self.told: set[int] = set()
        self.fired_at_decoy = False
        self.full_by_decoy_until = float("-inf")
        self.reaction = 0.0 if "reaction-skipped" in faults else plan.reaction_time
        self.target_channels = plan.target_channels + ("one-channel-more" in faults)
        # SimPy has no resource of capacity 0: the free counts below are what guards it.
        self.targets = simpy.Resource(clock, max(self.target_channels, 1))
        self.missiles = simpy.Resource(clock, max(plan.missile_channels, 1))
        self.promised = [0] * len(plan.missiles)
        self.reserve = 0 if "reserve-ignored" in faults else self.system.plan.doctrine.reserve
        self.full_until = float("-inf")
        self.queue: deque[Order] = deque()
        self.interval_over = float("-inf")
        self.order_delay = 0.0
        self.facing = 0
        self.turning = False
        self.engaging: dict[int, simpy.Process] = {}
        self.bell = Bell(clock, None, index)
        self.group: Group
        self.magazine: Magazine

    @property
    def stands(self) -> bool:
        """Whether its engagement radar stands: without it the unit is out."""
        return self.radar.stands

    @property
    def in_place(self) -> bool:
        """Whether it is in place and not bound to move."""
        return not self.radar.moving and not (self.radar.mover is not None and self.radar.mover.bound)

    def looks_like(self, threat: Threat) -> int:
        """Return the category that the unit takes the threat for."""
        return threat.plan.category if threat.index in self.told else threat.plan.looks_like

    def engages(self, threat: Threat) -> bool:
        """Tell whether its doctrine engages what the threat looks like to it."""
        return self.system.plan.doctrine.engage[self.looks_like(threat)]

    @property
    def lead(self) -> float:
        """The time from a decision to the launch: of an order, and to react."""
        return self.reaction + self.order_delay

    def guides(self, kind: int) -> bool:
        """Tell whether missiles of a type can be fired, for all that its radar does."""
        return self.radar.radiates or not self.plan.missiles[kind].needs_radar

    @property
    def free_targets(self) -> int:
        """Target channels free."""
        return self.target_channels - self.targets.count

    @property
    def free_missiles(self) -> int:
        """Missile channels free."""
        return self.plan.missile_channels - self.missiles.count

    def known(self) -> set[int] | dict[int, int]:
        """Return the threats of which a radar that the unit hears holds a firm track, or that are known by the link."""
        return self.system.known() if self.system.post_stands else self.radar.held

    def type(self, kind: int) -> int:
        """Return which type of its magazine one of its missile types is."""
        return self.magazine.types[self.index][kind]

    def may_fire(self, exempt: bool) -> list[int]:
        """Return the rounds by type that are promised to no launch, beyond the reserve unless `exempt`."""
        types = self.magazine.types[self.index]
        free = {t: max(self.magazine.loaded[t] - self.magazine.promised(t), 0) for t in types}
        left = [free[t] for t in types]
        if exempt or self.reserve == 0:
            return left
        spare = max(0, sum(free.values()) - self.reserve)
        return [min(n, spare) for n in left]


class World:
    """One replication: everything that the processes share."""

    def __init__(self, geometry: Geometry, rng: np.random.Generator, faults: frozenset[str]) -> None:
        scenario = geometry.scenario
        self.scenario, self.geometry, self.rng, self.faults = scenario, geometry, rng, faults
        self.begins = min((t.start_time for t in scenario.threats), default=0.0)
        self.clock = Clock(min([0.0, *(t.start_time for t in scenario.threats)]))
        self.when_held: list[Callable[[World, Radar, Threat], None]] = []
        self.when_free: list[Callable[[World, Unit], None]] = []
        self.command = Bell(self.clock, Kind.DECIDE)
        self.tally = Tally(scenario)
        self.numbers: dict[tuple[int, int, int], float] = {}
        self.uniform = rng.random(len(geometry.look_time))
        self.detected = (self.uniform < geometry.look_pd).tolist()
        shifts = self._shifts()
        self.threats = [Threat(j, plan, shifts[j]) for j, plan in enumerate(scenario.threats)]
        self.systems = [
            System(s, plan, bool(plan.units) and (plan.remote_tracks or "remote-for-all" in faults))
            for s, plan in enumerate(scenario.systems)
        ]
        self.links: list[Link] = []
        self.radars = [Radar(r, p, self.systems[s], u, row=r) for r, (p, s, u) in enumerate(scenario.radars())]
        self.units: list[Unit] = []
        by_unit = {radar.unit: radar for radar in self.radars}
        for u, (plan, _) in enumerate(scenario.units()):
            weapon = geometry.weapon_unit.index(u)
            self.units.append(Unit(u, plan, by_unit[u], weapon, self.clock, faults))
            self.units[-1].system.units.append(self.units[-1])
        self.magazines = magazines(self.units, alone="magazines-apart" in faults)
        for magazine in self.magazines:
            for unit in magazine.units:
                unit.magazine = magazine
        of_all = [launcher for magazine in self.magazines for launcher in magazine.launchers]
        self.launchers: list[Launcher] = sorted(of_all, key=lambda x: x.unit.index)  # stable: as they are declared
        self.asset_hits = [0] * len(scenario.assets)
        self.movers: list[Mover] = []
        self.groups: list[Group] = []
        for system in self.systems:
            central = system.plan.doctrine.coordination == "central"
            for units in [system.units] if central else [[unit] for unit in system.units]:
                if units:
                    self.add_group(Group(units, len(self.threats), shared=central))

    def add_group(self, group: Group) -> None:
        """Make units a group, and keep the groups in their order: systems, then units."""
        for unit in group.units:
            unit.group = group
        self.groups = sorted([*self.groups, group], key=lambda g: g.rank)

    def arrival(self, threat: Threat) -> float:
        """Return when the threat arrives (inf: it only passes)."""
        return self.geometry.arrival[threat.index] + threat.shift

    def homed_on(self, threat: Threat) -> Radar | None:
        """Return the radar that a homing weapon is aimed at."""
        r = threat.plan.target - len(self.scenario.assets) - len(self.systems)
        return self.radars[r] if threat.plan.homing and 0 <= r < len(self.radars) else None

    def may_fire(self, unit: Unit, threat: Threat) -> list[int]:
        """Return how many rounds of each of its missile types the unit may fire at the threat."""
        return unit.may_fire(unit.system.plan.doctrine.reserve_for[unit.looks_like(threat)])

    def choose_type(
        self, unit: Unit, threat: Threat, launch: float, may_fire: list[int], in_silence: bool = False
    ) -> int | None:
        """Return the first missile type with a window at `launch` and a round to fire, if there is one.

        Types that need a silent radar are left out, unless `in_silence`.
        """
        time, in_window = launch - threat.shift, self.geometry.in_window
        for kind, rounds in enumerate(may_fire):
            if (
                rounds > 0
                and (in_silence or unit.guides(kind))
                and in_window(unit.weapon + kind, unit.facing, threat.index, time)
            ):
                return kind
        return None

    def promise(self, unit: Unit, threat: Threat, kind: int) -> int:
        """Promise the rounds of the next salvo at the threat and return how many they are."""
        salvos = unit.system.plan.doctrine.salvo[unit.looks_like(threat)]
        wanted = salvos[min(unit.group.made[threat.index], len(salvos) - 1)]
        size = min(wanted, unit.plan.missile_channels, self.may_fire(unit, threat)[kind])
        unit.promised[kind] += size
        return size

    def units_of(self, radar: Radar) -> list[Unit]:
        """Return the unit whose engagement radar it is, in a list, or none."""
        return [self.units[radar.unit]] if radar.unit >= 0 else []

    def changed(self, *units: Unit) -> None:
        """Something has changed for the cells of units: they decide again once the instant is over."""
        for unit in units:
            unit.group.changed = True
        self.command.ring()

    @property
    def over(self) -> bool:
        """Whether every threat has ended."""
        return not any(threat.fate in {Fate.TO_COME, Fate.FLYING} for threat in self.threats)

    def _shifts(self) -> list[float]:
        """Draw the random part of every start: sums of exponential gaps; a carrier's for what it releases."""
        plans = self.scenario.threats
        sums: dict[int, list[float]] = {}
        shifts: list[float] = []
        for plan in plans:
            if plan.gap_mean > 0 and plan.formation_index not in sums:
                members = 1 + max(p.member for p in plans if p.formation_index == plan.formation_index)
                sums[plan.formation_index] = self.rng.exponential(plan.gap_mean, members).cumsum().tolist()
        for plan in plans:
            own = sums[plan.formation_index][plan.member] if plan.gap_mean > 0 else 0.0
            shifts.append(shifts[plan.parent] if plan.parent >= 0 else own)
        return shifts
