"""`claims`: list, run, JSON, errors."""

import _thread
import json
import threading
import time

from airdef.cli import claims as command
from airdef.cli import main
from airdef.studies import claims_verdict


def test_list_has_sentences_and_sources(capsys):
    assert main(["claims", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"aircraft-150km", "ballistic-150km", "targets-36", "missiles-72"} <= {c["id"] for c in listed}
    assert all(c["sentences"] and c["sources"] for c in listed)
    assert main(["claims"]) == 0
    assert "airdef claims --all" in capsys.readouterr().out


def test_one_claim_as_json_and_in_words(capsys):
    assert main(["claims", "altitude-10m", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    (result,) = data["claims"]
    assert data["complete"] is True
    assert result["verdict"] == "holds if"
    assert result["stated"]["histories"] == 1024
    assert any("min_altitude" in text for text in result["conditions"])
    assert main(["claims", "altitude-10m"]) == 0
    out = capsys.readouterr().out
    assert "altitude-10m: holds if" in out
    assert result["sentences"][0] in out
    for limit in result["limits"]:
        assert limit["text"] in out


def test_unknown_claim(capsys):
    assert main(["claims", "altitude-10"]) == 2
    assert "nearest is 'altitude-10m'" in capsys.readouterr().err


def test_ctrl_c_shows_what_is_done(capsys, monkeypatch):
    first = threading.Event()
    examine = claims_verdict.examine

    def slow(claim, known, seed, tick):
        if claim.id != "altitude-27km":
            try:
                return examine(claim, known, seed, tick)
            finally:
                first.set()
        first.wait(60)
        _thread.interrupt_main()  # what Ctrl-C does
        while True:  # as a claim with many cases: it ends at the next one
            tick()
            time.sleep(0.01)

    monkeypatch.setattr(command.claims_verdict, "examine", slow)
    assert main(["claims", "altitude-10m", "altitude-27km", "--threads", "2"]) == 130
    out, err = capsys.readouterr()
    assert "altitude-10m: holds if" in out
    assert "altitude-27km" not in out
    assert "1 of 2 claims were complete" in err


def test_disagreeing_envelopes_are_each_run_and_said(capsys):
    assert main(["claims", "ballistic-150km", "--json"]) == 0
    (result,) = json.loads(capsys.readouterr().out)["claims"]
    assert "published values of 48N6E2 max_range.ballistic run from 40 to 150 km" in result["reason"]
    (envelope,) = [x for x in result["limits"] if "max_range.ballistic" in x["name"]]
    assert [value for value, _ in envelope["means"]] == [40.0, 150.0]
