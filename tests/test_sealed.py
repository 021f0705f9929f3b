"""Files of a cache: as they were written, or as good as not there."""

from __future__ import annotations

import errno
import os
import subprocess
import time

import pytest

from airdef import places, sealed

CONTENT = bytes(range(64))
KEY = bytes(32)


@pytest.fixture(autouse=True)
def _anew():
    places.warn.cache_clear()
    yield
    places.warn.cache_clear()


@pytest.fixture
def file(tmp_path):
    sealed.write(tmp_path, ("a", "b", "x"), CONTENT, KEY)
    return tmp_path / "a" / "b" / "x"


def test_what_was_written_is_read(file, caplog):
    assert sealed.read(file, KEY) == CONTENT
    assert [p.name for p in file.parent.iterdir()] == ["x"]
    assert sealed.read(file.with_name("y"), KEY) is None
    assert not caplog.records


def test_every_flipped_bit_is_noticed_and_told_once(file, caplog):
    whole = file.read_bytes()
    for bit in range(8 * len(whole)):
        spoilt = bytearray(whole)
        spoilt[bit // 8] ^= 1 << bit % 8
        file.write_bytes(spoilt)
        assert sealed.read(file, KEY) is None, bit
    assert [r.getMessage() for r in caplog.records] == [
        f"airdef: {file.parent}: holds a damaged file, which is made again"
    ]


def test_every_cut_is_noticed(file):
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert sealed.read(file, KEY) is None, length
    file.write_bytes(whole + b"\0")
    assert sealed.read(file, KEY) is None


def test_only_who_has_the_key_can_write_one(file):
    assert sealed.read(file, b"\1" * 32) is None
    sealed.write(file.parent, ("x",), CONTENT)  # without a key
    assert sealed.read(file, KEY) is None


def test_a_file_under_another_name_is_not_believed(file):
    file.rename(file.with_name("y"))
    assert sealed.read(file.with_name("y"), KEY) is None


def test_no_link_is_followed(file, tmp_path):
    aim = tmp_path / "aim"
    aim.write_bytes(file.read_bytes())
    file.unlink()
    file.symlink_to(aim)
    assert sealed.read(file, KEY) is None
    before = aim.read_bytes()
    sealed.write(tmp_path, ("a", "b", "x"), b"new", KEY)
    assert aim.read_bytes() == before
    assert not file.is_symlink()
    assert sealed.read(file, KEY) == b"new"
    (tmp_path / "a" / "c").symlink_to(tmp_path / "a" / "b")
    sealed.write(tmp_path, ("a", "c", "z"), b"new", KEY)
    assert not (tmp_path / "a" / "b" / "z").exists()


def test_folders_and_files_are_closed_to_others(file):
    assert {oct(p.stat().st_mode & 0o777) for p in (file.parent, file.parent.parent)} == {"0o700"}
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_full_disk_keeps_nothing_and_is_told_once(file, monkeypatch, caplog):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sealed.os, "open", full)
    for _ in range(2):
        sealed.write(file.parent, ("x",), b"new", KEY)
    monkeypatch.undo()
    assert sealed.read(file, KEY) == CONTENT
    assert [r.getMessage() for r in caplog.records] == [
        f"airdef: {file.parent}: No space left on device; nothing more is kept there, and the run goes on"
    ]


def test_a_disk_that_fills_while_a_file_is_written(tmp_path, caplog):
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "airdef-test", str(folder)]
    try:
        failed = subprocess.run(mount, capture_output=True, check=False).returncode
    except OSError:
        failed = 1
    if failed:
        pytest.skip("no small disk can be mounted here; run the tests as root")
    try:
        sealed.write(folder, ("a", "small"), b"1")
        sealed.write(folder, ("a", "large"), bytes(100_000))
        assert [p.name for p in (folder / "a").iterdir()] == ["small"]
        assert "No space left on device; nothing more is kept there" in caplog.text
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_what_a_dead_process_left_is_cleared(file):
    old, new = file.with_name(f"x-1{sealed.HALF}"), file.with_name(f"x-2{sealed.HALF}")
    for half, age in ((old, 2 * sealed.STALE_S), (new, 0.0)):
        half.touch()
        os.utime(half, (time.time() - age,) * 2)
    sealed.write(file.parent, ("z",), CONTENT)
    assert sorted(p.name for p in file.parent.iterdir()) == ["x", new.name, "z"]
