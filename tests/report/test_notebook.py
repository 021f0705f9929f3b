"""Results in a notebook: a short line, a small HTML, tables for other libraries, plots on axes."""

import re
import sys

import matplotlib as mpl
import polars
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import airdef

mpl.use("agg")
SMALL = 40_000
"""Characters of a result in a notebook at most: so that a notebook of fifty results stays below 2 MB."""

MADE = {
    "Scenario": lambda: airdef.load("port-raid"),
    "Campaign": lambda: airdef.run("ideal-salvo", 500),
    "Replication": lambda: airdef.replay("port-raid"),
    "Comparison": lambda: airdef.compare("ideal-salvo", changes=["raid.0.count=6"], replications=300),
    "Sweep": lambda: airdef.sweep("ideal-salvo", ["raid.0.count=2,4,6", "defence.0.fire_units=1,2"], replications=64),
    "Limit": lambda: airdef.saturation("ideal-salvo", most=8, more_than=0.5, precision=0.2),
    "Uncertainty": lambda: airdef.uncertainty("ballistic", samples=4, replications=5, processes=1),
    "Influence": lambda: airdef.influence("ballistic", replications=8),
    "Sensitivity": lambda: airdef.sensitivity(
        "ballistic", parameters=["48N6E2 sspk.ballistic"], samples=16, replications=5, processes=1
    ),
    "Coverage": lambda: airdef.coverage("island", [100.0, 1e3], cell=2e3),
    "Approaches": lambda: airdef.approach("island", azimuths=8),
    "Envelope": lambda: airdef.envelope("48N6E2", rcs=[1.0]),
    "Siting": lambda: airdef.site("island", grid=12e3, azimuths=8),
    "Doctrine": lambda: airdef.doctrine("ideal-salvo", ["doctrine.salvo.aircraft=1,2"], budget=200, replications=200),
    "Claims": lambda: airdef.claims("altitude-10m"),
}


class Made(dict):
    """Results by name, each worked out once."""

    def __missing__(self, name):
        self[name] = MADE[name]()
        return self[name]


@pytest.fixture(scope="module")
def made():
    return Made()


@pytest.mark.parametrize("name", MADE)
def test_a_result_shows_itself_briefly(name, made):
    found = made[name]
    assert type(found).__name__ == {"Doctrine": "Result"}.get(name, name)
    assert repr(found).startswith(f"<{name}: ")
    assert len(repr(found)) < 700
    assert "\n" not in repr(found)
    text = found._repr_html_()
    assert len(text) < SMALL
    assert text.count("<tr>") >= 2
    assert ('<img alt="Figure: ' in text) == (name != "Scenario")
    assert "http" not in text  # nothing is fetched


@pytest.mark.parametrize("name", MADE)
def test_its_numbers_go_elsewhere(name, made):
    found = made[name]
    rows = found.to_arrow().num_rows
    assert rows > 0
    frame = found.to_polars()
    assert isinstance(frame, polars.DataFrame)
    assert frame.height == rows == len(found.to_pandas())


@pytest.mark.parametrize("name", [n for n in MADE if n != "Scenario"])
def test_plots_take_and_return_axes(name, made):
    found = made[name]
    axes = Figure().add_subplot()
    assert found.plot(axes) is axes
    assert axes.get_title(loc="left") or axes.get_title()
    assert isinstance(found.plot(), Axes)
    mpl.pyplot.close("all")


def test_texts_of_a_scenario_stay_texts():
    campaign = airdef.run("ideal-salvo", 64, overrides={"name": "a <b>bold</b> name"})
    assert "<b>bold" not in campaign._repr_html_()


def test_plots_refuse_what_they_cannot_draw(made):
    campaign = made["Campaign"]
    with pytest.raises(TypeError, match="a measured value given, a count expected"):
        airdef.plot_campaign(campaign, measure="first_intercept_range")
    with pytest.raises(ValueError, match="nearest: 'leakers'"):
        airdef.plot_comparison(made["Comparison"], measure="leeks")
    with pytest.raises(ValueError, match="a Scenario has no figure"):
        campaign.scenario.plot()


@pytest.mark.parametrize(
    ("method", "extra", "of"), [("to_pandas", "pandas", "Campaign"), ("to_xarray", "xarray", "Coverage")]
)
def test_what_an_extra_brings_is_asked_for(method, extra, of, made, monkeypatch):
    found = made[of]
    monkeypatch.setitem(sys.modules, extra, None)
    with pytest.raises(ImportError, match=re.escape(f"pip install 'airdef[{extra}]'")):
        getattr(found, method)()


def test_coverage_has_labels(made):
    pytest.importorskip("xarray")
    found = made["Coverage"]
    data = found.to_xarray()
    assert data.covered.dims == ("part", "altitude", "latitude", "longitude")
    assert data.attrs["rcs_m2"] == 1.0
    part, north = found.parts[0], float(data.latitude.max())
    row, column = 20, 30
    there = data.covered.sel(part=part.name, altitude=1e3).isel(latitude=row, longitude=column)
    assert bool(there) == bool(part.covered[1, row, column])
    assert north == pytest.approx(float(data.latitude[0]))  # rows go from north to south
    assert (data["count"] == data.covered.sum("part")).all()
