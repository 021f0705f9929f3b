"""Write the page's glossary from docs/words.md: `python tools/page_words.py`; `--check`: whether it is up to date."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "docs" / "words.md"
TARGET = ROOT / "web" / "src" / "help" / "glossary.ts"
LEFT_OUT = {"Code", "Retired words"}
"""Sections that nobody meets on the page."""

HEAD = """\
/** Terms and what they mean. Written by tools/page_words.py from docs/words.md: change that, not this file. */

export interface Word {
  section: string;
  term: string;
  text: string;
}

export const GLOSSARY: readonly Word[] = [
"""


def plain(text: str) -> str:
    """Return a paragraph of Markdown as plain text, without its way to another page."""
    text = re.sub(r"\s*\[More\]\([^)]*\)\.?", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*`]", "", " ".join(text.split()))


def written() -> str:
    """Return the whole file."""
    lines = []
    for part in re.split(r"^## ", SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        section, *terms = re.split(r"^### ", part, flags=re.MULTILINE)
        title = section.splitlines()[0].strip()
        if title in LEFT_OUT:
            continue
        for entry in terms:
            term, text = entry.split("\n", 1)
            values = {"section": title, "term": term.strip(), "text": plain(text)}
            inside = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
            lines.append(f"  {{ {inside} }},\n")
    return f"{HEAD}{''.join(lines)}];\n"


def main(arguments: list[str]) -> int:
    """Write the file, or tell whether it is what would be written."""
    text = written()
    if arguments == ["--check"]:
        if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print(f"{TARGET}: not the glossary's words; usual fix: .venv/bin/python tools/page_words.py", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
