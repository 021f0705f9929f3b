"""Pictures of studies: what they show, and that SVG has the same bytes every time."""

from pathlib import Path

import numpy as np
import pytest

from airdef.catalogue import AdoptedValue
from airdef.report.studyplots import convergence_picture, save, sensitivity_picture, sweep_picture, uncertainty_picture
from airdef.studies.sweep import sweep
from airdef.studies.uncertainty.indices import Index, Indices
from airdef.studies.uncertainty.sensitivity import Parameter, Sensitivity
from airdef.studies.uncertainty.study import Uncertainty
from airdef.studies.uncertainty.twolevel import split
from airdef.studies.variants.uncertain_inputs import UncertainInput


def uncertain_input(name):
    return UncertainInput((AdoptedValue("missile", name, 0.5, 0.1, 0.9, "1", "B", (), (), "", "uniform"),))


def weighed():
    index = (Index(0.7, 0.1, 0.8, 0.1), Index(0.1, 0.1, 0.2, 0.05))
    parameters = (
        Parameter(uncertain_input("sspk"), 1.0, 5.0, None, index[0]),
        Parameter(uncertain_input("range"), 2.5, 3.5, None, index[1]),
        Parameter(uncertain_input("nothing"), 3.0, 3.0, None, None),
    )
    return Sensitivity("raid", "leakers", 3.0, parameters, Indices(64, 3.0, 1.0, index, ((32, index),)), 300, 10, 1)


def test_the_heaviest_stands_on_top():
    left, right = sensitivity_picture(weighed()).axes
    assert [t.get_text() for t in left.get_yticklabels()] == ["missile range", "missile sspk"]
    assert right.get_legend() is not None


def test_convergence_shows_every_step():
    axes = convergence_picture(weighed()).axes[0]
    assert [list(c.lines[0].get_xdata()) for c in axes.containers] == [[32, 64], [32, 64]]


def test_chance_and_epistemic_are_bars_of_their_intervals():
    values = np.array([[1.0, 3.0, 2.0], [5.0, 9.0, 7.0]])
    s = split(values, 1)
    u = Uncertainty("raid", "leakers", (uncertain_input("sspk"),), 3.0, s, values.mean(axis=1), "", 0, (), 1)
    axes = uncertainty_picture(u).axes[0]
    drawn = [tuple(line.get_xdata()) for line in axes.lines[:3]]
    assert drawn == [s.both, s.epistemic, s.aleatory]


def test_few_values_are_curves_and_many_a_heat_map(tmp_path):
    few = sweep("ideal-salvo", ["raid.0.count=1:3:1", "defence.0.overrides.missile.sspk=0.5,0.9"], replications=20)
    picture = sweep_picture(few, "leakers")
    assert [t.get_text() for t in picture.axes[0].get_legend().get_texts()] == [
        "defence.0.overrides.missile.sspk=0.5",
        "defence.0.overrides.missile.sspk=0.9",
    ]
    for name in ("a.svg", "b.svg"):
        save(sweep_picture(few, "leakers"), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    save(picture, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    many = sweep("ideal-salvo", ["raid.0.count=1:3:1", "defence.0.overrides.missile.sspk=0.1:0.9:0.1"], replications=5)
    cells = sweep_picture(many, "leakers").axes[0].images[0].get_array()
    assert cells.shape == (9, 3)
    assert cells[0, 2] == many.points[18].campaign.measures["leakers"].mean  # three raiders, SSPK 0.1
    with pytest.raises(ValueError, match="8 can be told apart"):
        sweep_picture(
            sweep(
                "ideal-salvo",
                ["raid.0.count=1,2", "assets.0.value=1,2,3", "raid.0.spacing=1 s,2 s,3 s"],
                replications=2,
            ),
            "leakers",
        )


def test_other_endings_are_refused():
    with pytest.raises(ValueError, match=r"x\.bmp: a picture ends in .* usual fix: x\.svg"):
        save(sensitivity_picture(weighed()), Path("x.bmp"))
