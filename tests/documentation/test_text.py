"""Markdown of generated pages, and Markdown of the repository as the site reads it."""

import re

import pytest
from markdown import markdown

from docsite import ROOT, flavour, links
from docsite.brackets import Brackets
from docsite.text import plain, prose, slug, table

EXTENSIONS = ["tables", "fenced_code"]


def shown(text):
    """The text that a reader sees."""
    return re.sub(r"<[^>]+>", "", markdown(text, extensions=[*EXTENSIONS, Brackets()]))


@pytest.mark.parametrize(
    "text", ["a*b*c", "x_1_y", "[a][b]", "a|b", "`code`", "<b>", "R&D", r"back\slash", "# no heading"]
)
def test_plain_text_is_shown_as_it_is(text):
    html = shown(plain(text))
    assert html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_addresses_in_plain_text_are_links():
    html = markdown(plain("see https://example.org/a_b_c (page 3)."))
    assert '<a href="https://example.org/a_b_c">' in html
    assert html.endswith("(page 3).</p>")


def test_prose_keeps_code_and_the_spaces_around_it():
    assert shown(prose("Summarise, as `run_all` did; *no* emphasis")) == "Summarise, as run_all did; *no* emphasis"


def test_a_table_has_a_cell_for_each_value_even_with_bars_in_it():
    html = markdown(table(("a", "b"), [(plain("x|y"), ""), ("1", "2")]), extensions=EXTENSIONS)
    assert html.count("<td>") == 4
    assert "x|y" in html


def test_slug():
    assert slug("S-300PMU-2 / max_range.aircraft") == "s-300pmu-2-max-range-aircraft"


NESTED = """Reasons:
- first
  goes on
  - *inner*: one
    which goes on
  - inner two
- second

After.
"""


def test_lists_nest_as_the_repository_shows_them():
    html = re.sub(r"\s+", " ", markdown(flavour.rewritten(NESTED)))
    assert html.count("<ul>") == 2
    assert "<li>second</li>" in html
    inner = html[html.index("<ul>", html.index("<ul>") + 1) : html.index("</ul>")]
    assert inner.count("<li>") == 2
    assert "which goes on" in inner
    assert html.endswith("<p>After.</p>")
    assert "<ul>" not in markdown(NESTED).split("first")[0]  # which is why it is rewritten


def test_a_table_or_list_after_a_line_of_text_is_one():
    assert "<table>" in markdown(flavour.rewritten("Text:\n| a | b |\n|---|---|\n| 1 | 2 |\n"), extensions=EXTENSIONS)
    assert "<li>one</li>" in markdown(flavour.rewritten("Text:\n- one\n- two\n"))


def test_second_words_of_a_fence_go_and_code_stays():
    text = "```python serve\n- not a list\n| no table |\n```\n"
    assert flavour.rewritten(text) == "```python\n- not a list\n| no table |\n```\n"
    assert "<code" in markdown(flavour.rewritten(text), extensions=EXTENSIONS)


def test_text_of_several_lines_is_left_alone():
    text = "One line\n- with a dash? no\n"
    assert flavour.rewritten("A paragraph\nof two lines.\n") == "A paragraph\nof two lines.\n"
    assert "<ul>" in markdown(flavour.rewritten(text))


def test_units_after_brackets_are_no_links():
    assert shown("float64[..., 3] [m] of [rad] [rad]") == "float64[..., 3] [m] of [rad] [rad]"
    assert '<a href="y">b</a>' in markdown("[a] [b](y)", extensions=[Brackets()])


@pytest.mark.parametrize(
    ("origin", "path", "link", "there"),
    [
        ("docs/claims.md", "claims.md", "studies.md#uncertainty", "studies.md#uncertainty"),
        ("docs/security.md", "security.md", "../src/airdef/limits.py", "source/src/airdef/limits.py.md"),
        ("docs/howto/index.md", "howto/index.md", "../../examples/README.md", "../tutorials/index.md"),
        ("examples/README.md", "tutorials/index.md", "mast.py", "mast.md"),
        ("examples/README.md", "tutorials/index.md", "../docs/cluster.md", "../cluster.md"),
        ("README.md", "index.md", "scenarios/port-raid.yaml", "reference/scenarios/port-raid.md"),
        ("docs/claims.md", "claims.md", "no-such-file.md", "no-such-file.md"),
        ("docs/claims.md", "claims.md", "https://example.org/x", "https://example.org/x"),
    ],
)
def test_links_lead_to_the_same_file_in_the_site(origin, path, link, there):
    assert links.rewritten(f"[text]({link})", origin, path) == f"[text]({there})"


def test_links_in_code_are_code():
    text = "```\n[a](../README.md)\n```\nand `[a](../README.md)`\n"
    assert links.rewritten(text, "docs/claims.md", "claims.md") == text


def test_what_the_site_has_no_page_of_is_listed():
    (page,) = links.listings({"docs/security.md": "[x](../dev.py) [y](words.md) [z](missing.py)"})
    assert page.path == "source/dev.py.md"
    assert "def build_site" in page.text


@pytest.mark.parametrize(
    "file", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md", "docs/index.md"]
)
def test_links_between_files_hold_in_the_repository(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    for link, _ in links.LINK.findall(text):
        assert "://" in link or (ROOT / file).parent.joinpath(link).exists(), link
