"""What is needed: no release that is known to be vulnerable may be taken, and every licence is known and fits."""

from __future__ import annotations

import importlib.util
import re
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
_SPEC = importlib.util.spec_from_file_location("dependencies", ROOT / "tools" / "dependencies.py")
assert _SPEC is not None
assert _SPEC.loader is not None
dependencies = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(dependencies)

LOCKED = {
    canonicalize_name(m[1]): Version(m[2])
    for m in re.finditer(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
}
UV = (ROOT / "tools" / "uv.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("row", dependencies.advisories(), ids=lambda r: r["package"])
def test_releases_with_known_vulnerabilities_are_excluded(row: dict[str, str]) -> None:
    """Both by the bounds that users install with and by the lock."""
    name, mended = canonicalize_name(row["package"]), Version(row["fixed_in"])
    bounds = [r for given in dependencies.asked().values() for r in given if canonicalize_name(r.name) == name]
    assert bounds, f"nothing asks for {name}"
    lowest = [Version(s.version) for r in bounds for s in r.specifier if s.operator == ">="]
    assert lowest
    assert min(lowest) >= mended
    assert LOCKED[name] >= mended


def test_every_licence_is_stated_and_fits() -> None:
    try:
        held = {name: dependencies.licence(package) for name, package in dependencies.needed().items()}
    except PackageNotFoundError as error:
        pytest.skip(f"{error.name} is not installed")
    held |= dependencies.page_packages()
    unfit = {n: stated for n, stated in held.items() if not dependencies.parts(stated) <= dependencies.ALLOWED}
    # Of licences to choose from one must fit.
    unfit = {n: s for n, s in unfit.items() if " OR " not in s or not dependencies.parts(s) & dependencies.ALLOWED}
    assert not unfit


def test_the_page_lists_what_is_needed() -> None:
    """The lock holds other packages for other versions of Python: what is needed here must be there."""
    try:
        made = dependencies.markdown()
    except PackageNotFoundError as error:
        pytest.skip(f"{error.name} is not installed")
    page = dependencies.PAGE.read_text(encoding="utf-8").splitlines()
    missing = [line for line in made.splitlines() if line not in page]
    assert not missing, "usual fix: .venv/bin/python tools/dependencies.py"


def test_locks_hold_hashes_and_no_address() -> None:
    for text in ((ROOT / "requirements.txt").read_text(encoding="utf-8"), UV):
        pinned = re.findall(r"^([A-Za-z0-9._-]+==\S+)(.*)$", text, re.MULTILINE)
        assert pinned
        assert all("\\" in rest for _, rest in pinned), "a package without a hash"
        assert "://" not in text


def test_the_environment_is_made_by_hash_and_with_what_is_current() -> None:
    made = (ROOT / "dev.py").read_text(encoding="utf-8")
    installs = [line for line in made.splitlines() if '"install"' in line or "call(*install" in line]
    assert len(installs) == 4  # uv by pip; how uv installs; the lock by it; this package, which brings nothing along
    assert [("--require-hashes" in line, "--no-deps" in line) for line in installs] == [
        (True, False), (False, False), (True, False), (False, True)]  # fmt: skip
    assert {"pip", "setuptools"} <= set(LOCKED)
