"""Commands over the real chain, on the smallest idealised scenario."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

import airdef
from airdef.cli import main
from airdef.cli.progress import CampaignBar


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory):
    previous = os.environ.get("AIRDEF_CACHE_DIR")
    os.environ["AIRDEF_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if previous is None:
        del os.environ["AIRDEF_CACHE_DIR"]
    else:
        os.environ["AIRDEF_CACHE_DIR"] = previous


def json_of(arguments, capsys):
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_run_as_json(capsys):
    d = json_of(["run", "ideal-salvo", "-n", "2000", "--seed", "3"], capsys)
    assert (d["seed"], d["replications"], d["interrupted"]) == (3, 2000, False)
    low, high = d["measures"]["leakers"]["ci95"]
    assert low < d["measures"]["leakers"]["mean"] < high
    assert sum(d["leak_reasons"].values()) == pytest.approx(d["measures"]["leakers"]["mean"])


def test_run_as_tables(capsys):
    assert main(["run", "ideal-salvo", "-n", "2000"]) == 0
    out = capsys.readouterr().out
    mean = airdef.run("ideal-salvo", 2000).measures["leakers"].mean
    assert re.search(r"leak on average \(95 % interval [\d.]+ to [\d.]+\); nothing leaks in [\d.]+ %", out)
    assert f"{mean:.3f} leak on average" in out
    for word in ("Why they leaked", "missed", "Class", "replications of seed 1", "are assumed"):
        assert word in out


def test_settings_change_the_scenario(capsys):
    arguments = ["run", "ideal-salvo", "-n", "200", "--set", "raid.0.count=3"]
    assert json_of(arguments, capsys)["by_class"]["ideal-threat"]["threats"] == 3


def test_threads_do_not_change_the_answer(capsys):
    one, two = (json_of(["run", "ideal-salvo", "-n", "4000", "--threads", threads], capsys) for threads in ("1", "2"))
    one.pop("timing")
    two.pop("timing")
    assert one == two


def test_precision_says_what_it_took(capsys):
    assert main(["run", "ideal-salvo", "--precision", "0.02"]) == 0
    assert re.search(r"Half-width of leakers: 0.0\d+, 0.02 asked for\.", capsys.readouterr().out)
    assert main(["run", "ideal-salvo", "--precision", "0.0001", "-n", "5000"]) == 0
    assert "not reached; about" in capsys.readouterr().out


def test_replay_is_the_replication_of_the_campaign(capsys):
    d = json_of(["replay", "ideal-salvo", "-k", "17", "--seed", "5"], capsys)
    rows = airdef.run("ideal-salvo", 18, seed=5, rows=True).rows.to_pylist()[17]
    assert rows.pop("replication") == 17
    assert d["counts"] == rows
    kinds = [e["kind"] for e in d["events"]]
    assert kinds.count("launch") == rows["missiles_used"]
    assert kinds.count("leak") == rows["leakers"]
    assert kinds.count("hit") == rows["kills"]


def test_replay_as_text(capsys):
    assert main(["replay", "ideal-salvo"]) == 0
    out = capsys.readouterr().out
    assert "replication 0 of seed 1" in out
    assert "launches ideal-missile at" in out
    assert re.search(r"\d+ leaked, \d+ destroyed, \d+ missiles launched$", out.strip())


def test_validate_and_cite(capsys):
    assert json_of(["validate", "ideal-salvo"], capsys)["valid"] is True
    assert main(["validate", "ideal-salvo"]) == 0
    assert "valid" in capsys.readouterr().out
    assert main(["cite", "port-raid"]) == 0
    assert "Assumed, without a source" in capsys.readouterr().out
    assert main(["cite", "port-raid", "--bibtex"]) == 0
    bib = capsys.readouterr().out
    assert len(re.findall(r"^@misc\{", bib, re.M)) == len(json_of(["cite", "port-raid"], capsys)["sources"]) > 3
    assert len(set(re.findall(r"^@misc\{(.*),$", bib, re.M))) == bib.count("@misc")


def test_ctrl_c_shows_what_was_done(monkeypatch, capsys):
    real = CampaignBar.__call__

    def stop(self, done, goal):
        real(self, done, goal)
        if done >= 2048:
            raise KeyboardInterrupt

    monkeypatch.setattr(CampaignBar, "__call__", stop)
    assert main(["run", "ideal-salvo", "-n", "100000", "--json"]) == 130
    out, err = capsys.readouterr()
    d = json.loads(out)
    assert d["interrupted"] is True
    assert d["replications"] == 2048
    assert "interrupted; 2,048 replications were complete and are shown" in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to one process")
def test_a_real_ctrl_c_ends_cleanly(capsys):
    # Compiled by the tests above: the campaign is under way soon after the imports.
    command = [sys.executable, "-m", "airdef", "run", "ideal-salvo", "-n", "100000000"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(5.0)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    # On a very slow machine it may not have begun: then nothing was complete, and it says so.
    assert "replications were complete" in err
    if "no replications" not in err:
        assert "leak on average" in out
