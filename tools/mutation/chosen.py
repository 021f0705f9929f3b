"""The modules chosen for mutation testing, and the tests that are to notice their mutants."""

from __future__ import annotations

GENERATED = {
    "test_invariants.py::test_everything_at_once_keeps_every_rule": 4,
    "test_breakdown.py::test_everything_at_once_is_broken_down_as_its_events_say": 2,
}
BY_HAND = "by_hand rules_by_hand windows leaks_by_hand draws reasons judgement reload quiet order"
ENGINE = (
    *(f"tests/engine/test_{name}.py" for name in BY_HAND.split()),
    *(f"tests/engine/{name}[{k}]" for name, count in GENERATED.items() for k in range(count)),
)
SIGHT = (
    "test_sight test_jamming test_sight_multipath test_visibility test_looks test_sight_over_ground test_sight_limits"
)


def _physics(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/physics/test_{name}.py" for name in names)


def _opportunity(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/opportunity/test_{name}.py" for name in names)


MODULES: dict[str, tuple[str, ...]] = {
    "physics/airframe": _physics("airframe", "vehicle", "by_hand"),
    "physics/antenna": _physics("antenna"),
    "physics/detection": _physics("detection"),
    "physics/guided": _physics("guided", "loft_search"),
    "physics/jamming": _physics("jamming", "by_hand"),
    "physics/lofts": _physics("loft_search"),
    "physics/multipath": (*_physics("multipath"), *_opportunity("sight_multipath")),
    "physics/radar": _physics("radar", "by_hand"),
    "physics/reach": _physics("column_parts"),
    "physics/refraction": _physics("refraction", "by_hand"),
    "physics/vehicle": _physics("vehicle"),
    "opportunity/jamming": _opportunity("jamming", "sight_over_ground"),
    "opportunity/looks": _opportunity("looks"),
    "opportunity/shots": (
        *_opportunity("shots_by_hand", "shots_limits"),
        *(f"tests/opportunity/test_shots.py::{name}" for name in ("test_depth_of_fire", "test_window_ends_of_a_dive")),
    ),
    "opportunity/sight": tuple(f"tests/opportunity/{name}.py" for name in SIGHT.split()),
    "opportunity/visibility": _opportunity("visibility", "looks"),
    "engine/rules/doctrine": ENGINE,
    "engine/rules/arrivals": ENGINE,
    "engine/rules/assessment": ENGINE,
    "engine/rules/intercepts": ENGINE,
    "engine/rules/losses": ENGINE,
    "engine/rules/engagements": ENGINE,
    "engine/rules/fire": ENGINE,
    "engine/rules/sspk": ENGINE,
    "engine/rules/reasons/chain": ENGINE,
    "engine/rules/reasons/command": ENGINE,
    "engine/rules/reasons/decoys": ENGINE,
    "engine/rules/reasons/judged": ENGINE,
    "engine/rules/reasons/known": ENGINE,
    "engine/rules/reasons/losses": ENGINE,
    "engine/rules/reasons/moves": ENGINE,
    "engine/rules/reasons/silence": ENGINE,
    "engine/rules/reload": ENGINE,
    "engine/rng": ("tests/engine/test_rng.py", "tests/engine/test_draws.py"),
    "engine/tally": ("tests/engine/test_tally.py", "tests/outcome/test_sums.py"),
    "engine/rules/draws": ENGINE,
    "engine/rules/tracks": ENGINE,
    "engine/rules/windows": ENGINE,
}
