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
    "50 MB": (b"name: x\nraid:\n" + b"  - {threat: fighter}\n" * 2_300_000, ("2 MiB", "'count'")),
    "deep brackets": (b"a: " + b"[" * 5000 + b"]" * 5000, ("20 levels",)),
    "deep braces": (b"{a: " * 500 + b"1" + b"}" * 500, ("20 levels",)),
    "alias bomb": (BOMB.encode(), ("50,000 values",)),
    "alias of itself": (b"name: &n [*n]\n", ("cycle",)),
    "neither defence nor raid": (b"name: x\n", ("neither a defence nor a raid", "defence")),
    "empty defence and raid": (b"name: x\ndefence: []\nraid: []\n", ("neither a defence nor a raid", "line 2")),
    "raid too large": (
        b"name: x\nraid:\n  - {threat: fighter, from: [1, 1], to: [0, 0], count: 15000}\n"
        b"  - {threat: fighter, from: [1, 1], to: [0, 0], count: 15000}\n",
        ("30000 threats", "at most 20000", "line 3"),
    ),
}
