"""The resolved scenario: every figure chosen, in SI and radians, ready for geometry and chance.

The user's file is a *declaration*; a `Scenario` is what it means. The loader turns the first into the
second by reading the catalogue and applying the overrides. Everything is frozen, ordered and free of
labels that matter: entities are known to the later layers by their index, labels are for people.

Flattened order, used by every later layer
    radars     for each system in order: its surveillance radars, then the engagement radar of each unit
    units      for each system in order: its fire units
    launchers  for each unit in order: its launchers
    interceptors  for each unit in order: one interceptor type per missile type it carries (preference order)
    targets    what a threat can be aimed at: assets, then command posts (one per system), radars, launchers
    threats    the raid's formations in order, members in order; released weapons stand behind all of these
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from airdef import oldnames
from airdef.scenario.command_plan import UNLINKED, CommandPlan, LinkPlan
from airdef.scenario.movement_plan import STAYS, DirectionFinderPlan, JammerPlan, MovementPlan, Place, SupportPlan
from airdef.showing import Shown
from airdef.terrain import AS_THE_FILE, Declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from airdef.showing import Brief

CATEGORIES = (
    "aircraft",
    "stealth",
    "cruise",
    "supersonic",
    "ballistic",
    "drone",
    "decoy",
    "anti_radiation",
)
"""Threat categories: what SSPK, salvo size and envelopes are stated for."""

Priority = Literal["earliest-impact", "most-value", "nearest", "marginal-value"]
Coordination = Literal["central", "autonomous"]
Guarded = Literal["first", "only"]
Reload = Literal["when-empty", "when-idle", "never"]


@dataclass(frozen=True)
class AntennaPlan:
    """What jamming depends on of a radar and its calibration does not tell (the catalogue's defaults by default).

    `gain` of the main beam over isotropic, `sidelobe` level of the first side lobe below the beam, `backlobe` level of
    far and back lobes over isotropic (all linear, see `physics.antenna`); system `noise_temperature` [K].
    """

    gain: float = 1e4
    sidelobe: float = 1e-3
    backlobe: float = 0.1
    noise_temperature: float = 1000.0


@dataclass(frozen=True)
class EmissionPlan:
    """When a radar radiates (docs/model/engagement.md, "Emission"): always, by default.

    With `on` and `off` [s] above zero it follows a duty cycle with a random phase. One that is `silent` radiates from
    `switch_on_time` [s] after the first of its cues: a firm track, held by any radar of the defence, of a threat that
    has come within the slant range `track` [m]; a threat within the slant range `range` [m], whoever sees it; the
    `time` [s]; with `bearing` one that a direction finder hears in its sector. Threats that look like a category c
    without `categories[c]` are no cues. A range of 0 and an infinite time are none either. The switch-on time also
    counts after a shut-down (`DoctrinePlan`).
    """

    silent: bool = False
    track: float = 0.0
    range: float = 0.0
    time: float = math.inf
    categories: tuple[bool, ...] = (True,) * len(CATEGORIES)
    bearing: bool = False
    on: float = 0.0
    off: float = 0.0
    switch_on_time: float = 0.0

    @property
    def restricted(self) -> bool:
        """Whether it does not always radiate, shut-downs aside."""
        return self.silent or self.on > 0.0


@dataclass(frozen=True)
class TellingPlan:
    """How a radar tells apart threats that look like what they are not (docs/model/engagement.md): never, by default.

    It tries each time that it has held a firm track for a further `dwell` [s]. Within the slant range `ranges[k]` [m],
    and beyond the one before, a try succeeds with the probability `chances[k][c]`, c the category that the threat is.
    """

    dwell: float = 0.0
    ranges: tuple[float, ...] = ()
    chances: tuple[tuple[float, ...], ...] = ()

    def able(self, category: int) -> bool:
        """Return whether it can ever tell a threat of a category apart.

        Parameters
        ----------
        category
            Index of the category that the threat is.

        Returns
        -------
        bool
            Whether any try can succeed.
        """
        return self.dwell > 0.0 and any(chance[category] > 0.0 for chance in self.chances)


@dataclass(frozen=True)
class RadarPlan:
    """One radar, its detection calibrated on the published range.

    `snr_constant` [m^2] is K in snr = K * rcs / range^4 (linear, free space, no weather): the published
    detection range for the stated target at the stated Pd and Pfa fixes it. `calibration_range` [m] is that
    published range, met in clear air by a target `reference_height` [m] over the antenna: K has the gas loss of that
    path in it (0: K is of free space). A `perfect` radar has Pd = 1 for whatever is in its line of sight, sector and
    range, at every instant. From a single-look Pd of `guidance_pd` on it guides missiles at a target. `polarisation`
    is its tilt from the horizontal [rad], which rain asks for. `emission` says when it radiates, `telling` how it tells
    decoys apart, `movement` where it stands: an engagement radar's is that of its fire unit. A `passive` one is a
    sight: it never radiates, and nothing homes on it. `jammers` are the numbers of the threats whose support jammers
    have not ended, where geometry is asked for (`scenario.positions`).
    """

    name: str
    place: Place
    antenna_height: float
    frequency: float
    snr_constant: float
    pfa: float
    pulses: int
    scan_period: float
    facing: float
    sector_width: float
    min_elevation: float
    max_elevation: float
    min_range: float
    instrumented_range: float
    min_radial_speed: float
    track_capacity: int
    confirm_m: int
    confirm_n: int
    drop_misses: int
    hits_to_destroy: int
    calibration_range: float = 0.0
    perfect: bool = False
    reference_height: float = 10_000.0
    guidance_pd: float = 0.5
    polarisation: float = 0.0
    antenna: AntennaPlan = AntennaPlan()
    emission: EmissionPlan = EmissionPlan()
    passive: bool = False
    jammers: tuple[int, ...] = ()
    telling: TellingPlan = TellingPlan()
    movement: MovementPlan = STAYS


@dataclass(frozen=True)
class MissilePlan:
    """One missile type of a fire unit: its envelope, its fly-out and its SSPK, by threat category.

    Ranges are slant ranges at intercept [m]; altitudes above sea level [m]; speeds [m/s]. What the fly-out rests on
    (`max_speed` to `min_intercept_load`) is explained in `physics.reach`; loads are in g. `constant_speed`
    above zero replaces the fly-out by a straight line at that speed (idealised missiles, bursts of guns).
    `range_factor` multiplies the SSPK at the maximum range; up to the share `range_knee` of that range nothing does,
    and between the two the factor falls linearly. `manoeuvre_factor` and `jamming_factor` multiply it against
    manoeuvring and self-screening threats.
    """

    name: str
    max_range: tuple[float, ...]
    min_range: float
    max_altitude: tuple[float, ...]
    min_altitude: float
    max_target_speed: float
    max_speed: float
    boost_time: float
    launch_mass: float
    diameter: float
    length: float
    sustain_time: float
    sustain_share: float
    booster_mass: float
    booster_diameter: float
    specific_impulse: float
    nozzle_ratio: float
    fin_drag: float
    drag_factor: float
    max_normal_force: float
    loft_apogee: float
    min_intercept_speed: float
    min_intercept_load: float
    constant_speed: float
    needs_radar: bool
    sspk: tuple[float, ...]
    range_factor: float
    manoeuvre_factor: float
    jamming_factor: float
    range_knee: float = 0.5


@dataclass(frozen=True)
class LauncherPlan:
    """One launcher: which of its unit's missile types it carries, and how many."""

    missile: int
    rounds: int
    interval: float
    reload_time: float
    reloads: int
    place: Place
    hits_to_destroy: int


@dataclass(frozen=True)
class FireUnitPlan:
    """One fire unit: an engagement radar with its launchers. `facings` are the bearings it may turn to [rad].

    Units of the same `magazine` share their launchers; one whose is empty has its own to itself.
    """

    name: str
    radar: RadarPlan
    missiles: tuple[MissilePlan, ...]
    launchers: tuple[LauncherPlan, ...]
    target_channels: int
    missile_channels: int
    reaction_time: float
    launch_interval: float
    facings: tuple[float, ...]
    slew_rate: float
    magazine: str = ""


@dataclass(frozen=True)
class DoctrinePlan:
    """The rules that pick who is shot at, by whom, when, with how many (see docs/model/engagement.md).

    `salvo[c]` gives the missiles of the first, second, ... engagement of a threat that looks like category
    c; the last entry repeats. `rounds` bounds the engagements of one threat by one formation (0: no bound).
    `engage[c]` is False for categories left alone; `reserve` missiles a unit are kept for `reserve_for`. With a
    `shut_down` [s] above zero a radar is silent for so long when a homing weapon is within `shut_down_warning` [s].
    With `move_after` above zero a fire unit with further positions moves after so many engagements; with a
    `move_warning` [s] above zero it moves, as radars do, when an attack by what looks like a category c with
    `move_categories[c]` is so near. What threatens the targets that the system guards comes first, or is engaged
    `only` (`guarded`).
    """

    priority: Priority = "earliest-impact"
    coordination: Coordination = "central"
    salvo: tuple[tuple[int, ...], ...] = ((1,),) * len(CATEGORIES)
    rounds: int = 0
    engage: tuple[bool, ...] = (True,) * len(CATEGORIES)
    reserve: int = 0
    reserve_for: tuple[bool, ...] = (False,) * len(CATEGORIES)
    hold_fire_range: float = float("inf")
    reload: Reload = "when-empty"
    assessment_delay: float = 0.0
    assessment_exponential: bool = False
    alive_given_dead: float = 0.0
    dead_given_alive: float = 0.0
    salvo_reliability: float = 1.0
    shut_down: float = 0.0
    shut_down_warning: float = 0.0
    move_after: int = 0
    move_warning: float = 0.0
    move_categories: tuple[bool, ...] = (False,) * len(CATEGORIES)
    guarded: Guarded = "first"


@dataclass(frozen=True)
class SystemPlan:
    """A command post with its surveillance radars and fire units; or a command node, which has no fire units.

    `above` is the number of the node that it stands below (-1: none), by the `link`; with `remote_tracks` its units
    launch on tracks that come by it. Nodes stand behind all systems. `guards` are numbers of targets.
    """

    name: str
    post: Place
    post_hits_to_destroy: int
    surveillance: tuple[RadarPlan, ...]
    units: tuple[FireUnitPlan, ...]
    doctrine: DoctrinePlan
    above: int = -1
    link: LinkPlan = UNLINKED
    remote_tracks: bool = True
    command: CommandPlan | None = None
    guards: tuple[int, ...] = ()
    direction_finders: tuple[DirectionFinderPlan, ...] = ()


@dataclass(frozen=True)
class AssetPlan:
    """Something defended; it loses value / hits_to_destroy with every hit until nothing is left."""

    name: str
    place: Place
    radius: float
    value: float
    hits_to_destroy: int


@dataclass(frozen=True)
class WaypointMotion:
    """Geodesic legs. `altitude` [m] per waypoint (linear between), `speed` [m/s] per leg."""

    waypoints: tuple[tuple[float, float], ...]
    altitude: tuple[float, ...]
    speed: tuple[float, ...]
    above_ground: bool = False
    max_load_factor: float = 0.0


@dataclass(frozen=True)
class BallisticMotion:
    """A minimum-energy (or lofted, depressed) arc over the rotating Earth with a drag re-entry."""

    launch: Place
    impact: Place
    ballistic_coefficient: float
    loft: float = 1.0


@dataclass(frozen=True)
class ThreatPlan:
    """One threat.

    `formation_index` and `member` name its random streams: draws are keyed by them, never by labels or order.
    `start_time` is when it begins its motion. `gap_mean` above zero makes the raid's timing random: each
    member starts an exponential gap of that mean after the one before it in its formation.
    `parent` >= 0 marks a released weapon: it exists only in replications whose carrier lived to `start_time`.
    `formation` is the label of its formation of the raid, or of what a formation released.
    `target` indexes the flattened targets, -1 for a threat that only passes. `homing` weapons miss when
    the radar they home on no longer stands, or never radiated. `looks_like` is the category the defence takes it for.
    A `manoeuvring` threat evades the missiles fired at it; `behaviours` are its further ones (`scenario.behaviours`),
    by key, each with the factor of the SSPK against it. `rcs` is that from nose, side and tail; nose and tail hold up
    to `aspect_sector` [rad] off the direction of flight. A homing weapon whose radar is silent strays from the place
    that it remembers by `memory_drift` [m/s] in each axis, for as long as it has not heard it; within `lethal_radius`
    [m] it hits. A formation of which `losses_to_turn_back` members are destroyed (0: it does not) turns back
    `turn_back_delay` [s] later. What is aimed at a radar or launcher that moves flies to its position number
    `aim`. What `emits`, or jams, can be heard by direction finders. One with a `support` jammer screens others too,
    with the same `jammer_density` [W/Hz].
    """

    name: str
    formation_index: int
    member: int
    threat_class: str
    category: int
    looks_like: int
    motion: WaypointMotion | BallisticMotion
    start_time: float
    gap_mean: float
    parent: int
    rcs: tuple[float, float, float]
    swerling: int
    target: int
    hit_probability: float
    hits: int
    homing: bool
    manoeuvring: bool
    jammer_density: float
    aspect_sector: float = math.pi / 4.0
    formation: str = ""
    behaviours: tuple[tuple[str, float], ...] = ()
    memory_drift: float = 0.0
    lethal_radius: float = 0.0
    losses_to_turn_back: int = 0
    turn_back_delay: float = 0.0
    aim: int = 0
    emits: bool = False
    support: SupportPlan | None = None


@dataclass(frozen=True)
class Environment:
    """What lies between: effective Earth radius factor, rain rate [m/s, i.e. SI], terrain, grid steps [s].

    `terrain` is `smooth`, or `dem ` and the content hash of an elevation model; `multipath`: a calm sea reflects.
    Rain falls evenly up to `rain_height` [m] above the sea.
    """

    effective_earth_factor: float = 4.0 / 3.0
    rain_rate: float = 0.0
    gases: bool = True
    terrain: str = "smooth"
    time_step: float = 1.0
    multipath: bool = False
    rain_height: float = 5000.0


@dataclass(frozen=True)
class UsedValue:
    """A figure this scenario rests on: where it came from, and whether the scenario replaced it."""

    subject: str
    attribute: str
    value: float
    low: float
    high: float
    unit: str
    grade: str
    sources: tuple[str, ...]
    reason: str
    overridden: bool = False


@oldnames.attributes(readings="adopted_values")
@dataclass(frozen=True, repr=False)
class Scenario(Shown):
    """Everything that a scenario asks for, resolved: quantities in SI units and radians, figures from the catalogue.

    Attributes
    ----------
    name, description
        As in the file.
    systems, assets, threats, jammers
        What defends, what is defended, what comes, and what jams.
    environment
        Air, ground, refraction and time step.
    adopted_values
        Every figure of the catalogue in use, with its grade and sources.
    scenario_hash, catalogue_hash
        Hashes of what was asked, and of the catalogue it was resolved with.
    text, path
        The text it came from, and its file.
    dem, dem_declared
        Where the elevation model was read, and what the scenario says of it.
    own_catalogue
        The entries that the scenario adds to the catalogue.
    overrides
        What was replaced in the text when it was loaded: JSON, a list of pairs of path and value.
    """

    name: str
    description: str
    systems: tuple[SystemPlan, ...]
    assets: tuple[AssetPlan, ...]
    threats: tuple[ThreatPlan, ...]
    jammers: tuple[JammerPlan, ...] = ()
    environment: Environment = Environment()
    adopted_values: tuple[UsedValue, ...] = ()
    scenario_hash: str = ""
    catalogue_hash: str = ""
    text: str = field(default="", repr=False, compare=False)
    path: str = ""
    dem: str = ""  # where the elevation model was read; what it holds is hashed in `environment.terrain`
    dem_declared: Declared = AS_THE_FILE  # what the scenario says of it
    own_catalogue: str = field(default="", repr=False)  # its own entries, as `scenario.own` writes them
    overrides: str = field(default="", repr=False, compare=False)  # as `scenario.library.document_of` reads them

    def headline(self) -> str:
        """Return what it holds, in one line."""
        units, radars = sum(1 for _ in self.units()), sum(1 for _ in self.radars())
        parts = (
            f"systems {sum(s.command is None for s in self.systems)}, fire units {units}, radars {radars}",
            f"assets {len(self.assets)}, threats {len(self.threats)}",
        )
        return f"{self.name}: {', '.join(parts)} ({self.scenario_hash[:12]})"

    def brief(self) -> Brief:
        """Return what defends, what is defended and what comes, by name and number."""
        rows = [("system", s.name, f"{len(s.units)} fire units") for s in self.systems if s.command is None]
        rows += [("command node", s.name, s.command.allocation) for s in self.systems if s.command is not None]
        rows += [("asset", a.name, f"value {a.value:g}") for a in self.assets]
        counts = Counter((t.formation, t.threat_class) for t in self.threats)
        rows += [("raid", name, f"{n} {threat}") for (name, threat), n in counts.items()]
        return ("", "name", "what"), rows

    def table(self) -> pa.Table:
        """Return the figures of the catalogue that it rests on as an Arrow table, one row each."""
        import pyarrow as pa

        names = ("subject", "attribute", "value", "low", "high", "unit", "grade", "reason", "overridden")
        rows = [{n: getattr(r, n) for n in names} | {"sources": ", ".join(r.sources)} for r in self.adopted_values]
        return pa.Table.from_pylist(rows)

    def radars(self) -> Iterator[tuple[RadarPlan, int, int]]:
        """Yield every radar in flattened order with its system and its unit (-1: surveillance)."""
        unit = 0
        for s, system in enumerate(self.systems):
            for radar in system.surveillance:
                yield radar, s, -1
            for k, fire_unit in enumerate(system.units):
                yield fire_unit.radar, s, unit + k
            unit += len(system.units)

    def units(self) -> Iterator[tuple[FireUnitPlan, int]]:
        """Yield every fire unit in flattened order with its system."""
        for s, system in enumerate(self.systems):
            for unit in system.units:
                yield unit, s

    def interceptors(self) -> Iterator[tuple[MissilePlan, int]]:
        """Yield every interceptor type (a missile type of a unit) in flattened order with its unit."""
        for u, (unit, _) in enumerate(self.units()):
            for missile in unit.missiles:
                yield missile, u

    def movers(self) -> Iterator[tuple[int, int, MovementPlan, DoctrinePlan]]:
        """Yield what moves: number of its radar and of its fire unit (-1: surveillance), its movement, its doctrine."""
        for r, (radar, s, u) in enumerate(self.radars()):
            doctrine = self.systems[s].doctrine
            by_doctrine = doctrine.move_warning > 0.0 or (doctrine.move_after > 0 and u >= 0)
            if radar.movement.positions and (radar.movement.own or by_doctrine):
                yield r, u, radar.movement, doctrine

    def target_names(self) -> list[str]:
        """Return the labels of everything a threat can be aimed at, in flattened order."""
        names = [a.name for a in self.assets]
        names += [f"{s.name}/post" for s in self.systems]
        names += [r.name for r, _, _ in self.radars()]
        names += [f"{u.name}/launcher-{k + 1}" for u, _ in self.units() for k in range(len(u.launchers))]
        return names
