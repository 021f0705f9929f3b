"""Write the validation page: `python -m benchmarks.validation` from the checkout (some minutes).

Runs the tests that compare the model with references; what they assert is what the page says. The results of the
long runs (agreement, coverage, time_step) are shown as they were left by them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = Path("docs") / "validation" / "index.md"
TESTS = ("physics", "closed_forms", "engine", "outcome", "reference")


def main(arguments: list[str] | None = None) -> int:
    """Run the tests, with pytest's further `arguments` (`-n 2`), and return pytest's exit code."""
    folders = [f"tests/{name}" for name in TESTS]
    extra = sys.argv[1:] if arguments is None else arguments
    command = [sys.executable, "-m", "pytest", "-q", *folders, "--validation-page", os.fspath(PAGE), *extra]
    return subprocess.call(command, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
