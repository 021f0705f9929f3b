"""What the forms of studies look like, and answers as a page shows them."""

from __future__ import annotations

from typing import Any

from airdef.server.models import Answer, Kind


class StudyForm(Answer):
    """The form of a study: its fields as JSON Schema, quantities with their unit behind the name."""

    name: Kind
    summary: str
    of_scenario: bool
    required: list[str]
    form: dict[str, Any]


class ShownStudy(Answer):
    """An answer of a study as a page shows it: sentences, a table, and the address of its picture."""

    study: Kind
    sentences: list[str]
    head: list[str]
    rows: list[list[str]]
    left_out: int
    picture: str | None
