"""Every state of the page, as the documentation's pictures have them: axe finds nothing, and nothing is cut off."""

from __future__ import annotations

import re

import pytest

from docsite.states import SIZES, STATES, Jobs, enter
from web.conftest import lacking, looking
from web.test_access import AXE, findings

ON_THE_GLOBE = {"Legend", "Export"}
"""What is there with the globe alone."""


@pytest.fixture(scope="module")
def jobs(service):
    found = Jobs(service.address)
    yield found
    found.rest()


BOXES = ".panel-body, .dialog-body, .panel-body .scroll:not(.lines), .strip > button, .right > .tabs"
CUT = f"""() => [...document.querySelectorAll('{BOXES}')]
    .filter(box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
    .map(box => `${{box.className || box.textContent}}: ${{box.scrollWidth}} in ${{box.clientWidth}}`)"""
"""What is wider than the box that it stands in, and so is seen in part."""

ROWS = """() => new Set([...document.querySelectorAll('.globe-tools .strip > *')].filter(tool => tool.checkVisibility())
    .map(tool => Math.round(tool.getBoundingClientRect().top + tool.getBoundingClientRect().height / 2))).size"""


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_axe_finds_nothing_in_any_state(browser, service, jobs, state):
    if not AXE.is_file():
        lacking("axe-core is not installed: python3 dev.py web")
    globe = bool(ON_THE_GLOBE & set(state.steps))
    width, height = state.size
    size = {"width": width, "height": height}
    with looking(browser, service.address, globe=globe, color_scheme=state.theme, viewport=size) as page:
        enter(page, service.address, state, jobs, globe)
        page.evaluate(AXE.read_text())
        assert findings(page) == []
        page.emulate_media(color_scheme="light" if state.theme == "dark" else "dark")
        assert findings(page) == [], "in the other colours"
        for wide, high in SIZES:
            page.set_viewport_size({"width": wide, "height": high})
            assert page.evaluate("document.documentElement.scrollWidth") <= wide
            assert page.evaluate(CUT) == [], (wide, high)
            assert page.evaluate(ROWS) == 1, (wide, high)
        if state.without or state.place.count("nosuch") or "20010101" in state.place:
            # Refused requests are what these states are about.
            page.wrong[:] = [line for line in page.wrong if not re.search("ERR_FAILED|404", line)]
    jobs.rest()
