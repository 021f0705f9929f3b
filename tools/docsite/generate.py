"""All generated pages, and where they stand in the navigation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airdef import formats
from airdef.engine import LEAK_REASONS
from airdef.engine.leak_reasons import JUDGEMENT
from airdef.measures import BY_KEY, MEASURES
from airdef.scenario.behaviours import BEHAVIOURS
from docsite import ROOT, Page, api, articles, catalogue, claims, commands, gallery, links, scenarios, screens, text

if TYPE_CHECKING:
    from collections.abc import Callable


REFERENCE = Path(__file__).parent / "reference.md"


@dataclass
class Made:
    """Pages, and lists of the navigation by the name that stands for each in mkdocs.yml."""

    pages: list[Page] = field(default_factory=list)
    navigation: dict[str, list[Any]] = field(default_factory=dict)


def pages(complain: Callable[[str], None]) -> Made:
    """Return everything that is generated; `complain` takes one sentence on what fails a strict build."""
    made = Made()
    for file, path in links.PLACES.items():
        if path not in {"index.md", "reference/index.md"}:
            made.pages.append(Page(path, (ROOT / file).read_text(encoding="utf-8"), origin=file))
    parts = {
        "articles": articles.pages,
        "catalogue": catalogue.pages,
        "commands": commands.pages,
        "scenarios": scenarios.pages,
        "api": lambda: api.pages(complain),
        "physics": api.physics,
    }
    for name, generate in parts.items():
        found, navigation = generate()
        made.pages += found
        made.navigation[f"generated: {name}"] = navigation
    made.pages += [
        claims.page(),
        format_page(),
        measure_page(),
        reason_page(),
        behaviour_page(),
        Page("reference/index.md", REFERENCE.read_text(encoding="utf-8")),
    ]
    shown, pictures = screens.page()
    made.pages += [shown, *pictures]
    made.pages += [picture for page in gallery.RUN for picture in gallery.drawn(page)[1]]
    twice = [path for path, n in Counter(page.path.casefold() for page in made.pages).items() if n > 1]
    if twice:
        complain(f"two pages are made for {', '.join(twice)}")
    return made


def format_page() -> Page:
    """Return the page of export formats."""
    rows = [(f"`{f.name}`", text.plain(f.reader), text.prose(f.holds), f"`{f.media_type}`") for f in formats.every()]
    words = (
        "# Export formats\n\nOne replication of a campaign as a file for another program: `airdef export port-raid "
        "-k 17 --out raid.czml`. [What each holds](../globe.md#files), and how positions and times are meant.\n\n"
    )
    return Page("reference/formats.md", words + text.table(("format", "read by", "holds", "media type"), rows))


def measure_page() -> Page:
    """Return the page of measures."""
    rows = [
        (f"`{d.name}`", text.plain(d.label), d.kind.value, d.unit, f"`{d.column}`", text.prose(d.sentence))
        for d in (*MEASURES, *BY_KEY)
    ]
    words = (
        "# Measures\n\nWhat a campaign can be asked for, in all and by the dimensions of "
        "[Campaigns](../campaigns.md#where-results-stand). `threats` and the leak reasons are measures of keys only. "
        "[Add a measure](../howto/measure.md).\n\n"
    )
    head = ("measure", "called", "kind", "unit", "column of the rows", "what it is")
    return Page("reference/measures.md", words + text.table(head, rows))


def reason_page() -> Page:
    """Return the page of leak reasons: what each means, and the order of the judgement."""
    rows = [(f"`{r.key}`", text.plain(r.title), text.prose(r.sentence)) for r in LEAK_REASONS]
    steps = [(str(k), text.prose(step.when), f"`{step.reason.key}`") for k, step in enumerate(JUDGEMENT, 1)]
    words = (
        "# Leak reasons\n\nEach leaker has one reason, judged at its arrival. "
        "[The engagement](../model/engagement.md#why-it-leaked) describes the terms. "
        "[Add a leak reason](../howto/leak-reason.md).\n\n"
    )
    judged = "\n## The judgement\n\nThe first step that fits gives the reason.\n\n"
    shown = text.table(("key", "called", "what it means"), rows)
    return Page("reference/leak-reasons.md", words + shown + judged + text.table(("step", "if", "reason"), steps))


def behaviour_page() -> Page:
    """Return the page of threat behaviours."""
    rows = [(f"`{b.key}`", text.plain(b.word), f"`{b.factor_name}`", text.prose(b.sentence)) for b in BEHAVIOURS]
    words = (
        "# Threat behaviours\n\nWhat makes a threat harder to hit than its class. "
        "[Add a behaviour](../howto/behaviour.md).\n\n"
    )
    return Page("reference/behaviours.md", words + text.table(("key", "called", "factor", "what it does"), rows))
