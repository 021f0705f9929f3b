"""The claims as a page: sentence, how it is read, what is measured, and the verdict of the last run.

    PYTHONPATH=src:tools .venv/bin/python -m docsite.claims     # some minutes: runs all claims and keeps the verdicts

Verdicts are computed, not written; they take minutes, so that the site shows those of the last such run and names the
catalogue that it used. Where the catalogue or the claims have changed since, the page says it.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import Any

from airdef import __version__, catalogue
from airdef.studies.claims import definitions as stated
from docsite import ROOT, Page
from docsite.text import plain, slug, table

KEPT = ROOT / "docs" / "validation" / "results" / "claims.json"

HEAD = """# Claims

Published sentences put to the model. [How claims are judged](../claims.md) describes what is run, what is searched, and
how a verdict follows. Run one yourself with `airdef claims aircraft-150km`.

"""


def state() -> dict[str, str]:
    """Return what verdicts follow from, besides the code."""
    return {
        "airdef": __version__,
        "catalogue": catalogue.load().content_hash,
        "claims": hashlib.sha256(stated.FILE.read_bytes()).hexdigest(),
    }


def keep() -> None:
    """Run all claims, and keep the verdicts with what they follow from."""
    command = [sys.executable, "-m", "airdef", "claims", "--all", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    KEPT.write_text(json.dumps(shown(json.loads(done.stdout)), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows of the command's answer, with what it follows from."""
    made = {**state(), "airdef": answer["version"], "catalogue": answer["catalogue_hash"]}
    rows = [
        {
            "id": r["id"],
            "headline": r["headline"],
            "reason": r["reason"],
            "hangs_on": [w["text"] for w in r["hangs_on"]],
        }
        for r in answer["claims"]
    ]
    return {"from": made, "claims": rows}


def page() -> Page:
    """Return the page."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    results = {r["id"]: r for r in kept.get("claims", ())}
    known = stated.load(catalogue.load())
    out = [HEAD, _when(kept)]
    rows = [
        (f"[`{c.id}`](#{slug(c.id)})", plain(c.title), plain(results.get(c.id, {}).get("headline", ""))) for c in known
    ]
    out.append(
        table(("claim", "what is claimed", "verdict"), rows)
        if results
        else table(("claim", "what is claimed"), ((a, b) for a, b, _ in rows))
    )
    out += [_section(c, results.get(c.id)) for c in known]
    return Page("reference/claims.md", "\n".join(out))


def _when(kept: dict[str, Any]) -> str:
    if not kept:
        return "The verdicts have not been computed for this site.\n"
    made = kept["from"]
    words = f"Verdicts computed by airdef {made['airdef']} with the catalogue `{made['catalogue'][:12]}`."
    now = state()
    if (made["catalogue"], made["claims"]) == (now["catalogue"], now["claims"]):
        return words + " It is the catalogue of this site.\n"
    return (
        f'!!! warning "Computed before the last change"\n    {words} Catalogue or claims have changed since: '
        "`airdef claims --all` gives the present verdicts.\n"
    )


def _section(c: stated.Claim, r: dict[str, Any] | None) -> str:
    """Return what a claim says and what came of it."""
    book = catalogue.load()
    out = [f"## {plain(c.title)} {{: #{slug(c.id)} }}\n"]
    for claim in c.tests:
        quoted = book.claim(claim)
        out.append(f"> {plain(quoted.quoted or quoted.text)}\n>\n> {plain(book.source(quoted.source).title)}\n")
    out.append(f"**How it is read.** {plain(c.reads)}\n")
    out.append(f"**Measured** in `{c.scenario}`: at least {c.at_least:g} {plain(c.unit)}.\n")
    if not r:
        return "\n".join(out)
    out.append(f"**Verdict: {plain(r['headline'])}.** {plain(r['reason'][:1].upper() + r['reason'][1:])}.\n")
    if r["hangs_on"]:
        out += ["It hangs most on:\n", *(f"- {plain(text)}" for text in r["hangs_on"]), ""]
    return "\n".join(out)


if __name__ == "__main__":
    keep()
