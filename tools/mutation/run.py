"""Mutation testing of the rules: `python tools/mutation/run.py engine/rules/fire opportunity/sight` (no part of CI).

Changes one thing of a module at a time (operators of Cosmic Ray) and runs that module's tests of `chosen.MODULES`: a
mutant that no test notices survives. The rules run as plain Python (`AIRDEF_JIT=off`), each mutant in a fork of one
process that has collected the tests (`session`), so that one takes a fraction of a second and none is compiled. Those
outside of functions are tried in a process that imports the changed module afresh; with `--again`, those that survived
as well, for what a function did when it was called at the import of a module.
`equivalent.csv` lists the mutants that change no answer, each with its reason; they do not count. `--keep` notes the
counts in `results.csv` and writes the table of docs/mutation.md. Cosmic Ray is none of this project's dependencies:
`pip install cosmic-ray` (8.7) where the development environment is.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import importlib.util
import os
import sys
import time
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, os.fspath(HERE))

from chosen import MODULES  # noqa: E402
from mutants import Mutant, mutants, sample  # noqa: E402
from session import Session, forked  # noqa: E402
from table import RESULTS, write  # noqa: E402

ROOT = HERE.parents[1]
SOURCE = ROOT / "src" / "airdef"
EQUIVALENT = HERE / "equivalent.csv"

HEAVY = (
    *("numpy.testing", "scipy.stats", "scipy.optimize", "scipy.integrate", "numba", "pytest", "hypothesis.strategies"),
    *("pydantic", "pyproj", "ruamel.yaml", "rasterio", "platformdirs", "airdef.catalogue"),
)
"""What tests and rules import that holds no rule."""

QUIET = ("-x", "-q", "--assert=plain", "-p", "no:cacheprovider")
AFRESH, AGAIN = 20.0, 3.0
"""A mutant in a process of its own is noticed when it takes longer than AFRESH + AGAIN what all tests take [s]."""


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


class _Chosen:
    """A plugin of pytest that runs the tests named, in this order."""

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        by_name = {item.nodeid: item for item in items}
        items[:] = [by_name[name] for name in self.names if name in by_name]


def _afresh(module: str, text: str, tests: tuple[str, ...], names: list[str]) -> bool:
    """Tell whether the tests pass with a module's source changed to `text`; to be called in a fork."""
    import pytest

    name = f"airdef.{module.replace('/', '.')}"
    sys.meta_path.insert(0, _Finder(name, SOURCE / f"{module}.py", text))  # type: ignore[arg-type]
    return pytest.main([*QUIET, *tests], plugins=[_Chosen(names)]) == 0


def _session(chosen: dict[str, list[Mutant]], tests: tuple[str, ...], longest: float) -> Session:
    """Return what became of the mutants; to be called in a fork."""
    import pytest

    files = {os.fspath(SOURCE / f"{m}.py"): (f"airdef.{m.replace('/', '.')}", found) for m, found in chosen.items()}
    told = Session(files, longest)
    pytest.main([*QUIET, *tests], plugins=[told])
    return told


def survivors(
    chosen: dict[str, list[Mutant]], tests: tuple[str, ...], longest: float, again: bool
) -> dict[str, list[Mutant]]:
    """Return the mutants of modules of the same tests that none notices.

    Raises RuntimeError if the tests fail without any change.
    """
    told = forked(lambda: _session(chosen, tests, longest))
    if told is None or told.trouble:
        msg = f"{', '.join(chosen)}: {told.trouble if told else 'the run ended'}"
        raise RuntimeError(msg)
    found = {}
    for module in chosen:
        name = f"airdef.{module.replace('/', '.')}"
        asked = told.elsewhere[name] + (told.left[name] if again else [])
        limit = AFRESH + AGAIN * told.took
        afresh = [m for m in asked if forked(lambda o=module, m=m: _afresh(o, m.text, tests, told.used), limit)]
        found[module] = sorted(afresh + ([] if again else told.left[name]))
    return found


def equivalents() -> dict[tuple[str, str, str], str]:
    """Return the mutants known to change no answer: (module, what stood, what stands) to the reason."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        return {(r["module"], r["before"], r["after"]): r["reason"] for r in csv.DictReader(file)}


def main() -> int:
    """Run the mutants of the modules asked for, and print those that survive."""
    parser = argparse.ArgumentParser(description="Mutation testing of the rules, as plain Python.")
    parser.add_argument("modules", nargs="*", default=list(MODULES), help=f"of {', '.join(MODULES)}")
    parser.add_argument("--most", type=int, default=0, help="a random sample of this many mutants of each module")
    parser.add_argument("--seed", type=int, default=1, help="of the sample; another one takes others")
    parser.add_argument("--longest", type=float, default=5.0, help="tests that take longer [s] are left out")
    parser.add_argument("--again", action="store_true", help="import the module afresh for every mutant that survives")
    parser.add_argument("--lines", default="", help="only these lines, FIRST-LAST")
    parser.add_argument("--keep", action="store_true", help="note the counts in results.csv and docs/mutation.md")
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
    begun = time.perf_counter()
    every = {module: mutants(SOURCE / f"{module}.py") for module in asked.modules}
    if asked.lines:
        first, last = map(int, asked.lines.split("-"))
        every = {module: [m for m in found if first <= m.line <= last] for module, found in every.items()}
    chosen = {module: sample(found, asked.most, asked.seed) for module, found in every.items()}
    tried = {o: [m for m in found if (o, m.before, m.after) not in known] for o, found in chosen.items()}
    left: dict[str, list[Mutant]] = {}
    for tests in dict.fromkeys(MODULES[module] for module in asked.modules):
        left |= survivors({o: m for o, m in tried.items() if MODULES[o] == tests}, tests, asked.longest, asked.again)
    for module in asked.modules:
        all_of, number = len(every[module]), len(tried[module])
        equal, untried = len(chosen[module]) - number, all_of - len(chosen[module])
        for m in left[module]:
            print(f"  {module}:{m.line}\n    {m.before}\n    {m.after}", flush=True)
        share = 100.0 * len(left[module]) / max(number, 1)
        bad += share >= 5.0
        told = f"{module}: {len(left[module])} of {number} mutants survive ({share:.1f} %)"
        print(f"{told}; {equal} are equivalent, {untried} were not tried", flush=True)
        if asked.keep and not asked.lines:
            row = {"module": module, "mutants": all_of, "chosen": len(chosen[module]), "seed": asked.seed}
            row |= {"equivalent": equal, "survived": len(left[module])}
            write(RESULTS, row | {"date": datetime.datetime.now(datetime.UTC).date().isoformat()})
    print(f"{time.perf_counter() - begun:.0f} s")
    return bad


if __name__ == "__main__":
    sys.exit(main())
