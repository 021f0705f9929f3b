"""Scenarios by name, from the package and from the workspace, and what a request says about one."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

import airdef.catalogue
from airdef import limits
from airdef.kept import Kept
from airdef.outcome.files import write_whole
from airdef.scenario import Problem, ScenarioError, find, names
from airdef.scenario.check import validate
from airdef.scenario.document import Document, read_source, read_text
from airdef.scenario.errors import nearest, shown
from airdef.scenario.settings import with_overrides
from airdef.scenario.size import held
from airdef.server.refused import Refused
from airdef.terrain import BUNDLED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from airdef.scenario import Scenario
    from airdef.scenario.schema import Declaration
    from airdef.server.bin import Bin
    from airdef.server.orders import Spec
    from airdef.server.versions import Versions

NAME: Final = r"^[a-z0-9][a-z0-9-]{0,63}$"
"""What a scenario may be called. No path of a request ever names a file."""

UNNAMED: Final = "scenario.yaml"
"""What messages call a scenario that has no name yet."""


class Library:
    """The bundled scenarios, and the user's in `folder`."""

    def __init__(
        self,
        folder: Path,
        most: int = limits.WORKSPACE_SCENARIOS,
        versions: Versions | None = None,
        bin_: Bin | None = None,
    ) -> None:
        self.folder = folder
        self.most = most
        self._versions = versions
        self._bin = bin_
        folder.mkdir(parents=True, exist_ok=True)
        self._bundled = dict.fromkeys(names())
        self._heads: dict[str, tuple[tuple[int, int], str, str]] = {}
        self._scenarios: Kept[bytes, Scenario] = Kept(limits.SERVICE_CACHE_BYTES // 4, held)

    def bundled(self, name: str) -> bool:
        """Tell whether a name is that of a bundled scenario.

        Parameters
        ----------
        name
            Name of the scenario.

        Returns
        -------
        bool
            Whether a name is that of a bundled scenario.
        """
        return name in self._bundled

    def known(self) -> list[str]:
        """Return all names, the bundled ones first."""
        return [*self._bundled, *(n for n in self._own() if not self.bundled(n))]

    def _own(self) -> list[str]:
        """Return the names of what lies in the folder of the user's scenarios and is called like one."""
        return sorted(p.stem for p in self.folder.glob("*.yaml") if re.match(NAME, p.stem))

    def _file(self, name: str) -> Path:
        if not re.match(NAME, name):
            raise Refused(404, f"scenario {shown(name)}: a name of a-z, 0-9 and - expected")
        return find(name) if self.bundled(name) else self.folder / f"{name}.yaml"

    def text(self, name: str) -> str | None:
        """Return the YAML of a scenario, None if there is none of that name.

        Parameters
        ----------
        name
            Name of the scenario.

        Returns
        -------
        str | None
            The YAML of a scenario, None if there is none of that name.

        Raises
        ------
        ScenarioError
            For what is no text, too large, or no file.
        """
        file = self._file(name)
        return read_source(file, f"{name}.yaml") if os.path.lexists(file) else None

    def heads(self) -> list[dict[str, Any]]:
        """Return name, title, description of every scenario, whether it is bundled, and when it was modified.

        What cannot be read stands in the list under its name, with the reason as its description.
        """
        names = self.known()
        self._heads = {name: head for name, head in self._heads.items() if name in set(names)}
        return [self._head(name) for name in names]

    def _head(self, name: str) -> dict[str, Any]:
        bundled, when = self.bundled(name), None
        try:
            status = self._file(name).stat()
            stamp = (status.st_mtime_ns, status.st_size)
            when = datetime.fromtimestamp(status.st_mtime, UTC).isoformat(timespec="seconds")
            known = self._heads.get(name)
            if known is None or known[0] != stamp:
                known = self._heads[name] = (stamp, *_title(self.text(name) or "", name))
            title, description = known[1:]
        except (OSError, ScenarioError, OverflowError, ValueError) as error:  # a time before the year 1, say
            title, description = name, f"cannot be read: {_reason(error)}"
        return {
            "name": name,
            "title": title,
            "description": description,
            "bundled": bundled,
            "modified": None if bundled else when,
        }

    def entry(self, name: str) -> dict[str, Any]:
        """Return a scenario whole: its text, and its declaration as plain data.

        Parameters
        ----------
        name
            Name of the scenario.

        Returns
        -------
        dict[str, Any]
            A scenario whole: its text, and its declaration as plain data.

        Raises
        ------
        Refused
            With the status 404.
        ScenarioError
            If the scenario is broken.
        """
        text = self.text(name)
        if text is None:
            close = nearest(name, self.known())
            hint = f"; the nearest is '{close[0]}'" if close else ""
            raise Refused(404, f"scenario '{name}' does not exist{hint}")
        data: dict[str, Any] | None
        title = name
        try:
            data = listed(read_text(text, f"{name}.yaml").data)
            title = str(data.get("name") or name)
        except ScenarioError:  # saved by another program: it can still be mended
            data = None
        return {"name": name, "title": title, "bundled": self.bundled(name), "yaml": text, "declaration": data}

    def save(self, name: str, spec: Spec) -> dict[str, Any]:
        """Save a scenario under a name and return it; what stood there stays among its versions.

        Parameters
        ----------
        name
            Name of the scenario.
        spec
            Which scenario is meant.

        Returns
        -------
        dict[str, Any]
            The scenario as `entry` returns it.

        Raises
        ------
        ScenarioError
            If the scenario is broken.
        Refused
            With the status 409 for a bundled name.
        """
        file = self._writable(name, "save it under another name")
        self._refuse_more(name, file)
        self.scenario(spec)
        self._keep(name)
        text = self.written(spec) if spec.yaml is not None else yaml_of(self.document(spec).data)
        write_whole(file, text.encode(), links=True)
        return self.entry(name)

    def _refuse_more(self, name: str, file: Path) -> None:
        if not file.exists() and len(self._own()) >= self.most:
            raise Refused(429, f"scenario '{name}': {self.most} are saved already; usual fix: delete some")

    def _keep(self, name: str) -> None:
        """Keep the text that is stored under a name as a version, where it can be read."""
        with suppress(ScenarioError, OSError):
            text = self.text(name)
            if text is not None and self._versions is not None:
                self._versions.keep(name, text)

    def delete(self, name: str) -> None:
        """Move a scenario into the bin.

        Parameters
        ----------
        name
            Name of the scenario.

        Raises
        ------
        Refused
            With the status 404, 409 for a bundled one.
        OSError
            For a folder.
        """
        file = self._writable(name, "only your own scenarios can be deleted")
        if not os.path.lexists(file):
            self.entry(name)  # tells the nearest
        if self._bin is None or (file.is_dir() and not file.is_symlink()):
            file.unlink()
            return
        self._keep(name)
        self._bin.put(file)

    def restore(self, name: str) -> None:
        """Take a deleted scenario out of the bin.

        Parameters
        ----------
        name
            Name of the scenario.

        Raises
        ------
        Refused
            With the status 404; 409 where another has its name; 429.
        """
        file = self._writable(name, "save it under another name")
        if self._bin is not None:
            self._refuse_more(name, file)
            self._bin.restore(file.name, file)

    def _writable(self, name: str, fix: str) -> Path:
        if self.bundled(name):
            raise Refused(409, f"scenario '{name}' is bundled and stays as it is; usual fix: {fix}")
        return self._file(name)

    def pinned(self, spec: Spec) -> dict[str, Any]:
        """Return a spec as plain data that means the same tomorrow: a scenario of the user's as its text.

        Parameters
        ----------
        spec
            Which scenario is meant.

        Returns
        -------
        dict[str, Any]
            A spec as plain data that means the same tomorrow: a scenario of the user's as its text.
        """
        if spec.name is not None and self.bundled(spec.name):
            return {"name": spec.name, "set": spec.changes}
        return {"yaml": self._text(spec), "set": spec.changes}

    def pinned_all(self, specs: Sequence[Spec]) -> list[dict[str, Any]]:
        """Return specs as `pinned` does.

        Parameters
        ----------
        specs
            Which scenarios are meant.

        Returns
        -------
        list[dict[str, Any]]
            Specs as `pinned` does.

        Raises
        ------
        LimitError
            Where they are more than a job keeps.
        """
        found = [self.pinned(spec) for spec in specs]
        limits.JOB_BYTES.check("scenarios", 2 * sum(len(json.dumps(spec)) for spec in found))
        return found

    def written(self, spec: Spec) -> str:
        """Return the text of what a spec says, with its settings in it.

        Parameters
        ----------
        spec
            Which scenario is meant.

        Returns
        -------
        str
            The text of what a spec says, with its settings in it.

        Raises
        ------
        ScenarioError
            If the scenario is broken.
        """
        return yaml_of(self.document(spec).data) if spec.changes else self._text(spec)

    def document(self, spec: Spec) -> Document:
        """Return what a spec says as a document, with its settings.

        Parameters
        ----------
        spec
            Which scenario is meant.

        Returns
        -------
        Document
            What a spec says as a document, with its settings.

        Raises
        ------
        ScenarioError
            If the scenario is broken.
        """
        return _document(self._text(spec), _label(spec), _key(spec))

    def check(self, spec: Spec, each: Iterable[Mapping[str, Any]]) -> None:
        """Check that a spec is well-formed and names no file, with each of these replacements.

        Parameters
        ----------
        spec
            Which scenario is meant.
        each
            Replacements: values by path, one mapping at a time.

        Raises
        ------
        ScenarioError
            If the scenario is broken.
        """
        document = None
        for settings in each:
            document = document or self.document(spec)
            changed = with_overrides(document, settings)
            _no_files(validate(changed), changed)

    def scenario(self, spec: Spec) -> Scenario:
        """Return the scenario a spec says, ready to run.

        Parameters
        ----------
        spec
            Which scenario is meant.

        Returns
        -------
        Scenario
            The scenario a spec says, ready to run.

        Raises
        ------
        ScenarioError
            If the scenario is broken.
        """
        said = (self._text(spec), _label(spec), _key(spec))
        key = hashlib.sha256(json.dumps(said).encode()).digest()
        return self._scenarios.get(key, lambda: _resolved(*said))  # the page asks for the same again and again

    def _text(self, spec: Spec) -> str:
        if spec.name is not None:
            text = self.text(spec.name)
            if text is None:
                close = nearest(spec.name, self.known())
                expected = f"one of {', '.join(self.known())}"
                fix = f"'{close[0]}'" if close else "GET /api/scenarios lists them"
                raise ScenarioError([Problem(spec.name, "", f"the name {shown(spec.name)}", expected, close, fix)])
            return text
        if spec.yaml is not None:
            return spec.yaml
        # YAML takes these two for ends of lines.
        text = json.dumps(spec.declaration, ensure_ascii=False)
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _reason(error: Exception) -> str:
    """Return why a file cannot be read, without its name."""
    if isinstance(error, ScenarioError):
        return f"{error.first.given} given, {error.first.expected} expected"
    return getattr(error, "strerror", None) or str(error)


def _label(spec: Spec) -> str:
    return f"{spec.name}.yaml" if spec.name is not None else UNNAMED


def _key(spec: Spec) -> str:
    return json.dumps(spec.changes, ensure_ascii=False)


def _title(text: str, name: str) -> tuple[str, str]:
    """Return title and description of a scenario, as far as its text can be read."""
    try:
        data = read_text(text, name).data
    except ScenarioError:
        return name, ""
    return str(data.get("name") or name), str(data.get("description") or "")


def _document(text: str, label: str, changes: str) -> Document:
    return with_overrides(read_text(text, label), json.loads(changes))


def _resolved(text: str, label: str, changes: str) -> Scenario:
    from airdef.scenario.resolve import resolve

    document = _document(text, label, changes)
    declaration = validate(document)
    _no_files(declaration, document)
    return resolve(declaration, document, airdef.catalogue.load())


def _no_files(declaration: Declaration, document: Document) -> None:
    """Refuse a scenario that names a file. Raises ScenarioError."""
    dem = declaration.environment.terrain.dem
    if dem is not None and dem not in BUNDLED:
        given, expected = f"'{dem}'", f"a bundled elevation model ({', '.join(BUNDLED)})"
        fix = "models in files are for the command line: here no request names a file"
        raise ScenarioError([document.problem(("environment", "terrain", "dem"), given, expected, fix)])
    if declaration.catalogue.file is not None:
        given, expected = f"'{declaration.catalogue.file}'", "entries of your own in the scenario itself"
        fix = "copy what the file says to 'catalogue': here no request names a file"
        raise ScenarioError([document.problem(("catalogue",), given, expected, fix)])


def listed(data: Any) -> Any:
    """Return a document's data with lists for tuples, as JSON and YAML have them.

    Parameters
    ----------
    data
        The data.

    Returns
    -------
    Any
        A document's data with lists for tuples, as JSON and YAML have them.
    """
    if isinstance(data, dict):
        return {key: listed(value) for key, value in data.items()}
    if isinstance(data, tuple | list):
        return [listed(value) for value in data]
    return data


def yaml_of(data: dict[str, Any]) -> str:
    """Return a declaration as YAML that reads back as the same data.

    Parameters
    ----------
    data
        The data.

    Returns
    -------
    str
        A declaration as YAML that reads back as the same data.
    """
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = None  # short ones in braces
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.allow_unicode = True
    writer.width = 110
    out = io.StringIO()
    writer.dump(listed(data), out)
    text = out.getvalue()
    if read_text(text).data != data:  # a text that YAML would read otherwise: JSON is YAML as well
        return json.dumps(listed(data), indent=1, ensure_ascii=False) + "\n"
    return text
