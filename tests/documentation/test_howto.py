"""How to add to the catalogue: the rows that the page shows are added, as they stand there, and give what it says."""

import json
import re
import shutil

from airdef import catalogue, measures
from airdef.engine import REASONS
from docsite import ROOT

from .diffs import applied, checked, run


def blocks():
    """The blocks of the page, by the file that each is for."""
    text = (ROOT / "docs" / "howto" / "add-to-the-catalogue.md").read_text(encoding="utf-8")
    return dict(re.findall(r'^```csv title="(.+?)"\n(.*?)^```', text, re.MULTILINE | re.DOTALL))


def test_an_entry_of_the_catalogue_is_rows(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "src" / "airdef" / "catalogue" / "data", folder)
    shown = blocks()
    assert set(shown) == {"sources.csv", "claims.csv", "entries.csv", "adopted_values.csv", "parts.csv"}
    for name, rows in shown.items():
        with (folder / name).open("a", encoding="utf-8", newline="") as file:
            file.write(rows)
    book = catalogue.load(folder)
    adopted = book.adopted("Example-Mast", "antenna_height")
    assert (adopted.low, adopted.nominal, adopted.high, adopted.grade) == (28.0, 30.0, 32.0, "B")
    assert adopted.sources == ("example-works-mast",)
    assert "Example-Mast" in [p.name for p in book.entry("S-300PMU-2").parts["mast"]]


def test_a_measure_is_one_file_and_a_word_in_a_list(tmp_path):
    folder = applied("measure.md", tmp_path)
    assert "1 passed" in checked(folder, ["tests/outcome/test_assets.py"])
    told = run(folder, "-m", "airdef", "run", "ideal-salvo", "-n", "20", "--json")
    assert json.loads(told)["measures"]["probability_no_asset_lost"]["n"] == 20
    listed = "import airdef.measures as m; print(*m.NAMES)"
    assert run(folder, "-c", listed).split() == [*measures.NAMES, "probability_no_asset_lost"]


def test_a_leak_reason_is_an_entry_and_its_step(tmp_path):
    folder = applied("leak-reason.md", tmp_path)
    assert "1 passed" in checked(folder, ["tests/engine/test_turned_away.py"])
    listed = "from airdef.engine import REASONS; from airdef.measures import BY_KEY; print(*REASONS, BY_KEY[-5].name)"
    place = REASONS.index("track-lost") + 1
    reasons = [*REASONS[:place], "turned-away", *REASONS[place:]]
    assert run(folder, "-c", listed).split() == [*reasons, "reason:turned-away"]


def test_a_command_is_one_file_and_a_word_in_a_list(tmp_path):
    folder = applied("command.md", tmp_path)
    assert "1 passed" in checked(folder, ["tests/cli/test_approach.py"])
    told = run(folder, "-m", "airdef", "approach", "--help")
    assert "--azimuths" in told
    assert "from 1 to 360" in " ".join(told.split())


def test_a_behaviour_is_one_file_and_a_word_in_a_list(tmp_path):
    folder = applied("behaviour.md", tmp_path)
    assert "2 passed" in checked(folder, ["tests/engine/test_chaff.py"])
    told = json.loads(run(folder, "-c", "import json, airdef.scenario as s; print(json.dumps(s.json_schema()))"))
    assert all(told["$defs"][name]["properties"]["chaff"]["default"] is False for name in ("Formation", "Release"))


def test_a_system_is_rows(tmp_path):
    folder = applied("system.md", tmp_path)
    shown = run(folder, "-m", "airdef", "catalogue", "show", "Example-SAM")
    assert "48N6E2" in shown
    told = "import airdef; print(airdef.load('port-raid', {'defence.0.system': 'Example-SAM'}).systems[0].name)"
    assert run(folder, "-c", told) == "Example-SAM\n"


def test_a_radar_in_a_new_band_is_rows(tmp_path):
    folder = applied("radar-band.md", tmp_path)
    of = "adopted('Example-Radar', 'frequency')"
    told = f"import airdef.catalogue as c; r = c.load().{of}; print(r.low, r.nominal, r.high)"
    assert run(folder, "-c", told) == "1000000000.0 1500000000.0 2000000000.0\n"


def test_a_study_is_one_file(tmp_path):
    folder = applied("study.md", tmp_path)
    assert "1 passed" in checked(folder, ["tests/studies/test_stopped.py"])


def test_each_look_up_ends_in_a_file_that_has_what_is_named():
    text = (ROOT / "docs" / "howto" / "look-ups.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| \[?`(.+?)`.*? \| `(.+?)` \|$", text, re.MULTILINE)
    assert len(rows) == 10
    for question, file, named in rows:
        assert named in (ROOT / file).read_text(encoding="utf-8"), question
