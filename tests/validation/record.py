"""Comparisons with references: each is asserted and, in the same call, noted for the page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import ArrayLike

Kind = Literal["print", "program", "closed form", "second engine"]
"""What a reference is: a printed number, another program, a closed form or elementary argument computed beside
the model, or the second engine."""

KINDS: tuple[Kind, ...] = ("print", "program", "closed form", "second engine")


@dataclass(frozen=True)
class Row:
    """One comparison: the values compared, the worst deviation, and how much was allowed for it.

    `share` is the worst deviation over its tolerance. A comparison that belongs to a figure names it in
    `figure`, with the points to mark there as (x, y) and the name of their series. `functions` are those of the
    module that the comparing test names.
    """

    module: str
    law: str
    against: str
    kind: str
    values: int
    deviation: float
    tolerance: float
    share: float
    relative: bool
    unit: str
    figure: str = ""
    series: str = ""
    points: tuple[tuple[float, float], ...] = ()
    functions: tuple[str, ...] = ()


def compared(
    module: str,
    got: ArrayLike,
    expected: ArrayLike,
    *,
    law: str,
    against: str,
    kind: Kind,
    abs: ArrayLike | None = None,  # noqa: A002 - as pytest.approx calls it
    rel: float | None = None,
    unit: str = "",
    figure: str = "",
    series: str = "",
    x: ArrayLike | None = None,
    marks: Literal["reference", "model"] = "reference",
    functions: tuple[str, ...] = (),
) -> Row:
    """Assert that `got` is `expected` within `abs` (of any shape that broadcasts) or `rel`, and return the row.

    A NaN on one side only is a deviation without bound. In a figure the values of the reference are marked at
    `x`; or those of the model, where the curve is the reference's.
    """
    if (abs is None) == (rel is None):
        raise TypeError("validated: give one tolerance, abs or rel, and its reason in a comment")
    if kind not in KINDS:
        msg = f"validated: kind {kind!r} given, one of {', '.join(KINDS)} expected"
        raise TypeError(msg)
    mine, reference = np.broadcast_arrays(np.asarray(got, np.float64), np.asarray(expected, np.float64))
    deviation = np.abs(mine - reference)
    deviation = np.where(mine == reference, 0.0, np.where(np.isnan(deviation), np.inf, deviation))
    allowed = np.broadcast_to(np.asarray(abs, np.float64) if rel is None else rel * np.abs(reference), mine.shape)
    # A tolerance of zero asks for equality: any deviation is then beyond all bounds.
    share = np.where(
        deviation == 0.0, 0.0, np.divide(deviation, allowed, out=np.full(mine.shape, np.inf), where=allowed > 0)
    )
    worst = np.unravel_index(int(np.argmax(share)), share.shape) if share.size else None
    if worst is None:
        raise ValueError("validated: nothing to compare")
    scale = float(np.abs(reference[worst])) if rel is not None else 1.0
    marked = np.ravel(reference if marks == "reference" else mine).tolist()
    row = Row(
        module=module,
        law=law,
        against=against,
        kind=kind,
        values=int(share.size),
        deviation=float(deviation[worst]) / (scale or 1.0),
        tolerance=float(allowed[worst]) / (scale or 1.0),
        share=float(share[worst]),
        relative=rel is not None,
        unit="" if rel is not None else unit,
        figure=figure,
        series=series or against,
        points=() if x is None else tuple(zip(np.ravel(x).tolist(), marked, strict=True)),
        functions=functions,
    )
    assert row.share <= 1.0, (
        f"{law} against {against}: {mine[worst]!r} is not {reference[worst]!r} within {allowed[worst]:g}"
    )
    return row


def module_of(path: Path, root: Path) -> str:
    """Return the module that a test file mirrors: tests/physics/test_radar.py gives physics.radar."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join([*parts[:-1], parts[-1].removeprefix("test_")])


def packed(row: Row) -> dict[str, Any]:
    """Return plain data, so that a worker can send it."""
    return asdict(row)


def unpacked(data: dict[str, Any]) -> Row:
    """Return the row again."""
    points = tuple((float(a), float(b)) for a, b in data["points"])
    return Row(**{**data, "points": points, "functions": tuple(data["functions"])})


def merged(rows: list[Row]) -> list[Row]:
    """Return one row for each law and reference: all its values, and the deviation nearest to its tolerance."""
    found: dict[tuple[str, str, str, str], Row] = {}
    for row in rows:
        key = (row.module, row.law, row.against, row.kind)
        before = found.get(key)
        if before is None:
            found[key] = row
            continue
        worse = max(before, row, key=lambda r: r.share)
        functions = tuple(sorted({*before.functions, *row.functions}))
        changes = {"values": before.values + row.values, "points": (), "functions": functions}
        found[key] = Row(**{**asdict(worse), **changes})
    return [found[key] for key in sorted(found)]
