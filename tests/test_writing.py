"""Files written whole, or not at all, and through no link."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading

import pytest

from airdef import writing

posix = pytest.mark.skipif(os.name == "nt", reason="links and modes are others there")


def test_a_file_is_written_and_written_again(tmp_path):
    path = tmp_path / "a.txt"
    for content in ("é\n", "shorter", b"bytes", memoryview(b"view")):
        writing.save(path, content)
        assert path.read_bytes() == (content.encode() if isinstance(content, str) else bytes(content))
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert not writing.HALVES


@posix
def test_its_mode_is_that_of_any_new_file(tmp_path):
    before = os.umask(0o027)
    try:
        writing.save(tmp_path / "a", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


@posix
@pytest.mark.parametrize("kind", ["symbolic", "hard", "dangling"])
def test_a_planted_link_is_replaced_and_not_followed(tmp_path, kind):
    aim, path = tmp_path / "precious", tmp_path / "report.html"
    aim.write_text("x")
    if kind == "hard":
        os.link(aim, path)
    else:
        path.symlink_to(aim if kind == "symbolic" else tmp_path / "none")
    writing.save(path, "new")
    assert aim.read_text() == "x"
    assert not path.is_symlink()
    assert path.read_text() == "new"
    assert not (tmp_path / "none").exists()


@posix
def test_a_link_under_the_other_name_is_refused(tmp_path):
    aim = tmp_path / "precious"
    aim.write_text("x")
    (tmp_path / "half").symlink_to(aim)
    with pytest.raises(FileExistsError):
        writing.put(tmp_path / "a", tmp_path / "half", b"new")
    assert aim.read_text() == "x"


@posix
def test_a_folder_that_is_a_link_is_refused_where_it_may_be_none(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(OSError, match="link"):
        writing.put(tmp_path / "link" / "a", tmp_path / "link" / "half", b"new", links=False)
    assert not list((tmp_path / "real").iterdir())
    writing.put(tmp_path / "link" / "a", tmp_path / "link" / "half", b"new")
    assert (tmp_path / "real" / "a").read_bytes() == b"new"


def test_when_it_fails_the_old_file_stands_and_the_error_names_it(tmp_path, monkeypatch):
    path = tmp_path / "a"
    writing.save(path, "old")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writing.os, "replace", full)
    with pytest.raises(OSError, match="No space left") as told:
        writing.save(path, "new")
    assert told.value.filename == str(path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_where_there_is_no_folder_the_error_names_the_file_asked_for(tmp_path):
    with pytest.raises(FileNotFoundError) as told:
        writing.save(tmp_path / "none" / "a.txt", "x")
    assert told.value.filename == str(tmp_path / "none" / "a.txt")


@posix
def test_a_file_that_is_read_only_is_not_replaced(tmp_path, monkeypatch):
    if os.geteuid() == 0:  # root may write anything: what others are told
        monkeypatch.setattr(writing.os, "access", lambda path, mode: mode != os.W_OK)
    path = tmp_path / "a"
    path.write_text("x")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        writing.save(path, "new")
    assert path.read_text() == "x"


@posix
def test_a_pipe_is_written_to(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read = []
    reader = threading.Thread(target=lambda: read.append(path.read_text()))
    reader.start()
    writing.save(path, "through")
    reader.join()
    assert read == ["through"]
    assert stat.S_ISFIFO(path.stat().st_mode)


@posix
def test_devices_are_written_to_and_stay_what_they_are(tmp_path):
    code = "from pathlib import Path; from airdef import writing; writing.save(Path('/dev/stdout'), 'x'); "
    code += "writing.save(Path('/dev/null'), 'y')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "x"
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with (tmp_path / "out").open("w") as out:
        out.write("before\n")
        out.flush()
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)
    assert (tmp_path / "out").read_text() == "before\nx"


@posix
def test_a_stream_takes_its_place_at_its_end_alone(tmp_path):
    aim, path = tmp_path / "precious", tmp_path / "a"
    aim.write_text("x")
    path.symlink_to(aim)
    with pytest.raises(TypeError), writing.streamed(path) as file:
        file.writelines([b"half", 0])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "precious"]
    with writing.streamed(path) as file:
        file.write(b"whole")
        assert path.is_symlink()
    assert (path.read_bytes(), aim.read_text()) == (b"whole", "x")
