"""`airdef results`, on stored campaigns of an engine that costs nothing."""

import json

import pytest

from airdef.cli import main
from airdef.outcome import Precision, collect
from airdef.outcome.store import writing
from outcome.fakes import COLUMNS, scenario, simulate
from outcome.stored import header, run


def test_the_numbers_are_those_of_the_run(tmp_path, capsys):
    run(tmp_path / "c", header())
    assert main(["results", str(tmp_path / "c"), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    told = json.loads(out)
    expected = collect(simulate, COLUMNS, scenario(), 1, 5_000)
    for name, measure in expected.measures.items():
        assert told["measures"][name]["mean"] == measure.mean
        constant = told["measures"][name]["ci95"] == [None, None]  # a constant has no interval
        assert constant or tuple(told["measures"][name]["ci95"]) == measure.ci95
    assert told["leak_reasons"] == expected.leak_reasons
    assert told["timing"] == {"prepare_s": None, "simulate_s": None, "replications_per_second": None}
    assert [s["id"] for s in told["sources"]] == ["S1", "S2"]


def test_tables_say_nothing_of_times_they_do_not_know(tmp_path, capsys):
    run(tmp_path / "c", header())
    assert main(["results", str(tmp_path / "c")]) == 0
    out = capsys.readouterr().out
    assert "5,000 replications of seed 1." in out
    assert "nan" not in out.lower().split()


def stop_at(replications):
    def stop(done, goal):
        if done >= replications:
            raise KeyboardInterrupt

    return stop


def test_unfinished_is_said_with_how_to_go_on(tmp_path, capsys):
    folder = tmp_path / "c"
    with pytest.raises(KeyboardInterrupt):
        run(folder, header(), progress=stop_at(2048))
    assert main(["results", str(folder), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["replications"] == 2048
    assert f"unfinished: 2,048 of 5,000 replications; go on with: airdef run --out {folder} --resume" in err


def test_a_damaged_part_is_named(tmp_path, capsys):
    folder = tmp_path / "c"
    run(folder, header())
    (folder / "rows" / "part-000000001.parquet").write_bytes(b"PAR1")
    assert main(["results", str(folder), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["replications"] == 3976
    assert "part 1 is damaged and left out" in err


def test_a_precision_not_reached_is_unfinished(tmp_path, capsys):
    folder = tmp_path / "c"
    precision = Precision(0.001, limit=1_000_000)
    with pytest.raises(KeyboardInterrupt):
        run(folder, header(goal=0, precision=precision), precision=precision, progress=stop_at(1024))
    assert main(["results", str(folder), "--json"]) == 0
    out, err = capsys.readouterr()
    assert "unfinished" in err
    assert json.loads(out)["precision"]["reached"] is False


def test_no_campaign_and_no_part_yet(tmp_path, capsys):
    assert main(["results", str(tmp_path)]) == 2
    assert "no campaign.json" in capsys.readouterr().err
    folder = tmp_path / "c"
    with writing(folder, header(), False):
        pass
    assert main(["results", str(folder)]) == 2
    assert "no part is complete yet" in capsys.readouterr().err
