"""The strict build: our configuration and hooks, on a small documentation, refuse what is wrong."""

import logging
import os
import shutil
from contextlib import suppress

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from playwright.sync_api import expect, sync_playwright

from docsite import ROOT, Page, gallery, generate
from patience import PAGE_MS


@pytest.fixture
def built(tmp_path, monkeypatch):
    """Build a site of one page and one that is generated; what is generated complains of nothing unless it is told."""
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setattr(gallery, "RUN", ())
    docs = tmp_path / "docs"
    docs.mkdir()

    def attempt(text, complaint="", nav=("index.md", "generated: some"), files=()):
        (docs / "index.md").write_text(text, encoding="utf-8")
        for name in files:
            (docs / name).parent.mkdir(parents=True)
            shutil.copy(files[name], docs / name)

        def pages(complain):
            if complaint:
                complain(complaint)
            return generate.Made([Page("made/one.md", "# Made {: #here }\n")], {"generated: some": ["made/one.md"]})

        monkeypatch.setattr(generate, "pages", pages)
        config = load_config(
            str(ROOT / "mkdocs.yml"),
            docs_dir=str(docs),
            site_dir=str(tmp_path / "site"),
            nav=list(nav),
            extra_css=[],
            extra={"polyfills": ["assets/javascripts/iframe-worker.js"], "generator": False},
        )
        assert config.strict
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
            logging.getLogger("mkdocs").handlers.clear()
        return tmp_path / "site"

    return attempt


def test_a_good_site_is_built_and_names_no_server(built):
    site = built("# Home\n\n[made](made/one.md#here) and [a file](../dev.py)\n")
    home = (site / "index.html").read_text(encoding="utf-8")
    assert 'href="made/one.html#here"' in home
    assert "iframe-worker.js" in home
    for server in ("unpkg.com", "googleapis", "jsdelivr", "cdn."):
        assert server not in home
    assert (site / "search" / "search_index.js").exists()


@pytest.mark.parametrize(
    ("text", "complaint", "told"),
    [
        ("[broken](nowhere.md)", "", "nowhere.md"),
        ("[no such place](made/one.md#nowhere)", "", "#nowhere"),
        ("[no such file](../src/nowhere.py)", "", "src/nowhere.py"),
        ("fine", "airdef.run has no docstring", "airdef.run has no docstring"),
    ],
)
def test_what_is_wrong_fails_the_build(built, text, complaint, told, caplog):
    with pytest.raises(Abort, match="1 warning"):
        built(f"# Home\n\n{text}\n", complaint)
    assert told in caplog.text


def test_a_page_that_no_menu_leads_to_fails_the_build(built, caplog):
    with pytest.raises(Abort, match="1 warning"):
        built("# Home\n", nav=("index.md",))
    assert "made/one.md" in caplog.text


@pytest.fixture
def page():
    """A page of a browser that notes every request which leaves the disk, and every error."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium on this machine: the site is not looked at")
    wrong = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = browser.new_page()
        found.set_default_timeout(PAGE_MS)
        found.on("request", lambda r: r.url.startswith(("file:", "data:", "blob:")) or wrong.append(r.url))
        found.on("pageerror", lambda error: wrong.append(str(error)))
        yield found
        browser.close()
    assert not wrong


def test_a_site_opened_from_the_disk_is_searched_and_asks_nobody(built, page):
    shim = ROOT / "docs" / "assets" / "javascripts" / "iframe-worker.js"
    site = built("# Home\n\nA word like zirconium stands here.\n", files={"assets/javascripts/iframe-worker.js": shim})
    page.goto((site / "made" / "one.html").as_uri())
    box, first = page.get_by_role("textbox", name="Search"), page.locator(".md-search-result__link").first
    box.fill("zirconium")
    # The theme hears keys only once it has set up its search, and does not say when that is.
    for _ in range(PAGE_MS // 1_000):
        box.press("End")
        with suppress(AssertionError):
            expect(first).to_contain_text("Home", timeout=1_000)
            break
    expect(first).to_contain_text("Home")
    first.click()
    page.wait_for_url("**/index.html*")
    expect(page.locator("article")).to_contain_text("zirconium")
