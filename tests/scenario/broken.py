"""Broken scenarios: what a user can get wrong, one thing each, and what the message must name.

A case replaces one fragment of GOOD by another (or is a text or bytes of its own). The message must name the
line the fragment begins on, the path, and the words given here.
"""

from __future__ import annotations

from dataclasses import dataclass

GOOD = """\
name: Exercise
description: A small raid.
defence:
  - system: S-300PMU-2
    name: north
    at: [0.05, 0.10]
    fire_units: 2
    facing: 225 deg
    surveillance: [64N6E2, 96L6E]
    mast: 40V6M
    doctrine:
      policy: shoot-look-shoot
      salvo: {aircraft: 1, ballistic: [2, 1]}
      rounds: 3
      assessment: {delay: 5 s, alive_given_dead: 0.05}
      reserve: 4
      reserve_for: [ballistic]
      hold_fire_range: 120 km
    overrides:
      missile.sskp.aircraft: 0.75
      radar.64N6E2.detection_range: 250 km
      system.reaction_time: 9 s
assets:
  - {name: port, at: [0.00, 0.00], radius: 1 km, value: 10}
  - name: depot
    at: [0.02, 0.00]
    hits_to_destroy: 3
raid:
  - threat: fighter
    name: strikers
    count: 4
    route: [[-1.9, -1.6], [-0.9, -0.8], [0.00, 0.00]]
    speed: [250 m/s, 260 m/s]
    altitude: 9 km
    spacing: 5 s
    aims_at: port
    overrides: {threat.rcs: 3 m2}
  - threat: srbm
    from: [-2.6, -2.2]
    at_time: 420 s
    aims_at: depot
  - threat: bomber
    route: [[-2.8, -2.8], [-1.8, -1.8], [-2.8, -2.6]]
    altitude: 11 km
    releases:
      - threat: cruise-missile
        count: 2
        at_waypoint: 2
        aims_at: port
jammers:
  - {name: far, at: [-2.0, -2.0], altitude: 10 km, density: 5 W/MHz}
environment:
  rain_rate: 4 mm/h
  time_step: 1 s
"""


@dataclass(frozen=True)
class Broken:
    """One broken scenario: `old` in GOOD becomes `new`; `words` must stand in the message.

    `at` is the fragment whose line it must name, if that is not where the change begins.
    """

    name: str
    old: str
    new: str
    path: str
    words: tuple[str, ...]
    at: str = ""

    @property
    def text(self) -> str:
        """Return the broken file."""
        assert GOOD.count(self.old) == 1, f"{self.name}: {self.old!r} stands {GOOD.count(self.old)} times in GOOD"
        return GOOD.replace(self.old, self.new)

    @property
    def line(self) -> int:
        """Return the line the message must name: that of `at`, else the one on which the change begins."""
        begin = self.text.index(self.at) if self.at else GOOD.index(self.old)
        return self.text[:begin].count("\n") + 1


B = Broken

UNITS = [
    B("speed without unit", "[250 m/s, 260 m/s]", "250", "raid.0.speed.0", ("speed with its unit", "'250 m/s'")),
    B("altitude without unit", "altitude: 9 km", "altitude: 9000", "raid.0.altitude.0", ("'9000 m'",)),
    B("altitude in words", "altitude: 9 km", "altitude: high", "raid.0.altitude.0", ("'high'", "km")),
    B("unit of another kind", "spacing: 5 s", "spacing: 5 km", "raid.0.spacing", ("'5 km'", "unit of length", "5 s")),
    B("unknown unit", "radius: 1 km", "radius: 1 mile", "assets.0.radius", ("'1 mile'", "nmi")),
    B("unit in capitals", "radius: 1 km", "radius: 1 KM", "assets.0.radius", ("nearest: km", "'1 km'")),
    B("mach", "[250 m/s, 260 m/s]", "Mach 0.8", "raid.0.speed.0", ("Mach 0.8", "m/s")),
    B("mach behind", "[250 m/s, 260 m/s]", "0.8 Mach", "raid.0.speed.0", ("Mach depends on the altitude",)),
    B("angle without unit", "facing: 225 deg", "facing: 225", "defence.0.facing", ("angle with its unit", "deg")),
    B(
        "angle of two turns",
        "facing: 225 deg",
        "facing: 900 deg",
        "defence.0.facing",
        ("between -360 deg and 360 deg",),
    ),
    B("time without unit", "at_time: 420 s", "at_time: 420", "raid.1.at_time", ("time with its unit", "s")),
    B("negative time", "at_time: 420 s", "at_time: -420 s", "raid.1.at_time", ("between 0 s",)),
    B("huge time", "at_time: 420 s", "at_time: 900 h", "raid.1.at_time", ("86400 s",)),
    B("time of day", "at_time: 420 s", "at_time: 12:30", "raid.1.at_time", ("'12:30'",)),
    B("negative speed", "[250 m/s, 260 m/s]", "-250 m/s", "raid.0.speed.0", ("between 1 m/s and 3500 m/s",)),
    B("light speed", "[250 m/s, 260 m/s]", "299792458 m/s", "raid.0.speed.0", ("3500 m/s",)),
    B("speed beyond numbers", "[250 m/s, 260 m/s]", "1e999 m/s", "raid.0.speed.0", ("finite speed",)),
    B("altitude in space", "altitude: 9 km", "altitude: 400 km", "raid.0.altitude.0", ("between 0 m and 100 km",)),
    B("negative altitude", "altitude: 9 km", "altitude: -9 km", "raid.0.altitude.0", ("between 0 m and 100 km",)),
    B("quantity as nan", "spacing: 5 s", "spacing: .nan", "raid.0.spacing", ("finite time",)),
    B("quantity as inf", "spacing: 5 s", "spacing: .inf", "raid.0.spacing", ("finite time",)),
    B("quantity as a list", "spacing: 5 s", "spacing: [5 s]", "raid.0.spacing", ("time with its unit",)),
    B("quantity as null", "spacing: 5 s", "spacing:", "raid.0.spacing", ("null", "time with its unit")),
    B("two units", "spacing: 5 s", "spacing: 1 min 5 s", "raid.0.spacing", ("'1 min 5 s'",)),
    B("decimal comma", "spacing: 5 s", "spacing: '5,5 s'", "raid.0.spacing", ("'5,5 s'",)),
    B("rain without unit", "rain_rate: 4 mm/h", "rain_rate: 4", "environment.rain_rate", ("4 mm/h",)),
    B("rain in metres", "rain_rate: 4 mm/h", "rain_rate: 4 m/s", "environment.rain_rate", ("mm/h",)),
    B("density without unit", "5 W/MHz", "5", "jammers.0.density", ("power density with its unit",)),
    B("zero step", "time_step: 1 s", "time_step: 0 s", "environment.time_step", ("between 0.05 s and 10 s",)),
    B(
        "range as bool",
        "hold_fire_range: 120 km",
        "hold_fire_range: true",
        "defence.0.doctrine.hold_fire_range",
        ("true",),
    ),
]

NUMBERS = [
    B("negative count", "count: 4", "count: -4", "raid.0.count", ("-4", "at least 0")),
    B("fractional count", "count: 4", "count: 4.5", "raid.0.count", ("4.5", "whole number")),
    B("count in words", "count: 4", "count: four", "raid.0.count", ("'four'", "whole number")),
    B("count quoted", "count: 4", "count: '4'", "raid.0.count", ("whole number", "quotes")),
    B("count as bool", "count: 4", "count: true", "raid.0.count", ("true", "whole number")),
    B("count as nan", "count: 4", "count: .nan", "raid.0.count", ("NaN", "whole number")),
    B("huge count", "count: 4", "count: 1000000000", "raid.0.count", ("at most 20000",)),
    B("number of 5000 digits", "count: 4", f"count: {'9' * 5000}", "raid.0.count", ("999",)),
    B("zero fire units", "fire_units: 2", "fire_units: 0", "defence.0.fire_units", ("1 to 64",)),
    B("too many fire units", "fire_units: 2", "fire_units: 7", "defence.0.fire_units", ("at most 6", "second system")),
    B("fire units in words", "fire_units: 2", "fire_units: two", "defence.0.fire_units", ("'two'", "fire_units: 2")),
    B("negative reserve", "reserve: 4", "reserve: -1", "defence.0.doctrine.reserve", ("at least 0",)),
    B("negative rounds", "rounds: 3", "rounds: -3", "defence.0.doctrine.rounds", ("at least 0",)),
    B("salvo of none", "aircraft: 1,", "aircraft: 0,", "defence.0.doctrine.salvo.aircraft.0", ("at least 1",)),
    B("salvo of hundreds", "[2, 1]}", "[200, 1]}", "defence.0.doctrine.salvo.ballistic.0", ("at most 12",)),
    B("empty salvo", "[2, 1]}", "[]}", "defence.0.doctrine.salvo.ballistic", ("at least 1 entries",)),
    B(
        "probability above one",
        "alive_given_dead: 0.05",
        "alive_given_dead: 5",
        "defence.0.doctrine.assessment.alive_given_dead",
        ("at most 1",),
    ),
    B(
        "probability as nan",
        "alive_given_dead: 0.05",
        "alive_given_dead: .nan",
        "defence.0.doctrine.assessment.alive_given_dead",
        ("number",),
    ),
    B("infinite value", "value: 10", "value: .inf", "assets.0.value", ("finite number",)),
    B("negative value", "value: 10", "value: -10", "assets.0.value", ("at least 0",)),
    B("no hits needed", "hits_to_destroy: 3", "hits_to_destroy: 0", "assets.1.hits_to_destroy", ("at least 1",)),
    B("latitude of 95", "at: [0.05, 0.10]", "at: [95, 0.10]", "defence.0.at.0", ("at most 90",)),
    B("longitude of 400", "at: [0.05, 0.10]", "at: [0.05, 400]", "defence.0.at.1", ("at most 180",)),
    B("longitude alone", "at: [0.05, 0.10]", "at: [0.05]", "defence.0.at", ("[latitude, longitude]",)),
    B("three coordinates", "at: [0.05, 0.10]", "at: [0.05, 0.10, 3]", "defence.0.at", ("at most 2 entries",)),
    B("place in words", "at: [0.05, 0.10]", "at: Valletta", "defence.0.at", ("'Valletta'", "a list")),
    B("place with units", "at: [0.05, 0.10]", "at: [0.05 deg, 0.10]", "defence.0.at.0", ("plain number",)),
    B("place as nan", "at: [0.05, 0.10]", "at: [.nan, 0.10]", "defence.0.at.0", ("number",)),
]

NAMES = [
    B("unknown key at top", "jammers:", "jamers:", "jamers", ("nearest: jammers", "'jammers'")),
    B("unknown key in a group", "count: 4", "cuont: 4", "raid.0.cuont", ("nearest: count",)),
    B("unknown key in doctrine", "policy:", "polici:", "defence.0.doctrine.polici", ("nearest: policy",)),
    B("key without likeness", "fire_units: 2", "zzz: 2", "defence.0.zzz", ("one of system, name, at",)),
    B("key in capitals", "fire_units: 2", "Fire_Units: 2", "defence.0.Fire_Units", ("nearest: fire_units",)),
    B("unknown system", "system: S-300PMU-2", "system: S-300PMU-3", "defence.0.system", ("S-300PMU-2",)),
    B("system that is a radar", "system: S-300PMU-2", "system: 64N6E2", "defence.0.system", ("radar", "a system of")),
    B("system as a number", "system: S-300PMU-2", "system: 300", "defence.0.system", ("a text", "quotes")),
    B("unknown threat", "threat: fighter", "threat: figter", "raid.0.threat", ("nearest: fighter",)),
    B(
        "threat that is a missile",
        "threat: srbm",
        "threat: 48N6E2",
        "raid.1.threat",
        ("missile", "threat of the catalogue"),
    ),
    B(
        "unknown released threat",
        "threat: cruise-missile",
        "threat: cruse-missile",
        "raid.2.releases.0.threat",
        ("nearest: cruise-missile",),
    ),
    B(
        "unknown radar",
        "surveillance: [64N6E2, 96L6E]",
        "surveillance: [64N6E9, 96L6E]",
        "defence.0.surveillance.0",
        ("64N6E2",),
    ),
    B(
        "engagement radar on watch",
        "surveillance: [64N6E2, 96L6E]",
        "surveillance: [30N6E2]",
        "defence.0.surveillance.0",
        ("surveillance radar",),
    ),
    B("unknown mast", "mast: 40V6M", "mast: 40V7M", "defence.0.mast.engagement_radar", ("nearest: 40V6M",)),
    B("mast for another radar", "mast: 40V6M", "mast: {76N6: 40V6M}", "defence.0.mast.76N6", ("64N6E2",)),
    B(
        "unknown asset",
        "    spacing: 5 s\n    aims_at: port",
        "    spacing: 5 s\n    aims_at: prot",
        "raid.0.aims_at",
        ("nearest: port",),
        "aims_at: prot",
    ),
    B(
        "unknown unit radar",
        "at_waypoint: 2\n        aims_at: port",
        "at_waypoint: 2\n        aims_at: unit-7/radar",
        "raid.2.releases.0.aims_at",
        ("unit-1/radar",),
        "aims_at: unit-7",
    ),
    B(
        "unknown policy",
        "policy: shoot-look-shoot",
        "policy: shoot-and-scoot",
        "defence.0.doctrine.policy",
        ("shoot-look-shoot",),
    ),
    B(
        "unknown category",
        "reserve_for: [ballistic]",
        "reserve_for: [balistic]",
        "defence.0.doctrine.reserve_for.0",
        ("nearest: ballistic",),
    ),
    B(
        "unknown salvo category",
        "{aircraft: 1,",
        "{aircrafts: 1,",
        "defence.0.doctrine.salvo.aircrafts",
        ("nearest: aircraft",),
    ),
    B(
        "unknown override",
        "missile.sskp.aircraft: 0.75",
        "missile.sskp.aircrft: 0.75",
        "defence.0.overrides.missile.sskp.aircrft",
        ("missile.sspk.aircraft",),
    ),
    B(
        "override of another system",
        "system.reaction_time: 9 s",
        "missile.5V55K.sspk: 0.5",
        "defence.0.overrides.missile.5V55K.sspk",
        ("unknown figure",),
    ),
    B("override of nothing", "threat.rcs: 3 m2", "rcs: 3 m2", "raid.0.overrides.rcs", ("threat.rcs",)),
    B(
        "override without unit",
        "system.reaction_time: 9 s",
        "system.reaction_time: 9",
        "defence.0.overrides.system.reaction_time",
        ("time with its unit",),
    ),
    B(
        "override with a wrong unit",
        "threat.rcs: 3 m2",
        "threat.rcs: 3 km",
        "raid.0.overrides.threat.rcs",
        ("m2", "length"),
    ),
    B(
        "override out of limits",
        "missile.sskp.aircraft: 0.75",
        "missile.sskp.aircraft: 7.5",
        "defence.0.overrides.missile.sskp.aircraft",
        ("0 to 1",),
    ),
    B(
        "override as nan",
        "missile.sskp.aircraft: 0.75",
        "missile.sskp.aircraft: .nan",
        "defence.0.overrides.missile.sskp.aircraft",
        ("finite number",),
    ),
    B(
        "override as text",
        "missile.sskp.aircraft: 0.75",
        "missile.sskp.aircraft: high",
        "defence.0.overrides.missile.sskp.aircraft",
        ("plain finite number",),
    ),
    B(
        "override as a list",
        "missile.sskp.aircraft: 0.75",
        "missile.sskp.aircraft: [0.75]",
        "defence.0.overrides.missile.sskp.aircraft",
        ("one value",),
    ),
    B("assets of one name", "name: depot", "name: port", "assets.1.name", ("'port' twice", "rename")),
    B(
        "groups of one name",
        "from: [-2.6, -2.2]",
        "name: strikers\n    from: [-2.6, -2.2]",
        "raid.1.name",
        ("'strikers' twice",),
        "name: strikers\n    from",
    ),
    B("empty name", "name: Exercise", "name: ''", "name", ("at least 1 characters",)),
    B("name as a number", "name: Exercise", "name: 1979", "name", ("a text", "quotes")),
    B("name as a list", "name: Exercise", "name: [a, b]", "name", ("a text",)),
    B("endless name", "name: Exercise", f"name: {'x' * 300}", "name", ("at most 200 characters",)),
]

SENSE = [
    B(
        "nothing aimed at by an arc",
        "at_time: 420 s\n    aims_at: depot",
        "at_time: 420 s",
        "raid.1.aims_at",
        ("where it goes",),
        "threat: srbm",
    ),
    B("arc without launch point", "    from: [-2.6, -2.2]\n", "", "raid.1.from", ("launch point",), "threat: srbm"),
    B(
        "arc with a route",
        "from: [-2.6, -2.2]",
        "route: [[-2.6, -2.2], [0, 0]]",
        "raid.1.route",
        ("ballistic", "remove 'route'"),
    ),
    B(
        "arc with a speed",
        "from: [-2.6, -2.2]",
        "from: [-2.6, -2.2]\n    speed: 2 km/s",
        "raid.1.speed",
        ("ballistic",),
        "speed: 2 km/s",
    ),
    B("arc of 20 000 km", "from: [-2.6, -2.2]", "from: [0.0, 179.0]", "raid.1.from", ("range of", "srbm")),
    B("arc of 1 km", "from: [-2.6, -2.2]", "from: [0.02, 0.01]", "raid.1.from", ("range of",)),
    B(
        "route of one point",
        "route: [[-1.9, -1.6], [-0.9, -0.8], [0.00, 0.00]]",
        "route: [[-1.9, -1.6]]",
        "raid.0.route",
        ("at least 2 entries",),
    ),
    B(
        "route of no point",
        "route: [[-1.9, -1.6], [-0.9, -0.8], [0.00, 0.00]]",
        "route: []",
        "raid.0.route",
        ("at least 2 entries",),
    ),
    B(
        "route that stands still",
        "route: [[-1.9, -1.6], [-0.9, -0.8], [0.00, 0.00]]",
        "route: [[0, 0], [0, 0], [0, 0]]",
        "raid.0.route",
        ("no length",),
    ),
    B(
        "route and from",
        "altitude: 9 km",
        "altitude: 9 km\n    from: [0, 0]",
        "raid.0.route",
        ("one of 'route' and 'from'",),
        "route: [[-1.9",
    ),
    B(
        "neither route nor from",
        "    route: [[-1.9, -1.6], [-0.9, -0.8], [0.00, 0.00]]\n    speed: [250 m/s, 260 m/s]\n",
        "    speed: 250 m/s\n",
        "raid.0.route",
        ("one of 'route' and 'from'",),
        "threat: fighter",
    ),
    B("speeds that do not fit", "[250 m/s, 260 m/s]", "[250 m/s, 260 m/s, 1 m/s]", "raid.0.speed", ("3 values", "leg")),
    B(
        "altitudes that do not fit",
        "altitude: 9 km",
        "altitude: [9 km, 8 km]",
        "raid.0.altitude",
        ("2 values", "waypoint"),
    ),
    B(
        "turns too tight",
        "altitude: 11 km",
        "max_load_factor: 1.05",
        "raid.2.route",
        ("cannot be flown", "load factor"),
        "route: [[-2.8",
    ),
    B("load factor of one", "spacing: 5 s", "max_load_factor: 1", "raid.0.max_load_factor", ("above 1",)),
    B("flight of a day", "[250 m/s, 260 m/s]", "1 m/s", "raid.0", ("24 h",), "threat: fighter"),
    B("poisson without gap", "spacing: 5 s", "arrivals: poisson", "raid.0.spacing", ("mean gap",), "threat: fighter"),
    B("loft of an aircraft", "spacing: 5 s", "loft: 1.2", "raid.0.loft", ("not ballistic",)),
    B(
        "release at no time",
        "        at_waypoint: 2\n",
        "",
        "raid.2.releases.0",
        ("one of 'at_waypoint'",),
        "threat: cruise",
    ),
    B(
        "release at two times",
        "at_waypoint: 2",
        "at_waypoint: 2\n        at_time: 9 s",
        "raid.2.releases.0",
        ("one of 'at_waypoint'",),
        "threat: cruise",
    ),
    B(
        "release beyond the route",
        "at_waypoint: 2",
        "at_waypoint: 9",
        "raid.2.releases.0.at_waypoint",
        ("from 1 to 3",),
    ),
    B("release at waypoint 0", "at_waypoint: 2", "at_waypoint: 0", "raid.2.releases.0.at_waypoint", ("at least 1",)),
    B(
        "release after the flight",
        "at_waypoint: 2",
        "at_time: 20 h",
        "raid.2.releases.0",
        ("before the carrier's end",),
        "threat: cruise",
    ),
    B(
        "release never near",
        "at_waypoint: 2",
        "at_range: 1 km",
        "raid.2.releases.0.at_range",
        ("comes no nearer than",),
    ),
    B("release of an arc", "threat: cruise-missile", "threat: mrbm", "raid.2.releases.0.threat", ("fly routes",)),
    B(
        "release aimed at nothing",
        "at_waypoint: 2\n        aims_at: port",
        "at_waypoint: 2",
        "raid.2.releases.0.aims_at",
        ("aimed at",),
        "threat: cruise",
    ),
    B("release that releases", "at_waypoint: 2", "releases: []", "raid.2.releases.0.releases", ("unknown name",)),
    B(
        "cycle in releases",
        "releases:\n      - threat: cruise-missile",
        "releases: &r\n      - releases: *r\n        threat: cruise-missile",
        "raid.2.releases.0.releases",
        ("cycle",),
        "releases: *r",
    ),
    B(
        "salvo policy with rounds",
        "policy: shoot-look-shoot",
        "policy: salvo",
        "defence.0.doctrine.rounds",
        ("'salvo'",),
        "rounds: 3",
    ),
    B(
        "engage and ignore",
        "reserve: 4",
        "engage: [drone]\n      ignore: [decoy]",
        "defence.0.doctrine.ignore",
        ("one of the two",),
        "ignore:",
    ),
    B(
        "terrain model",
        "time_step: 1 s",
        "terrain: {dem: alps.tif}",
        "environment.terrain",
        ("not available in this version",),
    ),
    B("terrain in words", "time_step: 1 s", "terrain: hills", "environment.terrain", ("'smooth'",)),
]

FORM = [
    B("missing name", "name: Exercise\n", "", "name", ("'name'",)),
    B(
        "missing system",
        "  - system: S-300PMU-2\n    name: north\n",
        "  - name: north\n",
        "defence.0.system",
        ("add 'system: S-300PMU-2'",),
        "name: north",
    ),
    B("missing place", "    at: [0.02, 0.00]\n", "", "assets.1.at", ("'at'",), "name: depot"),
    B(
        "missing threat",
        "  - threat: srbm\n    from: [-2.6, -2.2]",
        "  - from: [-2.6, -2.2]",
        "raid.1.threat",
        ("add 'threat: fighter'",),
        "from: [-2.6",
    ),
    B("assets as one", "assets:\n  - {name: port,", "assets:\n    {name: port,", "", ("YAML",), "- name: depot"),
    B(
        "group as a text",
        "    overrides: {threat.rcs: 3 m2}\n",
        "    overrides: {threat.rcs: 3 m2}\n  - a flight of four\n",
        "raid.1",
        ("mapping",),
        "a flight of four",
    ),
    B("doctrine as a word", "jammers:\n", "jammers: none\n#", "jammers", ("'none'", "a list")),
    B("duplicate key", "count: 4", "count: 4\n    count: 5", "raid.0.count", ("twice",), "count: 5"),
    B("tab", "    count: 4", "\tcount: 4", "", ("a tab", "spaces")),
    B("bad indentation", "    count: 4", "   count: 4", "", ("YAML",)),
    B("bracket not closed", "[0.05, 0.10]", "[0.05, 0.10", "", ("a bracket that is not closed",)),
    B("quote not closed", "name: Exercise", "name: 'Exercise", "", ("a quote that is not closed",)),
    B("colon twice", "count: 4", "count: 4: 5", "", ("mapping values are not allowed",)),
    B("undefined alias", "count: 4", "count: *four", "", ("alias", "anchor")),
    B("merge key", "count: 4", "<<: {count: 4}", "raid.0.<<", ("merge key",)),
    B("python tag", "count: 4", "count: !!python/object:os.system x", "raid.0.count", ("tag",)),
    B("binary tag", "count: 4", "count: !!binary aGk=", "raid.0.count", ("tag",)),
    B("list as a key", "count: 4", "[a, b]: 4", "raid.0", ("as a key",)),
    B("second document", "jammers:", "---\njammers:", "", ("one scenario a file",)),
    B("control character", "count: 4", "count: 4\x07", "", ("control character",)),
    B("open escape", "name: Exercise", 'name: "\\z"', "", ("YAML",)),
]

CHANGED = UNITS + NUMBERS + NAMES + SENSE + FORM

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)

WHOLE: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty file": (b"", ("an empty file", "line 1")),
    "only blanks": (b"\n\n   \n", ("an empty file",)),
    "only comments": (b"# nothing here\n", ("an empty file",)),
    "a list": (b"- a\n- b\n", ("a list", "mapping of names", "line 1")),
    "a text": (b"hello\n", ("'hello'", "mapping of names")),
    "a number": (b"42\n", ("42",)),
    "not utf-8": (b"name: caf\xe9\n", ("0xe9", "UTF-8", "line 1")),
    "utf-16": ("name: x\n".encode("utf-16"), ("UTF-8",)),
    "zeros": (b"\x00" * 100, ("control character",)),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", ("UTF-8",)),
    "50 MB": (b"name: x\nraid:\n" + b"  - {threat: fighter}\n" * 2_300_000, ("2097152 bytes", "'count'")),
    "deep brackets": (b"a: " + b"[" * 5000 + b"]" * 5000, ("20 levels",)),
    "deep braces": (b"{a: " * 500 + b"1" + b"}" * 500, ("20 levels",)),
    "alias bomb": (BOMB.encode(), ("50000 values",)),
    "alias of itself": (b"name: &n [*n]\n", ("cycle",)),
    "neither defence nor raid": (b"name: x\n", ("neither a defence nor a raid", "defence")),
    "empty defence and raid": (b"name: x\ndefence: []\nraid: []\n", ("neither a defence nor a raid", "line 2")),
    "raid too large": (
        b"name: x\nraid:\n  - {threat: fighter, from: [1, 1], to: [0, 0], count: 15000}\n"
        b"  - {threat: fighter, from: [1, 1], to: [0, 0], count: 15000}\n",
        ("30000 threats", "at most 20000", "line 3"),
    ),
}
