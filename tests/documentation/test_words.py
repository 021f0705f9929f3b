"""No word that was replaced comes back, and every term of the glossary is used."""

from __future__ import annotations

import pytest

from .retired import WORDS, hits, permitted, places, table

TEXTS = tuple(places())


@pytest.mark.parametrize("word", WORDS, ids=lambda w: w.before)
def test_a_retired_word_stands_nowhere(word):
    found = [line for name, text in TEXTS if not permitted(word, name) for line in hits(word, name, text)]
    assert found == [], f"docs/words.md says what {word.before!r} is called now"


@pytest.mark.parametrize("word", WORDS, ids=lambda w: w.before)
def test_a_retired_word_is_seen_when_it_comes_back(word):
    for line in word.caught:
        assert hits(word, "docs/new.md", f"a line\n{line}\n") == [f"docs/new.md:2: {line.strip()}"]
    for line in word.innocent:
        assert not hits(word, "docs/new.md", line)


@pytest.mark.parametrize("word", WORDS, ids=lambda w: w.before)
def test_no_place_is_allowed_what_it_does_not_have(word):
    needed = {pattern for name, text in TEXTS if hits(word, name, text) for pattern in permitted(word, name)}
    assert sorted(needed) == sorted(word.allowed)


def test_every_word_of_the_table_is_looked_for():
    assert table() == [word.before for word in WORDS if word.before in table()]


def test_the_texts_are_those_of_code_documentation_and_page():
    names = {name for name, _ in TEXTS}
    assert {"src/airdef/api.py", "docs/studies.md", "README.md", "web/index.html", "scenarios/port-raid.yaml"} <= names
    assert any(name.endswith(".tsx") for name in names)


def test_the_help_of_commands_has_no_retired_word():
    import typer

    from airdef.cli.app import app

    def texts(command, name):
        yield f"{name} {command.get_help(typer.Context(command, info_name=name))}"
        for sub, inner in getattr(command, "commands", {}).items():
            yield from texts(inner, f"{name} {sub}")

    told = "\n".join(texts(typer.main.get_command(app), "airdef"))
    assert "--precision" in told
    assert [line for word in WORDS if word.before != "weapon" for line in hits(word, "help", told)] == []
