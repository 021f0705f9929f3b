"""Commands over the real chain, on the smallest idealised scenario."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

import airdef
from airdef import places
from airdef.cli import main
from airdef.cli.progress import CampaignBar
from patience import PATIENCE_S


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory):
    """A cache with the compiled code that is there, and no geometry."""
    own = tmp_path_factory.mktemp("cache")
    there = places.places().write
    if there is not None and (there / places.KERNELS).is_dir():
        shutil.copytree(there / places.KERNELS, own / places.KERNELS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRDEF_CACHE_DIR", str(own))
        yield


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
    assert re.search(r"leak on average \(95 % interval [\d.]+ to [\d.]+\); [\d.]+ % of 2,000", out)
    assert f"{mean:.3f} leak on average" in out
    for word in ("Why they leaked", "missed", "Class", "replications of seed 1", "are assumed"):
        assert word in out


@pytest.mark.parametrize(("sspk", "words"), [("1", "all 500 replications are"), ("0", "none of 500 replications is")])
def test_certainty_is_told_in_words(sspk, words, capsys):
    setting = f"defence.0.overrides.missile.sspk={sspk}"
    assert main(["run", "ideal-salvo", "-n", "500", "--set", setting]) == 0
    assert f"{words} without a leaker" in " ".join(capsys.readouterr().out.split())


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
def test_a_real_signal_ends_cleanly():
    code = """
import os, signal, sys
from airdef.cli import main
from airdef.cli.progress import CampaignBar

def stop(self, done, goal):
    if done >= 2048:
        os.kill(os.getpid(), signal.SIGINT)

CampaignBar.__call__ = stop
sys.exit(main(["run", "ideal-salvo", "-n", "100000000", "--threads", "2"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 130
    assert "leak on average" in done.stdout
    assert "replications were complete and are shown" in done.stderr
    assert "Traceback" not in done.stderr


def test_replay_is_drawn(tmp_path, capsys):
    picture = tmp_path / "timeline.svg"
    assert main(["replay", "ideal-salvo", "--picture", str(picture)]) == 0
    assert str(picture) in capsys.readouterr().err
    assert picture.read_text(encoding="utf-8").count("<svg") == 1


def test_a_picture_that_cannot_be_is_refused_before_the_work(tmp_path, capsys):
    assert main(["replay", "ideal-salvo", "--picture", str(tmp_path / "timeline.gif")]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert "usual fix: " in found.err
