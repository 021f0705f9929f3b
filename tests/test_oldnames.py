"""Old names go on working, and every use of one says the new name."""

import json
import warnings

import pyarrow.parquet as pq
import pytest

import airdef
from airdef import oldnames
from airdef.cli.main import main
from airdef.outcome.rowread import tables
from airdef.outcome.store import Store
from airdef.outcome.wire import scenario_of_json, scenario_to_json, statistics_of_plain, statistics_to_plain
from airdef.studies.limits import saturation

RAID = "ideal-salvo"


def test_every_old_command_and_option_is_known_by_its_new_name(capsys):
    for command, options in oldnames.OPTIONS.items():
        assert main([command, "--help"]) == 0
        text = capsys.readouterr().out
        for old, new in options.items():
            assert new in text
            assert old not in text
    for old, new in oldnames.COMMANDS.items():
        assert main([new, "--help"]) == 0
        assert main(["--help"]) == 0
        assert f" {old} " not in capsys.readouterr().out


def test_an_old_command_with_an_old_option_works_and_is_told_once():
    words, said = oldnames.command(["reach", "low-level", "--group=a", "--group", "b", "--", "--group"])
    assert words == ["penetration", "low-level", "--formation=a", "--formation", "b", "--", "--group"]
    assert said == [
        f"`airdef reach` is called `airdef penetration` now; the old name goes with version {oldnames.GOES}",
        f"--group is called --formation now; the old name goes with version {oldnames.GOES}",
    ]


def test_new_names_and_other_commands_are_left_alone():
    words = ["run", "port-raid", "--states", "3"]
    assert oldnames.command(words) == (words, [])
    assert oldnames.command(["--version"]) == (["--version"], [])
    assert oldnames.command(["uncertainty", "s400", "--samples", "3"])[1] == []


def test_the_command_says_the_new_option(capsys):
    assert main(["saturation", RAID, "--group", "nobody", "--more-than", "1"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("airdef: --group is called --formation now")
    assert "nobody" in told[-1]


def test_old_arguments_are_taken_and_told():
    @oldnames.arguments(states="samples")
    def twice(samples: int) -> int:
        return 2 * samples

    with pytest.warns(oldnames.OldNameWarning, match="'states' of twice is called 'samples' now"):
        assert twice(states=3) == 6
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert twice(samples=3) == 6
    with pytest.raises(TypeError, match="which are one"):
        twice(3, states=3, samples=3)


def test_the_argument_states_of_a_study_goes_on_working():
    with (
        pytest.warns(oldnames.OldNameWarning, match="'states' of uncertainty"),
        pytest.raises(ValueError, match="samples"),
    ):
        airdef.uncertainty(RAID, states=-1)
    with (
        pytest.warns(oldnames.OldNameWarning, match="'group' of saturation"),
        pytest.raises(ValueError, match="nobody"),
    ):
        saturation(RAID, group="nobody")


def test_old_names_of_the_package_and_of_attributes():
    with pytest.warns(oldnames.OldNameWarning, match=r"airdef\.History is called airdef\.Replication"):
        assert airdef.History is airdef.Replication
    replayed = airdef.replay(RAID, seed=1, replication=3)
    with pytest.warns(oldnames.OldNameWarning, match=r"Replication\.replication is called Replication\.number"):
        assert replayed.replication == replayed.number == 3
    with pytest.warns(oldnames.OldNameWarning, match=r"Scenario\.readings"):
        assert replayed.scenario.readings is replayed.scenario.adopted_values


def test_old_measures_are_found():
    campaign = airdef.run(RAID, replications=10, seed=1)
    for old, new in oldnames.COLUMNS.items():
        with pytest.warns(oldnames.OldNameWarning, match=new):
            assert campaign.measures[old].name == new
    with pytest.warns(oldnames.OldNameWarning, match="intercept_attempts"):
        airdef.run(RAID, 2000, precision=1.0, precision_of="tries")


def _older(value):
    """Return plain data with the names that it had before."""
    back = {new: old for old, new in oldnames.COLUMNS.items()}
    back |= {"adopted_values": "readings", "formation_index": "group"}
    if isinstance(value, dict):
        return {_name(key, back): _older(x) for key, x in value.items()}
    if isinstance(value, list):
        return [_older(x) for x in value]
    return value


def _name(key, back):
    before, colon, last = key.rpartition(":")
    return before + colon + back.get(last, last)


def test_statistics_with_old_columns_are_read_as_those_with_new_ones():
    statistics = airdef.run(RAID, replications=50, seed=1).statistics
    plain = json.loads(json.dumps(statistics_to_plain(statistics)))
    older = _older(plain)
    assert "tries" in older["columns"]
    assert "intercept_attempts" not in older["columns"]
    assert statistics_of_plain(older).digest() == statistics.digest()


def test_a_stored_scenario_with_old_fields_is_read():
    scenario = airdef.load("port-raid")
    older = _older(json.loads(scenario_to_json(scenario)))
    assert "readings" in older
    assert "group" in older["threats"][0]
    assert scenario_of_json(json.dumps(oldnames.plan(older))) == scenario


def test_rows_with_old_columns_are_read_by_their_new_names(tmp_path):
    campaign = airdef.run(RAID, replications=2048, seed=1, out=tmp_path / "c", part=1024)
    path = sorted((tmp_path / "c").rglob("*.parquet"))[0]
    whole = pq.read_table(path)
    older = whole.rename_columns(
        [_name(name, {new: old for old, new in oldnames.COLUMNS.items()}) for name in whole.column_names]
    )
    pq.write_table(older, tmp_path / "old.parquet")
    (rows,) = tables(tmp_path / "old.parquet", 1024, ["intercept_attempts", "leakers"])
    assert rows.column_names == ["intercept_attempts", "leakers"]
    assert rows["intercept_attempts"].to_pylist() == whole["intercept_attempts"].to_pylist()
    (rows,) = tables(tmp_path / "old.parquet", 1024)
    assert rows.column_names == whole.column_names
    assert Store.read(tmp_path / "c").campaign().statistics.digest() == campaign.statistics.digest()
