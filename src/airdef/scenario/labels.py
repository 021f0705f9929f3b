"""The types of names in a scenario file: one line of characters that are seen (`characters`)."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from airdef.characters import BMP, blank, called, stranger

PATTERN: Final = f"^[^{BMP}]*$"
"""The published form of the rule, as far as a regular expression of JSON Schema can state it."""


def _seen(value: str) -> str:
    """Pass a name of one line, in which something is seen; else raise what pydantic reports."""
    strange = stranger(value)
    if strange or blank(value):
        expected = f"one line without {called(strange)}" if strange else "a name with a character that is seen"
        context = {"expected": expected, "fix": "remove it" if strange else "give it a name", "nearest": ()}
        raise PydanticCustomError("scenario", "{expected}", context)
    return value


Name = Annotated[str, Field(min_length=1, max_length=60, json_schema_extra={"pattern": PATTERN}), AfterValidator(_seen)]
Title = Annotated[
    str, Field(min_length=1, max_length=200, json_schema_extra={"pattern": PATTERN}), AfterValidator(_seen)
]
