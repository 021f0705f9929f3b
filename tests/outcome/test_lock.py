import json
import os
import signal
import subprocess
import sys

import pytest

from airdef.outcome.lock import LockedError, locked

HOLD = """
import sys, time
from pathlib import Path
from airdef.outcome.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_writer_is_told_who_the_first_is(tmp_path, holder):
    with pytest.raises(LockedError, match=rf"process {holder.pid} on .+ is writing"), locked(tmp_path / "lock"):
        pass


def test_what_a_dead_writer_left_is_taken_over(tmp_path, holder):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    path = tmp_path / "lock"
    assert json.loads(path.read_text())["pid"] == holder.pid
    with locked(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()
    assert path.read_text() == ""


def test_a_writer_on_another_machine_cannot_be_called_dead(tmp_path):
    path = tmp_path / "lock"
    path.write_text('{"pid": 7, "host": "elsewhere"}')
    with pytest.raises(LockedError, match=r"process 7 on elsewhere has not released .* delete"), locked(path):
        pass
    path.unlink()
    with locked(path):
        pass


@pytest.mark.parametrize("left", ["", "{", '{"pid": 7, "ho', '{"pid": 7}', "\0" * 40, '{"pid": "x", "host": 1}'])
def test_what_a_crash_left_of_a_lock_is_no_obstacle(tmp_path, left):
    path = tmp_path / "lock"
    path.write_text(left)
    with locked(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()
    assert path.read_text() == ""


@pytest.mark.parametrize("foreign", ["[1", "my only copy", '{"pid": 7} and more' + "x" * 5000])
def test_what_is_no_lock_is_left_alone(tmp_path, foreign):
    path = tmp_path / "lock"
    path.write_text(foreign)
    with pytest.raises(LockedError, match="lock: holds something else; expected the lock file"), locked(path):
        pass
    assert path.read_text() == foreign


@pytest.mark.skipif(os.name == "nt", reason="links are made by administrators there")
@pytest.mark.parametrize("kind", ["symbolic", "hard", "dangling", "folder", "pipe"])
def test_a_lock_that_is_a_link_empties_nothing(tmp_path, kind):
    path, aim = tmp_path / "lock", tmp_path / "precious"
    aim.write_text("x")
    if kind == "hard":
        os.link(aim, path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(aim if kind == "symbolic" else tmp_path / "none")
    with pytest.raises((LockedError, IsADirectoryError), match=r"lock"), locked(path):
        pass
    assert aim.read_text() == "x"
    assert not (tmp_path / "none").exists()
