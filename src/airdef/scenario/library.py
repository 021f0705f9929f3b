"""Scenarios by name: those that come with the package, and the public ways to load one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

import airdef.catalogue
from airdef.scenario.check import validate
from airdef.scenario.document import Document, read, read_text
from airdef.scenario.errors import Problem, ScenarioError, nearest, shown
from airdef.scenario.settings import with_changes, with_overrides

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airdef.catalogue import Catalogue
    from airdef.scenario.plan import Scenario

ScenarioLike: TypeAlias = "Scenario | str | Path"
"""A scenario, the name of a bundled one, or the path of a file."""


def folder() -> Path:
    """Return the folder of the bundled scenarios: in the installed package, else in the checkout.

    Returns
    -------
    Path
        The folder of the bundled scenarios: in the installed package, else in the checkout.
    """
    package = Path(airdef.catalogue.__file__).parents[1]
    installed = package / "scenarios"
    return installed if installed.is_dir() else package.parents[1] / "scenarios"


def names() -> list[str]:
    """Return the names of the bundled scenarios.

    Returns
    -------
    list[str]
        The names of the bundled scenarios.
    """
    return sorted(path.stem for path in folder().glob("*.yaml"))


def find(name_or_path: str | Path) -> Path:
    """Return the file of a scenario: a path as it is, a bundled scenario by its name.

    Parameters
    ----------
    name_or_path
        Name of a bundled scenario, or path of a file.

    Returns
    -------
    Path
        The file of a scenario: a path as it is, a bundled scenario by its name.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    text = str(name_or_path)
    path = Path(text)
    if isinstance(name_or_path, Path) or path.suffix in {".yaml", ".yml"} or len(path.parts) > 1 or path.is_file():
        return path
    known = names()
    if text in known:
        return folder() / f"{text}.yaml"
    close = nearest(text, known)
    fix = f"'{close[0]}', or the path of a .yaml file" if close else "a bundled name, or the path of a .yaml file"
    expected = f"a scenario file or a bundled scenario ({', '.join(known)})"
    raise ScenarioError([Problem(shown(text)[1:-1], "", f"the name {shown(text)}", expected, close, fix)])


def load(
    name_or_path: str | Path,
    overrides: Mapping[str, object] | None = None,
    catalogue: Catalogue | None = None,
) -> Scenario:
    """Return a scenario, ready to run.

    Parameters
    ----------
    name_or_path
        A bundled scenario by name (see `names`), or a YAML file.
    overrides
        Values that are replaced, by dotted path: `{"raid.0.count": 8}` (see `settings.with_overrides`).
    catalogue
        The catalogue to resolve it with, the packaged one by default.

    Returns
    -------
    Scenario
        The scenario with every figure resolved.

    Raises
    ------
    ScenarioError
        The text says where, what was given, what was expected and the usual fix.
    """
    return _resolved(read(find(name_or_path)), overrides, catalogue)


def loads(
    text: str,
    overrides: Mapping[str, object] | None = None,
    catalogue: Catalogue | None = None,
    file: str = "<text>",
) -> Scenario:
    """Return the scenario in a YAML text, ready to run.

    Parameters
    ----------
    text
        The text of a scenario file.
    overrides
        As of `load`.
    catalogue
        As of `load`.
    file
        What messages call the text.

    Returns
    -------
    Scenario
        The scenario with every figure resolved.

    Raises
    ------
    ScenarioError
        As of `load`.
    """
    return _resolved(read_text(text, file), overrides, catalogue)


def is_loaded(scenario: ScenarioLike) -> TypeGuard[Scenario]:
    """Tell whether a scenario is one, and not the name or path of one.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    TypeGuard[Scenario]
        Whether a scenario is one, and not the name or path of one.
    """
    return not isinstance(scenario, str | Path)


def named(scenario: ScenarioLike) -> str:
    """Return what results and messages call a scenario: its name, or the path that was given.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    str
        What results and messages call a scenario: its name, or the path that was given.
    """
    return scenario.name if is_loaded(scenario) else str(scenario)


def document_of(scenario: ScenarioLike) -> Document:
    """Return the document of a scenario, with the overrides that a loaded one has.

    ValueError is raised for a scenario that is not what its text says: one that was built or changed after it was
    loaded. What is to be changed in it would be changed in the text.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Document
        The document of a scenario, with the overrides that a loaded one has.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    ValueError
        If it is refused; the message says where and why.
    """
    if isinstance(scenario, str | Path):
        return read(find(scenario))
    from airdef.scenario.resolve import scenario_hash

    document = with_changes(read_text(scenario.text, scenario.path), json.loads(scenario.overrides or "[]"))
    if scenario_hash(scenario) == scenario.scenario_hash:
        return document
    message = (
        f"scenario: '{scenario.name}' given, which was changed after it was loaded; a scenario as loaded expected; "
        "usual fix: airdef.load(NAME, overrides={...})"
    )
    raise ValueError(message)


def given(
    scenario: ScenarioLike, overrides: Mapping[str, object] | None = None, catalogue: Catalogue | None = None
) -> Scenario:
    """Return a scenario that is given as one, by name or by path, with overrides. Raises as `load`, `document_of`.

    Parameters
    ----------
    scenario
        The scenario.
    overrides
        Values of the scenario that are replaced, by path.
    catalogue
        The catalogue that figures and sources are taken from.

    Returns
    -------
    Scenario
        A scenario that is given as one, by name or by path, with overrides.
    """
    if is_loaded(scenario) and not overrides:
        return scenario
    return _resolved(document_of(scenario), overrides, catalogue)


def _resolved(document: Document, overrides: Mapping[str, object] | None, catalogue: Catalogue | None) -> Scenario:
    document = with_overrides(document, overrides or {})
    declaration = validate(document)
    # Only now: geometry and its compiler take a second to import, and broken files should not wait for it.
    from airdef.scenario.resolve import resolve

    return resolve(declaration, document, catalogue or airdef.catalogue.load())
