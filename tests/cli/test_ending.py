"""Every command ends before its time in one way: one line that says what is done and kept, a code, no process left."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from airdef.cli import ending, main
from airdef.cli.ending import Ending
from airdef.cli.study_bar import StudyBar
from airdef.places import Places
from patience import PATIENCE_S

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no such signals for one process there")


def unignored():
    """Take back what nohup or a background job passed on: ignored signals stay ignored in a child."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def started(*arguments, cache=None):
    """Start a command as a shell does: a process group of its own that does not ignore Ctrl-C or a hangup."""
    environment = dict(os.environ) if cache is None else {**os.environ, "AIRDEF_CACHE_DIR": str(cache)}
    return subprocess.Popen(
        [sys.executable, "-m", "airdef", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
        preexec_fn=unignored,
    )


def until(true):
    last = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < last
        time.sleep(0.02)


def descendants(process):
    return psutil.Process(process.pid).children(recursive=True)


def gone(processes):
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def ended(process, code):
    """Return what an ended command wrote to both streams, the lines of stderr apart from what came before the last."""
    out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == code, err
    *before, last = err.splitlines()
    assert "Traceback" not in err
    assert "fault" not in err
    assert [line for line in before if "compiling" not in line] == []
    return out, last


@pytest.mark.parametrize("command", ["sensitivity", "uncertainty"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_a_study(command, number):
    size = ["--samples", "8192"] if command == "sensitivity" else ["--samples", "100000"]
    process = started(command, "port-raid", *size, "--processes", "2")
    until(lambda: len(descendants(process)) >= 3)  # two workers, and the process that tracks semaphores
    time.sleep(1.0)
    workers = descendants(process)
    os.kill(process.pid, number) if number != signal.SIGINT else os.killpg(process.pid, number)
    out, err = process.communicate(timeout=PATIENCE_S)
    until(lambda: gone(workers))
    assert out == ""
    # on a slow machine an earlier case was ended with samples complete, from which this one goes on
    others = [line for line in err.splitlines() if not line.endswith("from an earlier start; going on")]
    if number == signal.SIGKILL:
        assert (process.returncode, others) == (-signal.SIGKILL, [])
    else:
        how = {signal.SIGTERM: "terminated", signal.SIGINT: "interrupted"}[number]
        assert process.returncode == 128 + number
        assert err.splitlines()[-1].startswith(f"airdef: {how}; ")
        assert err.endswith(("; nothing is kept\n", " samples are kept, with which the same command goes on\n"))
        assert len(others) == 1


@pytest.mark.parametrize("after_s", [0.4, 1.0, 2.5, 5.0])
def test_ctrl_c_at_any_moment_of_a_map(after_s):
    process = started("coverage", "island", "--altitude", "100m,200m,300m,400m,500m,600m", "--azimuths", "360")
    time.sleep(after_s)
    os.killpg(process.pid, signal.SIGINT)
    _, last = ended(process, 130)
    assert last.startswith("airdef: interrupted; ")
    assert last.endswith("; nothing is kept")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_compile_can_be_ended(tmp_path, number):
    process = started("run", "ideal-salvo", cache=tmp_path)
    until(lambda: len(descendants(process)) == 1)  # that which compiles the engine
    helper = descendants(process)
    time.sleep(4.0)
    os.killpg(process.pid, number) if number == signal.SIGINT else os.kill(process.pid, number)
    out, last = ended(process, 128 + number)
    assert out == ""
    assert last.endswith("; nothing is kept")
    until(lambda: gone(helper))
    assert not list(tmp_path.rglob("*.half"))


def test_a_campaign_shows_and_keeps_what_was_done(tmp_path):
    folder = tmp_path / "c"
    size = ["-n", "1000000000", "--part", "1024"]
    process = started("run", "ideal-salvo", *size, "--out", str(folder), "--json")
    until(lambda: len(list(folder.glob("statistics/*.json"))) > 2)
    os.kill(process.pid, signal.SIGTERM)
    out, last = ended(process, 143)
    told = json.loads(out)
    assert told["interrupted"]
    assert last == (
        f"airdef: terminated; {told['replications']:,} replications were complete and are shown; "
        f"what is stored in {folder} is kept; go on with: airdef run --out {folder} --resume"
    )


def test_a_cluster_here_ends_with_its_client():
    process = started("run", "ideal-salvo", "-n", "1000000000", "--dask", "local", "--threads", "2")
    until(lambda: len(descendants(process)) >= 3)
    workers = descendants(process)
    time.sleep(3.0)
    os.killpg(process.pid, signal.SIGINT)
    _, last = ended(process, 130)
    assert last.startswith("airdef: interrupted; ")
    until(lambda: gone(workers))


def stopping(monkeypatch, after):
    """Have Ctrl-C come with the `after`-th word of progress."""
    real, words = StudyBar.__call__, []

    def stop(self, *told):
        real(self, *told)
        words.append(told)
        if len(words) == after:
            raise KeyboardInterrupt

    monkeypatch.setattr(StudyBar, "__call__", stop)


def test_a_sweep_shows_and_writes_the_points_that_were_complete(tmp_path, monkeypatch, capsys):
    stopping(monkeypatch, 2)
    table = tmp_path / "points.csv"
    sweep = ["sweep", "ideal-salvo", "--vary", "raid.0.count=4,8,12,16", "-n", "1024", "--out", str(table)]
    assert main([*sweep, "--json"]) == 130
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["interrupted"]
    assert [p["settings"]["raid.0.count"] for p in told["points"]] == ["4", "8"]
    assert err.splitlines()[-1] == (
        f"airdef: interrupted; 2 points were complete and are shown; their table is {table}"
    )
    assert len({line.split(",")[0] for line in table.read_text().splitlines()[1:]}) == 2


def test_a_comparison_shows_the_replications_that_all_had_simulated(monkeypatch, capsys):
    stopping(monkeypatch, 2)
    compare = ["compare", "ideal-salvo", "--set", "raid.0.count=12", "--json"]
    assert main([*compare, "-n", "20000"]) == 130
    cut, err = capsys.readouterr()
    monkeypatch.undo()
    assert main([*compare, "-n", "8192"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert not whole["interrupted"]
    assert json.loads(cut) == {**whole, "interrupted": True}
    assert err == "airdef: interrupted; 8,192 replications of each were complete and are shown; nothing is kept\n"


@pytest.mark.parametrize("command", ["uncertainty", "sensitivity"])
def test_a_study_of_states_goes_on_where_it_was_ended(command, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("airdef.studies.uncertainty.unfinished.places", lambda: Places((tmp_path,), tmp_path))
    size = ["--samples", "32"] if command == "uncertainty" else ["--samples", "16", "--most", "2"]
    line = [command, "ideal-salvo", *size, "-n", "10", "--processes", "1", "--json"]
    assert main([*line, "--seed", "2"]) == 0
    wanted = capsys.readouterr()
    assert list(tmp_path.rglob("*.samples")) == []  # what is done needs nothing
    stopping(monkeypatch, 2)
    assert main([*line, "--seed", "2"]) == 130
    out, err = capsys.readouterr()
    assert out == ""
    told = re.fullmatch(
        r"airdef: interrupted; .* complete; (\d+) samples are kept, with which the same .* goes on\n", err
    )
    assert told, err
    monkeypatch.undo()
    monkeypatch.setattr("airdef.studies.uncertainty.unfinished.places", lambda: Places((tmp_path,), tmp_path))
    assert main([*line, "--seed", "2"]) == 0
    out, err = capsys.readouterr()
    assert out == wanted.out
    assert re.fullmatch(r"airdef: \d+ samples are there from an earlier start; going on\n", err)
    assert list(tmp_path.rglob("*.samples")) == []


def test_a_map_shows_the_radars_that_were_complete(tmp_path, monkeypatch, capsys):
    line = ["coverage", "island", "--altitude", "100m,200m", "--radius", "40km", "--cell", "2km", "--azimuths", "2"]
    assert main([*line, "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert not whole["interrupted"]
    stopping(monkeypatch, 2)
    assert main([*line, "--json", "--out", str(tmp_path / "out")]) == 130
    out, err = capsys.readouterr()
    cut = json.loads(out)
    assert cut["interrupted"]
    names = list(dict.fromkeys(r["part"] for r in whole["coverage"]))
    assert cut["coverage"] == [r for r in whole["coverage"] if r["part"] in names[:2]]
    assert cut["approach"] == cut["files"] == []
    assert err == "airdef: interrupted; 2 radars were complete and are shown; nothing is kept\n"
    assert not (tmp_path / "out").exists()
    monkeypatch.undo()
    stopping(monkeypatch, len(names))  # the last is all of them together: the word after the last radar's
    assert main([*line, "--json", "--out", str(tmp_path / "out")]) == 130
    out, err = capsys.readouterr()
    cut = json.loads(out)
    assert cut == {**whole, "approach": whole["approach"][:1], "interrupted": True, "files": cut["files"]}
    assert err == (
        "airdef: interrupted; the map and the approaches at 1 of 2 heights were complete and are shown; "
        f"what was written to {tmp_path / 'out'} is kept\n"
    )
    assert (tmp_path / "out" / "coverage.tif").is_file()


def test_a_search_for_sites_shows_the_choice_that_stands_without_the_solver(tmp_path, monkeypatch, capsys):
    line = ["site", "island", "--measure", "engagement", "--grid", "8km", "--altitude", "100m", "--ring", "20km"]
    assert main([*line, "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert not whole["interrupted"]

    def ended(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("airdef.studies.siting.study.optimum", ended)
    file = tmp_path / "moved.yaml"
    assert main([*line, "--json", "--out", str(file)]) == 130
    out, err = capsys.readouterr()
    cut = json.loads(out)
    assert cut["interrupted"]
    assert not cut["stopped_by_time"]
    best, other = whole["choices"][-1]["value"], cut["choices"][-1]["value"]
    assert cut["choices"][0] == whole["choices"][0]  # as it stands
    assert 0.0 < other <= best <= other * (1.0 + cut["choices"][-1]["gap"]) + 1e-9
    assert err == (
        f"airdef: interrupted; the greedy choice, exchanged, is shown; the solver was not done; {file} kept\n"
    )
    assert main(["validate", str(file)]) == 0


@pytest.mark.parametrize("command", ["sweep", "compare"])
def test_before_anything_is_done_one_line_says_so(command, monkeypatch, capsys):
    def at_once(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("airdef.studies.variants.runner.VariantRunner.scenario", at_once)
    more = ["--vary", "raid.0.count=4,8"] if command == "sweep" else ["--set", "raid.0.count=4"]
    assert main([command, "ideal-salvo", *more]) == 130
    assert capsys.readouterr() == ("", "airdef: interrupted; nothing was complete; nothing is kept\n")


# What follows drives `Ending` itself, in processes of a few lines.

SCRIPT = """
import os, signal, sys, threading, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from airdef.cli import ending
from airdef.cli.ending import begin
ending.PATIENCE_S, ending.ENDING_S = 0.5, 0.5
at = begin()
at.take_signals()
def kick(number=signal.SIGINT):
    os.kill(os.getpid(), number)
def busy(seconds):
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        pass
"""


def run(body):
    """Run lines of Python that end before their time, and return code, stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT + body],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        preexec_fn=unignored,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_what_shows_nothing_ends_at_once():
    assert run("at.at('points', 3, 9); kick(); print('not reached')") == (
        130, "", "airdef: interrupted; points: 3 of 9 complete; nothing is kept\n"
    )  # fmt: skip
    assert run("kick(signal.SIGTERM); busy(9)")[0] == 143
    assert run("kick(signal.SIGHUP); busy(9)") == (129, "", "airdef: hung up; nothing was complete; nothing is kept\n")


def test_what_shows_but_has_nothing_to_show_ends_at_once():
    code, out, err = run("with at.showing('all'): kick(); print('not reached')")
    assert (code, out, err) == (130, "", "airdef: interrupted; nothing was complete; all\n")


def test_a_stage_alone_may_have_something_to_show():
    body = "\n".join(
        ("with at.showing(stage='b'):", "    try: {}; kick(); busy(9)", "    except KeyboardInterrupt: print('shown')")
    )
    assert run(body.format("at.at('a', 3, 9)"))[1] == ""
    assert run(body.format("at.at('b', 0, 9)").replace("busy(9)", "time.sleep(.2); at.at('b', 0, 9)"))[1] == "shown\n"


def test_what_shows_is_told_at_its_next_word_and_where_it_waits():
    body = """
try:
    with at.showing():
        at.at('points', 1, 9)
        kick()
        busy(0.1)
        print('goes on')
        at.at('points', 2, 9)
        print('not reached')
except KeyboardInterrupt:
    at.done = '2 points are shown'
    print('shown')
    print(at.line(), file=sys.stderr)
    at.quit()
"""
    assert run(body) == (130, "goes on\nshown\n", "airdef: interrupted; 2 points are shown; nothing is kept\n")
    wait = "threading.Timer(0.2, kick).start(); threading.Event().wait(30)"
    waiting = body.replace("kick()\n        busy(0.1)\n        print('goes on')", wait)
    assert run(waiting)[1] == "shown\n"


@pytest.mark.parametrize(
    "body", ["busy(30)", "kick(); busy(30)", "\n    try: at.at('points', 2, 9)\n    finally: busy(30)"]
)
def test_what_does_not_come_to_an_end_is_ended(body):
    code, out, err = run(f"with at.showing():\n    at.at('points', 1, 9); kick(); {body}\nprint('not reached')")
    assert (code, out) == (130, "")
    assert err.endswith(" of 9 complete; nothing is kept\n")


def test_processes_and_half_written_files_go_with_it(tmp_path):
    if sys.platform != "linux":
        pytest.skip("elsewhere processes watch their parent themselves")
    body = f"""
import subprocess
from pathlib import Path
from airdef import writing
half = Path({str(tmp_path)!r}) / "half"
half.touch()
writing.HALVES.add(half)
print(subprocess.Popen(["sleep", "1000"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid, flush=True)
kick()
"""
    code, out, _ = run(body)
    assert code == 130
    until(lambda: not psutil.pid_exists(int(out)) or gone([psutil.Process(int(out))]))
    assert not list(tmp_path.iterdir())


def test_an_exception_that_python_loses_is_raised_again():
    body = """
class Lost:
    def __del__(self):
        raise KeyboardInterrupt
try:
    with at.showing():
        at.at('points', 1, 9)
        at.signal, at._told = signal.SIGINT, True
        Lost()
        at.at('points', 2, 9)
        print('not reached')
except KeyboardInterrupt:
    print('raised')
os._exit(0)
"""
    assert run(body) == (0, "raised\n", "")


def test_signals_that_are_ignored_stay_ignored():
    code = SCRIPT.replace("signal.default_int_handler", "signal.SIG_IGN") + "kick(); busy(0.2); print('goes on')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "goes on\n", "")


def test_after_the_last_word_a_first_signal_spoils_nothing():
    assert run("at.over(); kick(); busy(0.2); print('done')") == (0, "done\n", "")
    assert run("at.over(); kick(); busy(0.2); kick(); busy(30)")[0] == 130


def test_python_s_own_last_steps_are_not_disturbed():
    code = "import atexit, os, signal\natexit.register(lambda: (os.kill(os.getpid(), 2), print('last')))\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}{SCRIPT}at.over()"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "last\n", "")


def test_a_service_keeps_its_own_way_to_end():
    body = "at.leave_signals()\ntry: kick(); busy(9)\nexcept KeyboardInterrupt: print('its own')"
    assert run(body) == (0, "its own\n", "")
    assert run("at.leave_signals(); kick(signal.SIGTERM); busy(9)")[0] == -signal.SIGTERM


def test_the_last_line_says_what_is_known():
    at = Ending()
    assert at.line() == "airdef: interrupted; nothing was complete; nothing is kept"
    at.compiling = True
    assert "the engine was being compiled" in at.line()
    at.at("points", 1234, 5678)
    at.kept = lambda: "the first in\x1b[31m d"
    assert at.line() == "airdef: interrupted; points: 1,234 of 5,678 complete; the first in\\x1b[31m d"
    at.signal = signal.SIGTERM
    assert at.line().startswith("airdef: terminated; ")
    assert at.code == 143


def test_only_the_main_thread_is_told():
    at = Ending()
    at.signal = signal.SIGINT
    thread = threading.Thread(target=at.at, args=("points", 1, 2))
    thread.start()
    thread.join()
    with pytest.raises(KeyboardInterrupt):
        at.at("points", 1, 2)
    at.at("points", 2, 2)  # once


def test_what_a_command_fails_of_after_a_signal_is_no_fault(monkeypatch, capsys):
    def fault(*_, **__):
        ending.now().signal = signal.SIGINT
        raise SystemError("returned NULL without setting an exception")

    monkeypatch.setattr("airdef.api.run", fault)
    assert main(["run", "ideal-salvo"]) == 130
    assert capsys.readouterr().err == "airdef: interrupted; nothing was complete; nothing is kept\n"


def test_before_the_command_begins_there_is_a_way_to_end_too():
    code = "import os, airdef.__main__ as m; m._early(15, None)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (143, "airdef: terminated; nothing was complete; nothing is kept\n")
