"""Write docs/dependencies.md: what airdef needs, under which licences, and which releases are too old to be safe.

    .venv/bin/python tools/dependencies.py

Licences are those that the installed packages state, and for the page those in web/package-lock.json. Advisories are
in tools/advisories.csv; the bounds of pyproject.toml are held against them by a test.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "dependencies.md"

CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
}
"""What classifiers call a licence, as SPDX does."""

SPELT = {
    "BSD License": "BSD",
    "BSD": "BSD",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD 3-Clause": "BSD-3-Clause",
    "MIT License": "MIT",
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
}
"""What the field of free text says, as SPDX does."""

ALLOWED = {
    *("Apache-2.0", "MIT", "MIT-CMU", "MIT-0", "HPND", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "PSF-2.0"),
    *("Python-2.0", "MPL-2.0", "LGPL-3.0-or-later", "Zlib", "CC0-1.0", "Unlicense", "BlueOak-1.0.0"),
    *("Apache-2.0 WITH LLVM-exception", "GPL-3.0-or-later WITH GCC-exception-3.1"),
}
"""Licences of packages that one under Apache-2.0 may bring along: none of them reaches into what uses it."""

HEAD = """# Dependencies

<!-- Made by tools/dependencies.py. Do not edit. -->

airdef is under the Apache License 2.0. What it needs comes from elsewhere, each package under a licence of its own. The
exact releases of a checkout, with their hashes, are in `requirements.txt` and `web/package-lock.json`.

## Too old
Releases before these have known vulnerabilities. `pyproject.toml` asks for them or newer, also where another package
brings them along, and a test holds the bounds against this table.

| package | from | advisory | what it mends |
|---|---|---|---|
"""


def advisories() -> list[dict[str, str]]:
    """Return the rows of advisories.csv."""
    with (ROOT / "tools" / "advisories.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asked() -> dict[str, list[Requirement]]:
    """Return the requirements of pyproject.toml: those of the package, of its extras and of development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = {"airdef": project["project"]["dependencies"], **project["project"]["optional-dependencies"],
             "dev": project["dependency-groups"]["dev"]}  # fmt: skip
    return {name: [Requirement(r) for r in given] for name, given in lists.items()}


def needed() -> dict[str, Distribution]:
    """Return what the package and its extras need, directly or not, by name. Raises PackageNotFoundError."""
    found: dict[str, Distribution] = {}
    waiting = [r for name, given in asked().items() if name != "dev" for r in given]
    environment = {**default_environment(), "extra": ""}
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found:
            continue
        found[name] = distribution(name)
        for text in found[name].requires or ():
            inner = Requirement(text)
            extras = [{**environment, "extra": extra} for extra in ("", *requirement.extras)]
            if inner.marker is None or any(inner.marker.evaluate(e) for e in extras):
                waiting.append(inner)
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """Return the licence that a package states, as an SPDX expression where it can be told; empty for none."""
    meta = package.metadata
    if meta.get("License-Expression"):
        return str(meta.get("License-Expression"))
    named = [
        c.rpartition(" :: ")[2] for c in meta.get_all("Classifier") or () if c.startswith("License :: OSI Approved ::")
    ]
    if named and all(n in CLASSIFIERS for n in named):
        return " OR ".join(sorted(CLASSIFIERS[n] for n in named))
    text = str(meta.get("License") or "").strip()
    return SPELT.get(text, text) if len(text) < 40 else ""


def page_packages() -> dict[str, str]:
    """Return the licence of every package that the page is bundled from, by name."""
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    held = {path.rpartition("node_modules/")[2]: p for path, p in lock["packages"].items() if path and not p.get("dev")}
    return {name: str(p.get("license", "")) for name, p in sorted(held.items())}


def parts(expression: str) -> set[str]:
    """Return the licences that an SPDX expression names."""
    return {p.strip(" ()") for p in re.split(r"\s+(?:AND|OR)\s+", expression.replace("(", "").replace(")", ""))}


def markdown() -> str:
    """Return the page. Raises PackageNotFoundError if something that is needed is not installed."""
    lines = [f"| {r['package']} | {r['fixed_in']} | {r['advisory']} | {r['what']} |" for r in advisories()]
    direct = {canonicalize_name(r.name): where for where, given in asked().items() for r in given}
    lines += ["", "## Python", "", "| package | licence | asked for by |", "|---|---|---|"]
    for name, package in needed().items():
        where = {"airdef": "airdef", "cluster": "`airdef[cluster]`"}.get(direct.get(name, ""), "another package")
        lines.append(f"| {name} | {licence(package)} | {where} |")
    lines += ["", "## The page of `airdef serve`", "", "| package | licence |", "|---|---|"]
    lines += [f"| {name} | {stated} |" for name, stated in page_packages().items()]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    try:
        PAGE.write_text(markdown(), encoding="utf-8")
    except PackageNotFoundError as error:
        sys.exit(f"dependencies: {error.name} is not installed; usual fix: python3 dev.py setup")
    print(f"written: {PAGE}")
