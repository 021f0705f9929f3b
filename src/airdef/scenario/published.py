"""The published JSON Schema of scenario files, made from the models that validate them."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from airdef.scenario.check import models_of
from airdef.scenario.quantities import Quantity, spelt
from airdef.scenario.schema import Declaration

IDENTIFIER = "scenario.schema.json"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file, for editors to complete and check with.

    It is stated for what a file may contain; names of systems, radars and threats are checked against the catalogue
    when a scenario is loaded, not here.

    Returns
    -------
    dict[str, Any]
        The JSON Schema (draft 2020-12) of a scenario file, for editors to complete and check with.
    """
    schema = Declaration.model_json_schema(by_alias=True, mode="validation")
    for model in models_of(Declaration):
        part = schema if model is Declaration else schema["$defs"][model.__name__]
        for name, info in model.model_fields.items():
            _tidy(part["properties"][info.alias or name], info.metadata)
    head = {"$schema": GenerateJsonSchema.schema_dialect, "$id": IDENTIFIER, "title": "airdef scenario"}
    return {**head, **{k: v for k, v in schema.items() if k != "title"}}


def _tidy(field: dict[str, Any], metadata: list[Any]) -> None:
    """Leave out what says nothing to a reader, and write defaults of quantities with their unit."""
    field.pop("title", None)
    default = field.get("default")
    if default is None or isinstance(default, dict | list | tuple):
        field.pop("default", None)
    for mark in metadata:
        if isinstance(mark, Quantity) and isinstance(default, float):
            field["default"] = spelt(default, mark.dimension)


def text() -> str:
    """Return the JSON Schema as it is kept in `scenarios/scenario.schema.json`.

    Returns
    -------
    str
        The JSON Schema as it is kept in `scenarios/scenario.schema.json`.
    """
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
