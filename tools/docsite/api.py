"""The reference of the Python interface: what `airdef` exports, what that returns, and the laws of `airdef.physics`.

Nothing here names the module that an object stands in: the names are those of `airdef.__all__`, and the types that
these return are found in their annotations.
"""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING, Any

import griffe

import airdef
from docsite import ROOT, Page, docstrings
from docsite.text import prose, slug, table

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "reference/api"

HEAD = """# Python interface

```python
import airdef

campaign = airdef.run("port-raid", replications=10_000, seed=1)
campaign.measures["leakers"].mean, campaign.measures["leakers"].ci95
```

Everything below is a name of `airdef`. Quantities are in SI units and radians. Names are imported when they are first
used, so that `import airdef` costs nothing.

"""


def package() -> griffe.Module:
    """Return `airdef` as it stands in the sources."""
    loader = griffe.GriffeLoader(search_paths=[ROOT / "src"], docstring_parser=griffe.Parser.numpy)
    found = loader.load("airdef")
    loader.resolve_aliases()
    assert isinstance(found, griffe.Module)
    return found


def resolved(root: griffe.Module, name: str) -> griffe.Object:
    """Return what a public name stands for."""
    found = root[name]
    target = found.final_target if found.is_alias else found
    assert isinstance(target, griffe.Object)
    return target


def public(root: griffe.Module) -> dict[str, griffe.Object]:
    """Return the public names of `airdef` with what they stand for, functions and classes."""
    return {name: resolved(root, name) for name in airdef.__all__ if not name.startswith("_")}


def returned(root: griffe.Module, names: dict[str, griffe.Object]) -> dict[str, griffe.Object]:
    """Return the classes of airdef that public functions return and that are no public names themselves."""
    held = {found.path for found in names.values()}
    out: dict[str, griffe.Object] = {}
    for found in names.values():
        if not isinstance(found, griffe.Function) or not isinstance(found.returns, griffe.Expr):
            continue
        for part in found.returns.iterate(flat=True):
            path = getattr(part, "canonical_path", "")
            if path.startswith("airdef."):
                target = root[path.removeprefix("airdef.")]
                target = target.final_target if target.is_alias else target
                if isinstance(target, griffe.Class) and target.path not in held:
                    out[target.name] = target
    return dict(sorted(out.items()))


def _summary(found: griffe.Object) -> str:
    return found.docstring.value.partition("\n\n")[0] if found.docstring else ""


def pages(complain: Any) -> tuple[list[Page], list[Any]]:
    """Return a page for every public name, and their list of the navigation."""
    root = package()
    names = public(root)
    others = returned(root, names)
    for name, found in {**others, **names}.items():
        for sentence in docstrings.lacking(name, found):
            complain(sentence)
    functions = [n for n, f in names.items() if isinstance(f, griffe.Function)]
    classes = [n for n in names if n not in functions]
    made, navigation = [], [f"{FOLDER}/index.md"]
    out = [HEAD]
    for title, part in (("Functions", functions), ("Classes", classes), ("What functions return", list(others))):
        rows, listed = [], []
        for name in part:
            path = f"{FOLDER}/{name}.md" if part is functions else f"{FOLDER}/class-{slug(name)}.md"
            identifier = f"airdef.{name}" if name in names else others[name].path
            made.append(Page(path, _directive(name if name not in names else f"airdef.{name}", identifier)))
            rows.append((f"[`{name}`]({path.rpartition('/')[2]})", prose(_summary({**others, **names}[name]))))
            listed.append({name: path})
        out += [f"## {title}\n", table(("name", "what it is"), rows)]
        navigation.append({title: listed})
    made.append(Page(f"{FOLDER}/index.md", "\n".join(out)))
    return made, navigation


def _directive(title: str, identifier: str) -> str:
    options = "    options: {heading_level: 1, show_root_full_path: false}"
    return f"---\ntitle: {title}\n---\n\n::: {identifier}\n{options}\n"


def physics() -> tuple[list[Page], list[Any]]:
    """Return a page for each module of `airdef.physics`, and their list of the navigation."""
    from airdef import physics as laws

    root = package()
    made, rows, listed = [], [], []
    for name in _modules(laws.__path__):
        found = root[f"physics.{name}"]
        path = f"reference/physics/{name}.md"
        options = "    options: {show_root_heading: false, show_root_toc_entry: false, members_order: source}"
        made.append(Page(path, f"# {name.replace('_', ' ').capitalize()}\n\n::: airdef.physics.{name}\n{options}\n"))
        rows.append((f"[`{name}`]({name}.md)", prose(_summary(found))))
        listed.append({name.replace("_", " ").capitalize(): path})
    words = (
        "# Physics\n\nThe laws of the model, a module each: summary, equation, validity and reference. What each was "
        "checked against is on the [validation page](../../validation/index.md). The functions take SI units and "
        "radians. They are compiled; from Python they take floats or NumPy arrays.\n\n"
    )
    made.append(Page("reference/physics/index.md", words + table(("module", "what it holds"), rows)))
    return made, ["reference/physics/index.md", *listed]


def _modules(path: Any) -> Iterator[str]:
    return (m.name for m in pkgutil.iter_modules(path) if not m.name.startswith("_"))
