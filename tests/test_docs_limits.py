"""The page on limits says what the module says."""

from __future__ import annotations

from pathlib import Path

from airdef import limits
from airdef.limits import Limit, amount

PAGE = (Path(__file__).parents[1] / "docs" / "limits.md").read_text(encoding="utf-8")

UNSAID = {"KIB", "MIB", "PART", "COLUMN_BYTES", "CANDIDATE_BYTES", "SITE_DISTANCES", "MOTION_CACHE_BYTES", "JOB_BYTES",
          "RESULT_BYTES", "QUICK_REQUESTS", "TYPE_CHECKING"}  # fmt: skip
"""Limits that follow from others, or that nobody meets who did not mean to."""


def test_every_limit_stands_on_the_page() -> None:
    said = {
        cell.strip() for line in PAGE.splitlines() if line.startswith("|") for cell in line.split("|")[2].split(";")
    }
    said |= {"100"} if "first 100 are described" in PAGE else set()
    missing = {}
    for name, value in vars(limits).items():
        if not name.isupper() or name in UNSAID or not isinstance(value, int | Limit):
            continue
        number = value.most if isinstance(value, Limit) else value
        in_bytes = name.endswith("BYTES") or name == "GIB" or (isinstance(value, Limit) and value.of == "bytes")
        text = amount(number, "bytes") if in_bytes else f"{number:,}"
        if text not in said:
            missing[name] = text
    assert missing == {}
