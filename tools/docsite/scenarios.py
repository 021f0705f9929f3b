"""The bundled scenarios as pages: what each holds, and its file."""

from __future__ import annotations

from typing import Any

import airdef
from docsite import ROOT, Page
from docsite.text import plain, table

FOLDER = "reference/scenarios"


def pages() -> tuple[list[Page], list[Any]]:
    """Return the pages and their list of the navigation."""
    made, rows, navigation = [], [], [f"{FOLDER}/index.md"]
    for file in sorted((ROOT / "scenarios").glob("*.yaml")):
        loaded = airdef.load(file)
        path = f"{FOLDER}/{file.stem}.md"
        text = file.read_text(encoding="utf-8")
        threats = len(loaded.threats)
        systems = ", ".join(dict.fromkeys(s.name for s in loaded.systems)) or "none"
        made.append(
            Page(
                path,
                f"# {file.stem}\n\n{plain(loaded.description)}\n\n"
                f"```console\n$ airdef run {file.stem}\n```\n\n## The file\n\n```yaml\n{text.rstrip()}\n```\n",
            )
        )
        rows.append((f"[{file.stem}]({file.stem}.md)", plain(loaded.name), plain(systems), str(threats)))
        navigation.append({file.stem: path})
    words = (
        "# Bundled scenarios\n\nExercises in the open ocean around 0° N 0° E, nobody's land. Each is a file to start "
        "from: [Scenario files](../../scenario.md) describes every field, and the "
        "[JSON Schema](../scenario.schema.json) completes them in an editor.\n\n"
    )
    head = ("scenario", "title", "systems", "threats")
    made.append(Page(f"{FOLDER}/index.md", words + table(head, rows)))
    schema = (ROOT / "scenarios" / "scenario.schema.json").read_bytes()
    made.append(Page("reference/scenario.schema.json", binary=schema))
    return made, navigation
