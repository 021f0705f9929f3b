"""Try the oldest and newest versions that airdef claims to work with, and its wheel: `python3 dev.py versions` (in CI).

For each environment of `ENVIRONMENTS` a virtual environment is made (build/versions/) from its hashed lock, the engine
compiled there, replications of small scenarios simulated, and the engine's tests by hand run. The rows must be those of
the development environment: numbers of what happened are equal, times and ranges to `TOLERANCE`.

In the environments of `WHEEL` airdef is installed from the wheel that `python3 dev.py build` has made from the source
archive, and is tried from an empty folder: the rows as above, a run and a report by the command, and the page of
`airdef serve`. In the others it is that of the checkout.

`tools/floors.txt` is the lock of the oldest versions that pyproject.toml allows, made by

    uv pip compile pyproject.toml tools/floors.in --extra environments -o tools/floors.txt --resolution lowest-direct
        --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "versions"
ENVIRONMENTS = {
    "3.11-oldest": ("3.11", "tools/floors.txt"),
    "3.12": ("3.12", "requirements.txt"),
    "3.13": ("3.13", "requirements.txt"),
}
"""Python and lock of each. The development environment is the fourth: whatever Python made it, and the newest."""

WHEEL = ("3.12", "3.13")

SCENARIOS = ("ideal-shoot-look-shoot", "ideal-erlang", "first-1979", "port-raid")
TESTS = (
    *("tests/jit/test_memory.py", "tests/jit/test_parts.py", "tests/engine/test_by_hand.py"),
    *("tests/environments/test_agents.py", "tests/environments/test_vector.py"),
)
REPLICATIONS = 200
TOLERANCE = 1e-9
"""Relative. A sine of another library may differ in its last bit (1e-16), which geometry takes up some thousand times;
on one machine rows have been equal to the bit."""

SIMULATE = f"""
import sys
from importlib.metadata import version
import numpy as np
import airdef
from airdef import engine, opportunity
rows = {{}}
for name in {SCENARIOS!r}:
    scenario = airdef.load(name)
    kernel = engine.prepare(scenario, opportunity.compute_cached(scenario))
    rows[name] = engine.simulate(kernel, 11, 3, {REPLICATIONS})
np.savez(sys.argv[1], **rows)
print("Python", sys.version.split()[0], *(f"{{n}} {{version(n)}}" for n in ("numba", "llvmlite", "numpy", "scipy")))
"""


def interpreter(version: str) -> str:
    """Return a Python of a version: on the path, of pyenv, or one that uv has or fetches. Ends the process without."""
    pyenv = os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv"))
    for found in (shutil.which(f"python{version}"), *sorted(Path(pyenv).glob(f"versions/{version}.*/bin/python"))):
        if found and not subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL):  # a shim may lead nowhere
            return str(found)
    uv = Path(sys.executable).with_name("uv")
    subprocess.call([uv, "python", "install", "--quiet", version])
    done = subprocess.run([uv, "python", "find", version], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"versions: no Python {version} found; usual fix: install it, or leave it out with --only")
    return done.stdout.strip()


def made(label: str) -> Path:
    """Return the Python of an environment, made from its lock unless it was already."""
    version, lock = ENVIRONMENTS[label]
    folder = BUILD / label
    python = folder / "bin" / "python"
    stamp = folder / "made-of"
    wanted = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    subprocess.check_call([interpreter(version), "-m", "venv", "--clear", "--without-pip", folder])
    install = [Path(sys.executable).with_name("uv"), "pip", "install", "--quiet", "--python", python]
    subprocess.check_call([*install, "--require-hashes", "-r", ROOT / lock], cwd=ROOT)
    stamp.write_text(wanted)
    return python


def install_wheel(python: Path) -> None:
    """Install the wheel of `dist/`, replacing what was there."""
    wheel = next((ROOT / "dist").glob("airdef-*.whl"), None)
    if wheel is None:
        sys.exit("versions: no wheel in dist/; usual fix: python3 dev.py build")
    install = [Path(sys.executable).with_name("uv"), "pip", "install", "--quiet", "--python", python]
    subprocess.check_call([*install, "--no-deps", "--reinstall", wheel], cwd=ROOT)


def surroundings(label: str) -> dict[str, str]:
    """Return the environment variables of a trial: its own folder of compiled code, and where airdef is found."""
    environment = {**os.environ, "AIRDEF_CACHE_DIR": str(BUILD / f"{label}-cache")}
    environment.pop("PYTHONPATH", None)
    if label not in WHEEL:
        environment["PYTHONPATH"] = str(ROOT / "src")
    return environment


def try_commands(python: Path, environment: dict[str, str], folder: Path) -> None:
    """Run the installed command in a folder of its own: a report, and the page. Raises OSError, CalledProcessError."""
    command = python.with_name("airdef")
    told = subprocess.check_output([command, "--version"], env=environment, cwd=folder, text=True)
    print(f"versions: {told.strip()} from {command.parent.parent}", flush=True)
    report = [command, "run", "port-raid", "-n", "50", "--seed", "1", "--report", "report.html"]
    subprocess.check_call(report, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    if (folder / "report.html").stat().st_size < 10_000:
        raise OSError("the report is empty")
    serve = [command, "serve", "--no-browser", "--port", "0", "--workspace", "workspace"]
    with subprocess.Popen(serve, env=environment, cwd=folder, stdout=subprocess.PIPE, text=True) as service:
        try:
            assert service.stdout is not None
            address = service.stdout.readline().split()[1]
            with urllib.request.urlopen(address, timeout=60) as answer:
                page = answer.read().decode()
        finally:
            service.terminate()
    if "<script" not in page:
        raise OSError("the wheel has no page")


def differences(file: Path, reference: Path) -> tuple[float, bool]:
    """Return the largest relative difference of two files of rows (inf where one has a number and one none)."""
    import numpy as np

    largest, same = 0.0, True
    with np.load(file) as found, np.load(reference) as expected:
        for name in SCENARIOS:
            a, b = found[name], expected[name]
            same &= a.tobytes() == b.tobytes()
            if a.shape != b.shape or not np.array_equal(np.isfinite(a), np.isfinite(b)):
                return float("inf"), False
            a, b = a[np.isfinite(a)], b[np.isfinite(b)]
            apart = np.abs(a - b) / np.where(b == 0.0, 1.0, np.abs(b))
            largest = max(largest, float(np.max(apart, initial=0.0)))
    return largest, same


def main() -> int:
    """Try the environments asked for; return how many of them failed."""
    parser = argparse.ArgumentParser(description="Try the oldest and newest supported versions.")
    parser.add_argument("--only", nargs="*", choices=ENVIRONMENTS, default=list(ENVIRONMENTS))
    asked = parser.parse_args().only
    BUILD.mkdir(parents=True, exist_ok=True)
    reference = BUILD / "rows.npz"
    subprocess.check_call([sys.executable, "-c", SIMULATE, reference], cwd=ROOT)
    failed = 0
    for label in asked:
        begun = time.monotonic()
        python, file, environment = made(label), BUILD / f"{label}.npz", surroundings(label)
        if label in WHEEL:
            install_wheel(python)
        ready = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            subprocess.check_call([python, "-c", SIMULATE, file], env=environment, cwd=folder)
            if label in WHEEL:
                try_commands(python, environment, Path(folder))
        largest, same = differences(file, reference)
        tests = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "default", *TESTS]
        code = subprocess.call(tests, env=environment, cwd=ROOT)
        fine = code == 0 and largest <= TOLERANCE
        failed += not fine
        rows = "equal to the bit" if same else f"within {largest:.1g} of the expected ones"
        print(
            f"versions: {label}: {'fine' if fine else 'FAILED'}; rows {rows}; environment {ready - begun:.0f} s, "
            f"engine and tests {time.monotonic() - ready:.0f} s",
            flush=True,
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
