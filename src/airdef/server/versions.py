"""Versions of scenarios: texts as they stood, saved or not, sound or not, each under the digest of what it says.

An address of the page names a version, so that it shows the same to whoever is sent it, edits that were never saved
included. They lie in `versions/NAME/DIGEST.yaml`; those used longest ago make room.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from airdef import limits
from airdef.outcome.files import write_whole
from airdef.scenario.document import read_source
from airdef.server.refused import Refused

if TYPE_CHECKING:
    from pathlib import Path

ID: Final = r"^[0-9a-f]{20}$"
"""80 bits of a SHA-256: two texts of one workspace never share one by chance."""


@dataclass(frozen=True)
class Version:
    """A text that is kept: of which scenario, when it was last used [s since 1970], its bytes."""

    scenario: str
    id: str
    when: float
    bytes: int

    def public(self) -> dict[str, Any]:
        """Return it as the service tells it."""
        used = datetime.fromtimestamp(self.when, UTC).isoformat(timespec="seconds")
        return {"scenario": self.scenario, "version": self.id, "used": used}


def digest(text: str) -> str:
    """Return the number of a version: the beginning of the SHA-256 of its text.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        The number of a version: the beginning of the SHA-256 of its text.
    """
    return hashlib.sha256(text.encode()).hexdigest()[:20]


class Versions:
    """The versions kept in a folder, at most `most` of `most_bytes`. Methods may be called from any thread."""

    def __init__(
        self, folder: Path, named: str, most: int = limits.WORKSPACE_VERSIONS, most_bytes: int = limits.VERSIONS_BYTES
    ) -> None:
        self.folder = folder
        self.most = most
        self.most_bytes = most_bytes
        self._lock = threading.RLock()
        self._kept: dict[tuple[str, str], Version] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for place in folder.iterdir():
            if not re.match(named, place.name) or place.is_symlink() or not place.is_dir():
                continue
            for file in place.glob("*.yaml"):
                with suppress(OSError):
                    status = os.lstat(file)
                    if re.match(ID, file.stem):
                        known = Version(place.name, file.stem, status.st_mtime, status.st_size)
                        self._kept[place.name, file.stem] = known

    def of(self, scenario: str) -> list[Version]:
        """Return the versions of a scenario, used last first.

        Parameters
        ----------
        scenario
            Name of the scenario.

        Returns
        -------
        list[Version]
            The versions of a scenario, used last first.
        """
        found = [v for v in list(self._kept.values()) if v.scenario == scenario]
        return sorted(found, key=lambda v: (v.when, v.id), reverse=True)

    def keep(self, scenario: str, text: str) -> Version:
        """Keep a text as a version of a scenario, which need not be saved, and return it.

        Parameters
        ----------
        scenario
            Name of the scenario.
        text
            The text.

        Returns
        -------
        Version
            The version.

        Raises
        ------
        OSError
            If a file cannot be read or written.
        """
        number, content = digest(text), text.encode()
        with self._lock:
            file = self.folder / scenario / f"{number}.yaml"
            now = time.time()
            if (scenario, number) in self._kept and file.is_file():
                with suppress(OSError):
                    os.utime(file, (now, now))
            else:
                self._make_room(len(content))
                file.parent.mkdir(exist_ok=True)
                write_whole(file, content)
            found = self._kept[scenario, number] = Version(scenario, number, now, len(content))
            return found

    def text(self, scenario: str, number: str) -> str:
        """Return the text of a version.

        Parameters
        ----------
        scenario
            Name of the scenario.
        number
            Number of the version.

        Returns
        -------
        str
            The text of a version.

        Raises
        ------
        Refused
            With the status 404.
        ScenarioError
            For a file that is none.
        """
        if (scenario, number) not in self._kept:
            raise Refused(404, f"version: this workspace does not keep {number} of scenario '{scenario}' (any more)")
        return read_source(self.folder / scenario / f"{number}.yaml", f"{scenario}.yaml")

    def _make_room(self, more: int) -> None:
        total = sum(v.bytes for v in self._kept.values())
        for old in sorted(self._kept.values(), key=lambda v: (v.when, v.id)):
            if len(self._kept) < self.most and total + more <= self.most_bytes:
                return
            with suppress(OSError):
                (self.folder / old.scenario / f"{old.id}.yaml").unlink()
            del self._kept[old.scenario, old.id]
            total -= old.bytes
