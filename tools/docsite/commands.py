"""The command line as pages, read from the commands themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.main import get_command

from airdef.cli.app import app
from docsite import Page
from docsite.text import plain, prose, slug, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click import Command, Context

FOLDER = "reference/command"


def pages() -> tuple[list[Page], list[Any]]:
    """Return a page for each command and one that lists them, and their list of the navigation."""
    root = get_command(app)
    found = list(_walk(root, "airdef", None))
    made = [Page(f"{FOLDER}/{slug(name)}.md", _page(command, ctx, name)) for command, ctx, name in found[1:]]
    made.append(_index(found))
    navigation: list[Any] = [f"{FOLDER}/index.md"]
    navigation += [{name.removeprefix("airdef "): f"{FOLDER}/{slug(name)}.md"} for _, _, name in found[1:]]
    return made, navigation


def _walk(command: Command, name: str, parent: Context | None) -> Iterator[tuple[Command, Context, str]]:
    """Yield a command and all below it, each with its context and its whole name."""
    ctx = command.make_context(name, [], parent=parent, resilient_parsing=True)
    yield command, ctx, name
    for below in getattr(command, "commands", {}).values():
        yield from _walk(below, f"{name} {below.name}", ctx)


def _first(command: Command) -> str:
    """Return the first paragraph of a command's help."""
    return (command.help or "").strip().partition("\n\n")[0]


def _index(found: list[tuple[Command, Context, str]]) -> Page:
    root, ctx, _ = found[0]
    rows = [(f"[`{name}`]({slug(name)}.md)", prose(_first(command))) for command, _, name in found[1:]]
    words = (
        "# Command line\n\n`airdef` answers on the terminal, with `--json` for programs. Each page is made from the "
        "command itself: its `--help` says the same.\n\n"
    )
    options = "## Options of `airdef`\n\n" + table(("option", "meaning"), _records(root, ctx))
    codes = """
## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | done, but the reader of the output went away |
| 2 | an error, told in one message on stderr |
| 129, 130, 143 | ended before its time: the terminal closed, Ctrl-C, SIGTERM; the last line says what is kept |
"""
    return Page(f"{FOLDER}/index.md", words + table(("command", "what it does"), rows) + "\n" + options + codes)


def _records(command: Command, ctx: Context, kind: str = "option") -> list[tuple[str, str]]:
    """Return the options, or the arguments, with their meanings."""
    records = [p.get_help_record(ctx) for p in command.get_params(ctx) if p.param_type_name == kind]
    return [(f"`{names}`", prose(words)) for names, words in (r for r in records if r)]


def _page(command: Command, ctx: Context, name: str) -> str:
    """Return the page of a command."""
    usage = " ".join([name, *command.collect_usage_pieces(ctx)])
    out = [f"# {name}\n", *(f"{prose(part)}\n" for part in (command.help or "").strip().split("\n\n"))]
    out.append(f"```text\n{usage}\n```\n")
    arguments = _records(command, ctx, "argument")
    if arguments:
        out += ["## Arguments\n", table(("argument", "meaning"), arguments)]
    if below := getattr(command, "commands", {}):
        rows = [(f"[`{name} {c.name}`]({slug(f'{name} {c.name}')}.md)", prose(_first(c))) for c in below.values()]
        out += ["## Commands\n", table(("command", "what it does"), rows)]
    out += ["## Options\n", table(("option", "meaning"), _records(command, ctx))]
    examples = _examples(command.epilog or "")
    if examples:
        out += ["## Examples\n", "```console", *(f"$ {line}" for line in examples), "```\n"]
    elif command.epilog:
        out.append(plain(command.epilog))
    return "\n".join(out)


def _examples(epilog: str) -> list[str]:
    """Return the command lines of an epilog."""
    text = epilog.replace("Examples:", "").replace("Example:", "")
    return [line.strip() for line in text.split("\n\n") if line.strip().startswith("airdef ")]
