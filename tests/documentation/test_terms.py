"""Terms of the glossary are linked where a page uses them first, and each is used."""

import re

import pytest
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from docsite import ROOT, flavour
from docsite.terms import GLOSSARY, PLAIN, Terms, glossary


class _AsMkDocs(Treeprocessor):
    def run(self, root):
        """Stand where MkDocs turns links into those of the site."""


def rendered(text, page="studies.md", terms=None, outer=True):
    terms = terms or Terms()
    terms.page = page
    md = Markdown(extensions=["tables", "fenced_code", "attr_list", terms])
    if outer:
        md.treeprocessors.register(_AsMkDocs(md), "relpath", 0)
    return md.convert(text)


def links(text, *args, **options):
    return re.findall(r'<a class="term" href="([^"]*)"[^>]*>([^<]*)</a>', rendered(text, *args, **options))


def test_the_first_use_is_linked_and_shows_what_it_means():
    html = rendered("Leakers come. A leaker that *a random stream* draws; random streams, Leaker.")
    assert html.count('class="term"') == 2
    assert 'href="words.md#random-stream" title="The random numbers of one threat and purpose' in html


def test_links_lead_up_from_folders():
    assert links("Two salvos", "model/engagement.md") == [("../words.md#salvo", "salvos")]


@pytest.mark.parametrize(
    "text",
    ["# A salvo", "`salvo`", "[salvo](doctrine.md)", "```\nsalvo\n```", "salvos-2 and non-salvo", "A known claim", ""],
)
def test_code_headings_links_and_plain_english_are_left_alone(text):
    assert links(text) == []


def test_docstrings_and_the_glossary_are_left_alone():
    assert links("a salvo", outer=False) == []
    assert links("a salvo", GLOSSARY) == []


def test_text_between_terms_stays_in_order():
    text = "A salvo, then a **raid** of a formation; the magazine and more."
    assert re.sub(r"<[^>]*>", "", rendered(text)) == text.replace("*", "")


def test_every_term_is_used_on_a_page_and_those_that_are_no_plain_english_are_linked():
    terms, texts = Terms(), {}
    for path in (ROOT / "docs").glob("**/*.md"):
        name = path.relative_to(ROOT / "docs").as_posix()
        texts[name] = path.read_text(encoding="utf-8")
        rendered(flavour.rewritten(texts[name]), name, terms)
    assert sorted(set(glossary()) - terms.linked - PLAIN) == []
    used = "\n".join(text for name, text in texts.items() if name != GLOSSARY).lower()
    assert [t for t in PLAIN if t not in glossary() or not re.search(rf"\b{re.escape(t)}", used)] == []


def test_every_term_leads_on_to_a_page_that_says_more():
    text = (ROOT / "docs" / GLOSSARY).read_text(encoding="utf-8").partition("\n## Retired words")[0]
    parts = text.split("\n### ")[1:]
    lacking = [part.partition("\n")[0] for part in parts if "[More](" not in part]
    assert lacking == []
