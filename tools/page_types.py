"""Write web/src/model/service.ts, the types of the page, from the service's OpenAPI description.

    .venv/bin/python tools/page_types.py            write it
    .venv/bin/python tools/page_types.py --check    fail if it is not what would be written

The usual generators need a TypeScript of before version 7, whose compiler they call; the page is checked with 7. What
the service's models use of JSON Schema is little; what is not known here is refused.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "web" / "src" / "model" / "service.ts"

HEAD = """\
/**
 * The shapes that the service takes and sends. Written by tools/page_types.py from the service's OpenAPI description:
 * change src/airdef/server/models.py and its siblings, not this file. Angles in degrees, lengths in metres, times in s.
 */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
"""

PLAIN = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}
SILENT = {
    "title", "description", "default", "examples", "format", "pattern", "minLength", "maxLength", "minimum", "maximum",
    "deprecated", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems", "maxProperties", "required",
}  # fmt: skip
"""Keywords that say nothing of the type."""


def kind(schema: dict[str, Any]) -> str:
    """Return the type of a schema. Raises ValueError for a schema with a keyword that is not known."""
    words = set(schema) - SILENT
    if not words:
        return "Json"
    if words == {"$ref"}:
        return str(schema["$ref"]).rpartition("/")[2]
    if words <= {"const", "type"} and "const" in words:
        return json.dumps(schema["const"])
    if words <= {"enum", "type"} and "enum" in words:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if words == {"anyOf"}:
        return " | ".join(dict.fromkeys(kind(part) for part in schema["anyOf"]))
    if words == {"type", "prefixItems"}:
        return f"[{', '.join(kind(part) for part in schema['prefixItems'])}]"
    if words == {"type", "items"}:
        inner = kind(schema["items"])
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if words <= {"type", "additionalProperties"} and schema["type"] == "object":
        more = schema.get("additionalProperties", True)
        return f"Record<string, {'Json' if more is True else kind(more)}>"
    if words == {"type"}:
        return PLAIN[schema["type"]]
    message = f"a schema with {', '.join(sorted(words))}: not known to tools/page_types.py"
    raise ValueError(message)


def comment(text: str, indent: str = "") -> str:
    """Return a description as a comment, empty for none."""
    words = " ".join(text.split()).replace("*/", "* /")
    return f"{indent}/** {words} */\n" if words else ""


def interface(name: str, schema: dict[str, Any]) -> str:
    """Return an object's schema as an interface."""
    required = set(schema.get("required", ()))
    lines = [f"{comment(schema.get('description', ''))}export interface {name} {{\n"]
    for key, inner in schema["properties"].items():
        mark = "" if key in required else "?"
        lines += [comment(inner.get("description", ""), "  "), f"  {key}{mark}: {kind(inner)};\n"]
    return "".join(lines) + "}\n"


def defaults(name: str, schema: dict[str, Any]) -> str:
    """Return what an order takes where a field is left out, as a constant; empty for what is no order."""
    if not name.endswith("Order"):
        return ""
    known = {key: inner["default"] for key, inner in schema["properties"].items() if "default" in inner}
    lines = [f"  {key}: {json.dumps(value)},\n" for key, value in known.items()]
    words = f"What a {name} takes where a field is left out."
    return f"\n{comment(words)}export const default{name} = {{\n{''.join(lines)}}} as const;\n"


def written() -> str:
    """Return the whole file."""
    from airdef.server.app import create_app
    from airdef.server.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(workspace=Path(folder)))
        schemas = app.openapi()["components"]["schemas"]
        app.state.services.jobs.close()
    own = {name: schema for name, schema in schemas.items() if name not in ("HTTPValidationError", "ValidationError")}
    parts = [
        interface(name, schema) + defaults(name, schema)
        if "properties" in schema
        else f"{comment(schema.get('description', ''))}export type {name} = {kind(schema)};\n"
        for name, schema in own.items()
    ]
    return "\n".join([HEAD, *parts])


def main(arguments: list[str]) -> int:
    """Write the file, or tell whether it is what would be written."""
    text = written()
    if arguments == ["--check"]:
        if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print(f"{TARGET}: not the service's types; usual fix: .venv/bin/python tools/page_types.py", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
