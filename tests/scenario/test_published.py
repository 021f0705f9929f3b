"""The published schema and the reference page are those of the models."""

from __future__ import annotations

from pathlib import Path

from airdef.scenario import json_schema
from airdef.scenario.library import folder
from airdef.scenario.published import text
from airdef.scenario.schema import Declaration

ROOT = Path(__file__).parents[2]


def test_the_file_is_up_to_date() -> None:
    # If this fails: python -c "from airdef.scenario.published import text; print(text(), end='')"
    assert (folder() / "scenario.schema.json").read_text(encoding="utf-8") == text()


def test_every_field_is_described() -> None:
    schema = json_schema()
    for part in [schema, *schema["$defs"].values()]:
        assert part["additionalProperties"] is False
        for name, field in part["properties"].items():
            assert field.get("description") or "$ref" in field, name


def test_defaults_of_quantities_carry_their_unit() -> None:
    schema = json_schema()
    assert schema["$defs"]["Asset"]["properties"]["radius"]["default"] == "500 m"
    assert schema["$defs"]["Environment"]["properties"]["time_step"]["default"] == "1 s"


def test_names_in_the_file_are_those_of_the_models() -> None:
    assert list(json_schema()["properties"]) == list(Declaration.model_fields)
    assert "from" in json_schema()["$defs"]["Formation"]["properties"]
