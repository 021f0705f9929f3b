"""`claims`: list, run, JSON, errors."""

import json
import signal
import threading
import time

from airdef.cli import main
from airdef.cli.answers import claims as command
from airdef.studies.claims import verdict as claims_verdict


def test_list_has_sentences_and_sources(capsys):
    assert main(["claims", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"aircraft-150km", "ballistic-150km", "targets-36", "missiles-72"} <= {c["id"] for c in listed}
    assert all(c["sentences"] and c["sources"] for c in listed)
    assert main(["claims"]) == 0
    assert "airdef claims --all" in capsys.readouterr().out


def test_one_claim_as_json_and_in_words(capsys):
    assert main(["claims", "altitude-10m", "--json", "--no-spread"]) == 0
    data = json.loads(capsys.readouterr().out)
    (result,) = data["claims"]
    assert data["complete"] is True
    assert result["spread"] is None
    assert result["verdict"] == "supports if"
    assert result["headline"].startswith("supports if ")
    assert result["ifs"]
    assert result["stated"]["replications"] == 1024
    assert any("min_altitude" in text for text in result["ifs"])
    assert main(["claims", "altitude-10m", "--no-spread"]) == 0
    out = capsys.readouterr().out
    assert f"altitude-10m: {result['headline']}" in out
    assert result["sentences"][0] in out
    assert result["own_source"]["text"] in out
    assert 1 <= len(result["hangs_on"]) <= 3
    for figure in result["hangs_on"]:
        assert figure["text"] in out
        assert figure["law"]["title"] in figure["text"]
    for limit in result["limits"]:
        assert limit["text"] in out


def test_unknown_claim(capsys):
    assert main(["claims", "altitude-10"]) == 2
    assert "nearest: 'altitude-10m'" in capsys.readouterr().err


def test_ctrl_c_shows_what_is_done(capsys, monkeypatch):
    first = threading.Event()
    examine = claims_verdict.examine

    def slow(claim, known, seed, tick, states, grades, shared):
        if claim.id != "altitude-27km":
            try:
                return examine(claim, known, seed, tick, states, grades, shared)
            finally:
                first.set()
        first.wait(60)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)  # what Ctrl-C does, even to one who waits
        while True:  # as a claim with many cases: it ends at the next one
            tick()
            time.sleep(0.01)

    monkeypatch.setattr(command.claims_verdict, "examine", slow)
    # A process that a script started in the background ignores the signal unless told otherwise.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert main(["claims", "altitude-10m", "altitude-27km", "--threads", "2", "--spread", "2", *FEW]) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    out, err = capsys.readouterr()
    assert "altitude-10m: supports if" in out
    assert "altitude-27km" not in out
    assert "1 of 2 claims were complete" in err


def test_disagreeing_envelopes_are_each_run_and_said_without_the_source_under_test(capsys):
    assert main(["claims", "ballistic-150km", "--json", "--no-spread"]) == 0
    (result,) = json.loads(capsys.readouterr().out)["claims"]
    # 150 km is the sentence under test itself: what is left of published values runs from 40 to 60 km.
    assert "published values of 48N6E2 max_range.ballistic run from 40 to 60 km" in result["reason"]
    (change,) = result["own_source"]["changed"]
    assert (change["before"], change["after"]) == ([40.0, 150.0, 150.0], [40.0, 60.0, 60.0])
    (envelope,) = [x for x in result["limits"] if "max_range.ballistic" in x["name"]]
    for moved in envelope["moved"]:
        low, high = moved["ci95"]
        assert low <= moved["mean"] <= high
        assert moved["n"] == envelope["base"]["n"], "compared over the same replications"
        assert moved["change"]["conclusive"] is not (moved["change"]["ci95"][0] <= 0.0 <= moved["change"]["ci95"][1])


FEW = ["--grades", "A,B,C,D"]
"""Assumed figures are not moved: what is printed is tested, not what is found."""

FAST = ["claims", "altitude-10m", "altitude-27km", "--spread", "4", *FEW]


def test_spread_is_told_with_its_interval_and_threads_change_nothing(capsys, tmp_path):
    outputs = []
    for threads in ("1", "2"):
        page = tmp_path / f"{threads}.html"
        assert main([*FAST, "--json", "--threads", threads, "--report", str(page)]) == 0
        out, err = capsys.readouterr()
        assert str(page) in err
        outputs.append((out, page.read_bytes()))
    assert outputs[0] == outputs[1]
    spread = json.loads(outputs[0][0])["claims"][1]["spread"]
    assert spread["samples"] == 4
    low, high = spread["share_ci95"]
    assert 0.0 <= low <= spread["share"] <= high <= 1.0
    assert spread["text"] in outputs[0][1].decode()


def test_spread_in_words(capsys):
    assert main(["claims", "altitude-27km", "--spread", "2", *FEW]) == 0
    out = capsys.readouterr().out
    assert "all figures at once: supported in" in out
    assert "of 2 samples drawn" in out
    assert "met in samples" in out


def test_a_page_nowhere_is_refused_before_the_work(capsys, tmp_path):
    assert main([*FAST, "--report", str(tmp_path / "none" / "a.html")]) == 2
    assert "does not exist; usual fix: create it" in capsys.readouterr().err


def test_sources_can_be_struck_out(capsys):
    assert main([*FAST[:2], "--json", "--no-spread", "--grades", "assumed,D"]) == 0
    excluded = json.loads(capsys.readouterr().out)
    assert excluded["claims_excluded"] > 0
    assert main([*FAST[:2], "--without", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err


def test_markdown_is_a_table_for_a_footnote(capsys):
    assert main(["claims", "altitude-10m", "altitude-27km", "--spread", "1", "--markdown", *FEW]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("| Claim |")
    assert lines[1] == "| --- | --- | --- | --- | --- | --- |"
    assert all(line.count(" | ") == 5 for line in lines[:4])
    for line in lines[2:4]:
        verdict, heavy = line.split(" | ")[2], line.split(" | ")[4]
        assert len(verdict) > len("supports only if "), "a condition stands with it"
        assert "grade" in heavy
        assert "law: " in heavy
    assert "`airdef claims altitude-10m altitude-27km --seed 1 --spread 1 --grades A,B,C,D`" in lines[5]


def test_spread_out_of_range(capsys):
    assert main(["claims", "altitude-10m", "--spread", "-1"]) == 2
    assert "spread: -1 given" in capsys.readouterr().err
