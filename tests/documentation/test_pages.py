"""The generated pages: nothing is missing on them, and the strict build refuses what is wrong."""

import posixpath
import re

import griffe
import jupytext
import pytest
from typer.main import get_command

import airdef
from airdef import formats
from airdef.catalogue import load
from airdef.cli.app import app
from docsite import ROOT, api, articles, catalogue, claims, commands, docstrings, execute, gallery, generate, scenarios

LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


def anchors(text):
    return set(re.findall(r"\{: #([\w-]+) \}", text)) | set(re.findall(r'id="([\w-]+)"', text))


@pytest.fixture(scope="module")
def book_pages():
    return {page.path: page.text for page in catalogue.pages()[0]}


def test_every_figure_of_the_catalogue_stands_on_the_page_of_its_entry(book_pages):
    for entry in load().entries():
        text = book_pages[f"{catalogue.FOLDER}/{entry.kind}-{catalogue.slug(entry.name)}.md"]
        rows = [line for line in text.splitlines() if line.startswith(("| [`", "| `"))]
        for name, adopted in entry.adopted_values.items():
            (row,) = [r for r in rows if r.startswith((f"| [`{name}`]", f"| `{name}`, as "))]
            assert f"| {adopted.grade} |" in row
            if adopted.taken is None:
                section = text.partition(f"### `{name}` ")[2].partition("\n### ")[0]
                assert all(f"| {claim} |" in section for claim in adopted.claims), (entry.name, name)


def test_links_of_the_catalogue_lead_to_figures_and_sources(book_pages):
    checked = 0
    for path, text in book_pages.items():
        for there, anchor in LINK.findall(text):
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), there)) if there else path
            if file.startswith(catalogue.FOLDER) and anchor:
                assert anchor in anchors(book_pages[file]), (path, there, anchor)
                checked += 1
    assert checked > 1000


def test_every_source_is_listed_with_its_address(book_pages):
    text = book_pages[f"{catalogue.FOLDER}/sources.md"]
    assert anchors(text) >= {catalogue.slug(s) for s in load().sources}
    assert text.count("<https://") > 20


def test_every_command_has_a_page_with_all_its_options():
    pages = {page.path: page.text for page in commands.pages()[0]}
    root = get_command(app)
    assert f"{commands.FOLDER}/airdef-catalogue-show.md" in pages
    for name, command in root.commands.items():
        text = pages[f"{commands.FOLDER}/airdef-{name}.md"]
        for param in command.params:
            if param.param_type_name == "option" and not param.hidden:
                assert max(param.opts, key=len) in text, (name, param.name)
    assert "$ airdef run port-raid -n 100000 --seed 7" in pages[f"{commands.FOLDER}/airdef-run.md"]


def test_every_bundled_scenario_has_a_page_with_its_file():
    pages = {page.path: page.text for page in scenarios.pages()[0]}
    for file in (ROOT / "scenarios").glob("*.yaml"):
        assert file.read_text(encoding="utf-8").rstrip() in pages[f"{scenarios.FOLDER}/{file.stem}.md"]


@pytest.mark.parametrize("name", articles.names())
def test_articles_have_the_cells_that_a_notebook_has(name):
    source = (ROOT / "examples" / f"{name}.py").read_text(encoding="utf-8")
    notebook = jupytext.reads(source, fmt="py:percent")
    wanted = [({"code": "python"}.get(c.cell_type, c.cell_type), c.source.strip()) for c in notebook.cells]
    assert [(kind, text.strip()) for kind, text in articles.cells(source)] == wanted


def test_every_export_format_is_listed():
    text = generate.format_page().text
    assert all(f"| `{f.name}` |" in text for f in formats.every())


def test_every_article_is_a_tutorial():
    listed = {p.stem for p in (ROOT / "examples").glob("*.py")} - {"slurm", "learn"}
    assert set(articles.names()) == listed


def test_every_public_name_has_a_page():
    said: list[str] = []
    pages = {page.path: page.text for page in api.pages(said.append)[0]}
    assert not said
    for name in airdef.__all__:
        assert name == "__version__" or any(f"::: airdef.{name}\n" in text for text in pages.values()), name


def checked(source):
    """What is lacking of `f` in a source."""
    module = griffe.visit("m", None, source, docstring_parser=griffe.Parser.numpy)
    return docstrings.lacking("f", module["f"])


GOOD = '''
def f(a: int, *, b: int = 1) -> int:
    """Return a sum.

    Parameters
    ----------
    a
        One.
    b
        Other.

    Returns
    -------
    int
        The sum.

    Raises
    ------
    ValueError
        If it is too large.
    """
'''


def test_what_a_docstring_lacks_is_named():
    assert checked(GOOD) == []
    assert checked("def f(a): pass") == ["f: no docstring"]
    assert checked(GOOD.replace("    b\n        Other.\n", "")) == ["f: Parameters are a; the signature has a, b"]
    assert checked(GOOD.replace("    Returns\n    -------\n    int\n        The sum.\n", "")) == [
        "f: no section Returns"
    ]
    raises = "    Raises\n    ------\n    ValueError\n        If it is too large.\n"
    assert checked(GOOD.replace(raises, "")) == ["f: no section Raises"]
    bare = 'class f:\n    """What it is."""\n    def g(self): pass\n    def _h(self): pass\n'
    assert checked(bare) == ["f: g has no docstring"]


def test_cells_share_names_and_keep_what_they_print_and_draw(tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "KEPT", tmp_path)
    draw = "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\nfigure.savefig('a.png', dpi=20)\nx"
    cells = [{"kind": "python", "source": "x = 41 + 1\nprint('x is', x)"}, {"kind": "python", "source": draw},
             {"kind": "sh", "source": "airdef catalogue list --kind mast"}]  # fmt: skip
    first, second, third = execute.run("tried", cells)
    assert (first.output, first.pictures) == ("x is 42\n", ())
    assert second.output == "42\n"
    ((name, content),) = second.pictures
    assert name == "a.webp"
    assert content[8:12] == b"WEBP"
    assert "40V6M" in third.output
    assert not third.pictures
    assert execute.run("tried", cells) == [first, second, third]


@pytest.mark.parametrize("cell", [("python", "1 / 0"), ("sh", "airdef validate no-such-scenario")])
def test_a_cell_that_fails_ends_the_build(cell, tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "KEPT", tmp_path)
    with pytest.raises(execute.CellError, match=r"ZeroDivisionError|no-such-scenario"):
        execute.run("fails", [{"kind": cell[0], "source": cell[1]}])


def test_pictures_of_the_gallery_stand_above_the_lines_that_draw_them(monkeypatch):
    def results(name, cells):
        assert all(cell["kind"] in {"python", "sh"} for cell in cells)
        return [execute.Result("", ((f"p{k}.webp", b"RIFF"),)) for k, _ in enumerate(cells)]

    monkeypatch.setattr(gallery, "run", results)
    gallery.drawn.cache_clear()
    text, pictures = gallery.drawn("gallery.md")
    gallery.drawn.cache_clear()
    blocks = len(re.findall(r"^```(?:sh|python)$", text, re.MULTILINE))
    assert len(pictures) == blocks > 8
    for page in pictures:
        assert re.search(rf"!\[[^\]]*\]\({page.path}\)[^\n]*\n\n```", text)


def test_claims_that_were_judged_with_other_figures_say_so(monkeypatch, tmp_path):
    monkeypatch.setattr(claims, "KEPT", tmp_path / "claims.json")
    assert "have not been computed" in claims.page().text
    state = claims.state()
    row = {"id": "aircraft-150km", "headline": "inconclusive: made up", "reason": "made up", "hangs_on": [], "text": ""}
    for catalogue_hash, stale in ((state["catalogue"], False), ("0" * 64, True)):
        kept = {"from": {**state, "catalogue": catalogue_hash}, "claims": [row]}
        claims.KEPT.write_text(claims.json.dumps(kept), encoding="utf-8")
        text = claims.page().text
        assert ("have changed since" in text) is stale
        assert "inconclusive: made up" in text


def test_parameters_that_a_docstring_lists_are_those_of_the_signature():
    """Of every function, public or not for users: where there is a list, it is whole and in order."""
    listed, wrong = 0, []
    for found in functions(api.package()):
        held = docstrings.sections(found)
        if docstrings.Kind.parameters in held:
            listed += 1
            wrong += [f"{found.path}: {what}" for what in docstrings.arguments(found, held)]
    assert not wrong
    assert listed > 15


def functions(found):
    """All functions and methods below an object of griffe."""
    for member in found.members.values():
        if member.is_alias:
            continue
        if isinstance(member, griffe.Function):
            yield member
        elif isinstance(member, griffe.Module | griffe.Class):
            yield from functions(member)
