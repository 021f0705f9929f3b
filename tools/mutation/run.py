"""Mutation testing of the rules: `python tools/mutation/run.py engine/fire opportunity/sight` (no part of CI).

Changes one thing of a module at a time (operators of Cosmic Ray) and runs that module's tests of `MODULES`: a mutant
that no test notices survives. The rules run as plain Python (`AIRDEF_JIT=off`), each mutant in a fork of this process,
so that one takes seconds and none is compiled. `equivalent.csv` lists the mutants that change no answer, each with its
reason; they do not count. Cosmic Ray is none of this project's dependencies: `pip install cosmic-ray` (8.7) where the
development environment is.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import os
import random
import signal
import sys
import time
import traceback
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOURCE = ROOT / "src" / "airdef"
EQUIVALENT = HERE / "equivalent.csv"

OPPORTUNITY = "test_sight test_jamming test_sight_multipath test_visibility test_looks test_sight_over_ground"
GENERATED = {
    "test_invariants.py::test_everything_at_once_keeps_every_rule": 4,
    "test_breakdown.py::test_everything_at_once_is_broken_down_as_its_events_say": 2,
}
ENGINE = (
    *(f"tests/engine/test_{name}.py" for name in ("by_hand", "draws")),
    *(f"tests/engine/{name}[{k}]" for name, count in GENERATED.items() for k in range(count)),
    "tests/engine/test_reasons.py",
)
MODULES: dict[str, tuple[str, ...]] = {
    "physics/antenna": ("tests/physics/test_antenna.py",),
    "physics/jamming": ("tests/physics/test_jamming.py", "tests/physics/test_by_hand.py"),
    "physics/radar": ("tests/physics/test_radar.py", "tests/physics/test_by_hand.py"),
    "physics/refraction": ("tests/physics/test_refraction.py", "tests/physics/test_by_hand.py"),
    "physics/multipath": ("tests/physics/test_multipath.py", "tests/opportunity/test_sight_multipath.py"),
    "opportunity/jamming": tuple(f"tests/opportunity/{n}.py" for n in ("test_jamming", "test_sight_over_ground")),
    "opportunity/sight": tuple(f"tests/opportunity/{n}.py" for n in OPPORTUNITY.split()),
    "opportunity/looks": ("tests/opportunity/test_looks.py",),
    "opportunity/visibility": ("tests/opportunity/test_visibility.py", "tests/opportunity/test_looks.py"),
    "engine/fire": ENGINE,
    "engine/effects": ENGINE,
    "engine/windows": ENGINE,
    "engine/rng": ("tests/engine/test_rng.py", "tests/engine/test_draws.py"),
}
"""The modules chosen, and the tests that are to notice their mutants, quickest first."""

PAIRS = {
    "ReplaceBinaryOperator": "Add_Sub Sub_Add Mul_Div Div_Mul Pow_Mul Mod_Mul FloorDiv_Mul LShift_RShift RShift_LShift "
    "BitAnd_BitOr BitXor_BitAnd",
    "ReplaceComparisonOperator": "Lt_LtE Lt_Gt LtE_Lt LtE_Gt Gt_GtE Gt_Lt GtE_Gt GtE_Lt Eq_NotEq NotEq_Eq Is_IsNot "
    "IsNot_Is",
    "ReplaceUnaryOperator": "USub_UAdd Delete_Not",
}
OPERATORS = (
    *(f"core/{name}_{pair}" for name, pairs in PAIRS.items() for pair in pairs.split()),
    *(f"core/{name}" for name in ("AddNot", "NumberReplacer", "ReplaceAndWithOr", "ReplaceOrWithAnd")),
    *(f"core/{name}" for name in ("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop")),
    *(f"core/{name}" for name in ("ReplaceTrueWithFalse", "ReplaceFalseWithTrue")),
)

HEAVY = (
    *("numpy.testing", "scipy.stats", "scipy.optimize", "scipy.integrate", "numba", "pytest", "hypothesis.strategies"),
    *("pydantic", "pyproj", "ruamel.yaml", "rasterio", "platformdirs", "airdef.catalogue"),
)
"""What tests and rules import that holds no rule."""

Mutant = tuple[int, str, str, str]
"""Line, what stands there, what stands there instead, and the whole changed source."""


def mutants(path: Path) -> list[Mutant]:
    """Return the mutants of a file, each once, but for those of type annotations."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    source = path.read_text(encoding="utf-8")
    lines, tree = source.splitlines(), get_ast(source)
    found: dict[tuple[int, str, str], Mutant] = {}
    for name in OPERATORS:
        operator = get_operator(name)()
        count = sum(1 for node in ast_nodes(tree) for _ in operator.mutation_positions(node))
        for k in range(count):
            changed = mutate_code(source, operator, k)
            if changed is None:
                continue
            after = changed.splitlines()
            at = next((i for i, (a, b) in enumerate(zip(lines, after, strict=False)) if a != b), len(lines) - 1)
            before, now = lines[at].strip(), after[at].strip()
            if "TYPE_CHECKING" not in before and not before.startswith("def "):
                found.setdefault((at, before, now), (at + 1, before, now, changed))
    return sorted(found.values())


class _Changed(SourceFileLoader):
    """Loads a module from a text instead of its file."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname: str) -> Any:
        return compile(self.text, self.path, "exec")


class _Finder:
    """Finds the one changed module."""

    def __init__(self, name: str, path: Path, text: str) -> None:
        self.name, self.path, self.text = name, path, text

    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = _Changed(fullname, os.fspath(self.path), self.text)
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


def survives(module: str, text: str, tests: tuple[str, ...], limit: float) -> bool:
    """Tell whether the tests pass with a module's source changed to `text`, within `limit` seconds."""
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        if not os.environ.get("TOLD"):
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
        signal.alarm(int(limit))  # a mutant that goes on for ever is noticed
        code = 3
        try:
            import pytest

            name = f"airdef.{module.replace('/', '.')}"
            sys.meta_path.insert(0, _Finder(name, SOURCE / f"{module}.py", text))  # type: ignore[arg-type]
            code = int(pytest.main(["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", *tests]))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def equivalents() -> dict[tuple[str, str, str], str]:
    """Return the mutants known to change no answer: (module, what stood, what stands) to the reason."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        return {(r["module"], r["before"], r["after"]): r["reason"] for r in csv.DictReader(file)}


def main() -> int:
    """Run the mutants of the modules asked for, and print those that survive."""
    parser = argparse.ArgumentParser(description="Mutation testing of the rules, as plain Python.")
    parser.add_argument("modules", nargs="*", default=list(MODULES), help=f"of {', '.join(MODULES)}")
    parser.add_argument("--most", type=int, default=0, help="a random sample of this many mutants of each module")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds after which a mutant counts as noticed")
    parser.add_argument("--lines", default="", help="only these lines, FIRST-LAST")
    asked = parser.parse_args()
    if wrong := [m for m in asked.modules if m not in MODULES]:
        parser.error(f"no tests are listed for {wrong[0]}; expected some of {', '.join(MODULES)}")
    os.chdir(ROOT)
    sys.path[:0] = [os.fspath(ROOT / part) for part in ("src", "tests")]
    os.environ["AIRDEF_JIT"] = "off"
    os.environ |= dict.fromkeys(("NUMBA_DISABLE_JIT", "CI", "OPENBLAS_NUM_THREADS", "PYTHONDONTWRITEBYTECODE"), "1")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for heavy in HEAVY:
        importlib.import_module(heavy)  # once, before the forks
    known, bad = equivalents(), 0
    for module in asked.modules:
        path, tests = SOURCE / f"{module}.py", MODULES[module]
        if not survives(module, path.read_text(encoding="utf-8"), tests, 10.0 * asked.limit):
            print(f"{module}: its tests fail without any change", flush=True)
            return 1
        every = mutants(path)
        if asked.lines:
            first, last = map(int, asked.lines.split("-"))
            every = [m for m in every if first <= m[0] <= last]
        counted = [m for m in every if (module, m[1], m[2]) not in known]
        chosen = sorted(random.Random(1).sample(counted, asked.most)) if 0 < asked.most < len(counted) else counted
        begun, left = time.perf_counter(), []
        for line, before, after, text in chosen:
            if survives(module, text, tests, asked.limit):
                left.append((line, before, after))
                print(f"  {module}:{line}\n    {before}\n    {after}", flush=True)
        share = 100.0 * len(left) / max(len(chosen), 1)
        bad += share >= 5.0
        print(
            f"{module}: {len(left)} of {len(chosen)} mutants survive ({share:.1f} %); "
            f"{len(every) - len(counted)} are equivalent, {len(counted) - len(chosen)} were not tried; "
            f"{time.perf_counter() - begun:.0f} s",
            flush=True,
        )
    return bad


if __name__ == "__main__":
    sys.exit(main())
