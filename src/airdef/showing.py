"""What every result shows of itself: one line, a short table and a figure in a notebook, and its table elsewhere.

The line and the tables are made here, of what the result says of itself. The figure and the HTML come from
`airdef.report`, which stands above all results: it is found by name when a notebook asks for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas
    import polars
    import pyarrow as pa
    from matplotlib.axes import Axes

    Brief = tuple[Sequence[str], Sequence[Sequence[str]]]

MOST_ROWS = 12
"""Rows of the short table in a notebook; the others are counted."""

PLOTS = "airdef.report.plots"
NOTEBOOK = "airdef.report.notebook"


class Shown:
    """A result with a short `repr`, a table and a figure in notebooks, and its table for other libraries."""

    _plot: ClassVar[str] = ""
    """The function of `airdef.report.plots` that draws it; empty: it has no figure."""

    _called: ClassVar[str] = ""
    """What it is called; by default the name of its type."""

    def headline(self) -> str:
        """Return what came out, in one line."""
        raise NotImplementedError

    def brief(self) -> Brief:
        """Return the head and the rows of a short table, as text."""
        raise NotImplementedError

    def table(self) -> pa.Table:
        """Return the numbers as an Arrow table, one row each."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{self._called or type(self).__name__}: {self.headline()}>"

    def _repr_html_(self) -> str:
        text: str = import_module(NOTEBOOK).html(self)
        return text

    def plot(self, axes: Axes | None = None) -> Axes:
        """Draw the result.

        Parameters
        ----------
        axes
            Where to draw it; new ones by default.

        Returns
        -------
        Axes
            The matplotlib axes, to be drawn on and labelled further.
        """
        if not self._plot:
            message = f"plot: a {type(self).__name__} has no figure; its numbers are in `table()`"
            raise ValueError(message)
        drawn: Axes = getattr(import_module(PLOTS), self._plot)(self, axes=axes)
        return drawn

    def to_arrow(self) -> pa.Table:
        """Return the numbers as an Arrow table (the same as `table`)."""
        return self.table()

    def to_polars(self) -> polars.DataFrame:
        """Return the numbers as a Polars data frame."""
        import polars

        return polars.DataFrame(self.table())

    def to_pandas(self) -> pandas.DataFrame:
        """Return the numbers as a pandas data frame; pandas comes with the extra `pandas`."""
        needs("pandas", "to_pandas", "to_polars()")
        found: pandas.DataFrame = self.table().to_pandas()
        return found


def needs(module: str, method: str, instead: str = "", extra: str = "") -> Any:
    """Return a module that an extra installs.

    Parameters
    ----------
    module
        Name of the module.
    method
        Name of the method that needs it.
    instead
        What does without it.
    extra
        Name of the extra, by default that of the module.

    Returns
    -------
    Any
        The module.

    Raises
    ------
    ImportError
        With the usual fix.
    """
    try:
        return import_module(module)
    except ImportError:
        other = f", or {instead}" if instead else ""
        message = f"{method}: {module} is not installed; usual fix: pip install 'airdef[{extra or module}]'{other}"
        raise ImportError(message) from None
