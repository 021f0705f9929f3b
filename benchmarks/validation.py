"""Write docs/validation again: `airdef bench validation`, or `python -m benchmarks.validation` (some minutes).

Runs the tests that compare the model with references; what they assert is what the pages say. The results of the
long runs (agreement, coverage, time_step) are shown as they were left by them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "validation" / "index.md"
TESTS = tuple(f"tests/{name}" for name in ("physics", "closed_forms", "engine", "outcome", "reference"))
CLOSED_FORMS = ("-m", "closed_forms.page")
"""What writes the page of closed forms case by case, beside the other."""


def main(arguments: Sequence[str] | None = None, stdout: int | None = None) -> int:
    """Write the pages, and return pytest's exit code: if a comparison fails, nothing is written.

    `arguments` are further ones of pytest (`-n 2`), by default those of the process; what is told on the way goes to
    the file descriptor `stdout` (by default this process's).
    """
    extra = sys.argv[1:] if arguments is None else arguments
    tests = ("-m", "pytest", "-q", *TESTS, "--validation-page", os.fspath(PAGE), *extra)
    path = os.pathsep.join([os.fspath(ROOT / "tests"), *filter(None, [os.environ.get("PYTHONPATH")])])
    for command in (tests, CLOSED_FORMS):
        code = subprocess.call(
            [sys.executable, *command], cwd=ROOT, stdout=stdout, env={**os.environ, "PYTHONPATH": path}
        )
        if code:
            return code
    return 0


def written() -> dict[str, Any]:
    """Return what the page says as data: by module, and comparison by comparison."""
    text = (PAGE.parent / "results" / "comparisons.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


if __name__ == "__main__":
    sys.exit(main())
