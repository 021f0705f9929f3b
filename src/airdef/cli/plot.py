"""`plot`: pictures of one radar, for teaching."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from airdef.cli.options import Settings, text_of
from airdef.requests.common import RCS

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from airdef.studies.envelope.charts import Chart

app = typer.Typer(
    help="Draw one radar: detection by range, a range-height-angle chart, what hides from it.",
    rich_markup_mode=None,
    epilog="Example:  airdef plot detection 64N6E2 --rcs '1 m2' --rcs '10 m2' --out detection.png",
)

AREA = text_of(RCS, "area")

Radar = Annotated[str, typer.Argument(metavar="RADAR", help="A radar of the catalogue, or of the scenario.")]
Of = Annotated[str | None, typer.Option("--scenario", help="The scenario that it stands in; else one by the sea.")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="The picture: .png, .svg or .pdf.")]
Swerling = Annotated[int, typer.Option(min=0, max=4, help="Swerling case of the target.")]


def _chart(radar: str, scenario: str | None, settings: list[str] | None) -> Chart:
    from airdef.cli.scenarios import overrides_of
    from airdef.studies.envelope.charts import chart

    return chart(radar, scenario, overrides_of(settings or ()))


def _draw(out: Path, draw: Callable[[Axes], None]) -> None:
    from airdef.cli.output import say, writable
    from airdef.report.charts import picture

    writable("--out", out, "picture.png")
    picture(draw).savefig(out, dpi=150)
    say(f"drawn: {out}")


@app.command()
def detection(
    radar: Radar,
    rcs: Annotated[list[str] | None, typer.Option("--rcs", help=f"Radar cross-section. Repeatable. [{AREA}]")] = None,
    altitude: Annotated[str, typer.Option(help="Altitude of the target.")] = "5 km",
    swerling: Swerling = 1,
    scenario: Of = None,
    settings: Settings = None,
    out: Out = Path("detection.png"),
) -> None:
    """Draw the probability of detection in one look against range."""
    from airdef.cli.options import quantity
    from airdef.report.charts import plot_detection

    areas = [quantity("--rcs", text, "area") for text in rcs or [AREA]]
    height = quantity("--altitude", altitude, "length")
    chart = _chart(radar, scenario, settings)
    _draw(out, lambda axes: plot_detection(axes, chart, areas, height, swerling))


@app.command()
def blake(
    radar: Radar,
    rcs: Annotated[str, typer.Option("--rcs", help="Radar cross-section.")] = AREA,
    top: Annotated[str, typer.Option(help="Greatest height.")] = "30 km",
    swerling: Swerling = 1,
    scenario: Of = None,
    settings: Settings = None,
    out: Out = Path("blake.png"),
) -> None:
    """Draw a range-height-angle (Blake) chart with contours of detection."""
    from airdef.cli.options import quantity
    from airdef.report.charts import plot_blake

    area, height = quantity("--rcs", rcs, "area"), quantity("--top", top, "length")
    chart = _chart(radar, scenario, settings)
    _draw(out, lambda axes: plot_blake(axes, chart, area, height, swerling))


@app.command("lowest-visible")
def lowest_visible(
    radar: Radar,
    azimuth: Annotated[str, typer.Option(help="Azimuth from north.")] = "0 deg",
    reach: Annotated[str, typer.Option(help="How far over the ground.")] = "100 km",
    scenario: Of = None,
    settings: Settings = None,
    out: Out = Path("lowest-visible.png"),
) -> None:
    """Draw the ground and the lowest visible height along an azimuth."""
    from airdef.cli.options import quantity
    from airdef.report.charts import plot_lowest_visible

    angle, far = quantity("--azimuth", azimuth, "angle"), quantity("--reach", reach, "length")
    chart = _chart(radar, scenario, settings)
    _draw(out, lambda axes: plot_lowest_visible(axes, chart, angle, far))
