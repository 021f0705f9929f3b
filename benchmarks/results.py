"""Where the long validation runs leave what they found, for the validation page to show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from airdef.version import __version__

FOLDER = Path(__file__).parents[1] / "docs" / "validation" / "results"


def write(name: str, data: dict[str, Any]) -> Path:
    """Write results as JSON, with the version they hold for, and return the path."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps({"version": __version__, **data}, indent=1) + "\n", encoding="utf-8")
    return path


def read(name: str) -> dict[str, Any] | None:
    """Return the results that were written last, None if there are none."""
    path = FOLDER / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
