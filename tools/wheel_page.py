"""Tell when a wheel is built without the page of `airdef serve`: it would serve a notice in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageHook(BuildHookInterface):  # type: ignore[type-arg]
    """Look for the page before a wheel is built; an editable install finds it later, where the build puts it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Warn if a wheel to be given away has no page."""
        page = Path(self.root) / "src" / "airdef" / "server" / "page" / "index.html"
        if version == "standard" and not page.is_file():
            self.app.display_warning("the page is not built: this wheel has none (build it first: python3 dev.py web)")
