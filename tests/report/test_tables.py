"""The report's tables as HTML."""

import re

import airdef
from airdef.catalogue import load
from airdef.catalogue.citation import reference
from airdef.report.tables import sources, table


def test_cells_say_how_they_may_be_broken():
    long = "a text longer than eighteen characters"
    html = table(("A", "B", "C", "D"), [("short", f"{long} https://example.org/a<b", long, "7")], right=(3,))
    assert re.findall(r"<td(?: class=\"(.)\")?>", html) == ["s", "u", "", "n"]
    assert "https://example.org/a&lt;b" in html


def test_every_source_stands_in_the_report_as_its_reference():
    scenario, known = airdef.load("ideal-salvo"), load()
    used = {s for r in scenario.adopted_values if not r.overridden for s in r.sources}
    assert used
    html = sources(scenario, known).replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", '"')
    for source in used:
        assert reference(known.source(source)) in html
