"""Forms of studies for a page, made of the bodies of their orders; and answers as a page shows them: table, picture."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any, Final

from airdef.server.studies import STUDIES, order_of

if TYPE_CHECKING:
    from airdef.showing import Shown

ELSEWHERE: Final = frozenset({"coverage"})
"""Studies without a form: coverage has a panel with a map."""

NOT_ASKED: Final = frozenset({"scenario", "called"})
"""Fields of an order that a page fills in itself."""

MOST_ROWS: Final = 200
"""Rows of an answer that are shown: more is for the command line's --out."""


WIDTH: Final = 5.6
HEIGHT_OF_WIDTH: Final = 0.62
"""Size of a picture [inch]: so wide that its words can be read in a panel."""


def forms() -> list[dict[str, Any]]:
    """Return the form of each study.

    Returns
    -------
    list[dict[str, Any]]
        For each its name, what it tells, and the JSON Schema of the fields of its order, without those that a page
        fills in.
    """
    found = []
    for name, study in STUDIES.items():
        if name in ELSEWHERE:
            continue
        schema = order_of(name).model_json_schema()
        fields = {key: of for key, of in schema["properties"].items() if key not in NOT_ASKED}
        if name == "claims":
            fields["ids"]["items"]["enum"] = _claims()
        found.append(
            {
                "name": name,
                "summary": study.summary,
                "of_scenario": "scenario" in schema["properties"],
                "required": [key for key in schema.get("required", ()) if key in fields],
                "form": {"type": "object", "properties": fields, "$defs": schema.get("$defs", {})},
            }
        )
    return found


def _claims() -> list[str]:
    """Return the ids of the published claims, so that a form can offer them."""
    from airdef import catalogue
    from airdef.studies.claims.definitions import load

    return [claim.id for claim in load(catalogue.load())]


def shown(name: str, result: Shown) -> dict[str, Any]:
    """Return an answer as a page shows it.

    Parameters
    ----------
    name
        Name of the study.
    result
        What came out.

    Returns
    -------
    dict[str, Any]
        Sentences, the head and the rows of a table, and a picture: an address of SVG data, null where it has none.
    """
    told = getattr(result, "sentences", None)
    sentences = list(told() if callable(told) else told or ()) or [result.headline()]
    head, rows = result.brief()
    return {
        "study": name,
        "sentences": sentences,
        "head": list(head),
        "rows": [[str(cell) for cell in row] for row in rows[:MOST_ROWS]],
        "left_out": max(len(rows) - MOST_ROWS, 0),
        "picture": _picture(result),
    }


def _picture(result: Shown) -> str | None:
    """Return the figure of a result as an address that holds it; None where it has none that can be read."""
    from airdef.report import style

    try:
        drawn = result.plot().get_figure(root=True)
    except ValueError:
        return None
    assert drawn is not None  # axes are made on one
    drawn.set_size_inches(WIDTH, WIDTH * HEIGHT_OF_WIDTH)
    held = io.BytesIO()
    with style.settings():
        drawn.savefig(held, format="svg", metadata={"Date": None}, bbox_inches="tight")
    return f"data:image/svg+xml;base64,{base64.b64encode(held.getvalue()).decode('ascii')}"
