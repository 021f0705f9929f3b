"""The strict build: our configuration and hooks, on a small documentation, refuse what is wrong."""

import logging

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from docsite import ROOT, Page, generate


@pytest.fixture
def built(tmp_path, monkeypatch):
    """Build a site of one page and one that is generated; what is generated complains of nothing unless it is told."""
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    docs = tmp_path / "docs"
    docs.mkdir()

    def attempt(text, complaint="", nav=("index.md", "generated: some")):
        (docs / "index.md").write_text(text, encoding="utf-8")

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
    ("text", "complaint"),
    [
        ("[broken](nowhere.md)", ""),
        ("[no such place](made/one.md#nowhere)", ""),
        ("[no such file](../src/nowhere.py)", ""),
        ("fine", "airdef.run has no docstring"),
    ],
)
def test_what_is_wrong_fails_the_build(built, text, complaint):
    with pytest.raises(Abort):
        built(f"# Home\n\n{text}\n", complaint)


def test_a_page_that_no_menu_leads_to_fails_the_build(built):
    with pytest.raises(Abort):
        built("# Home\n", nav=("index.md",))
