"""Where things are kept: folders of this user alone, or another place with one warning, and never a failure."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from airdef import places
from airdef.places import GEOMETRY, KERNELS

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
STRANGER = 12_345
needs_root = pytest.mark.skipif(not ROOT, reason="only root makes files of other users")


@pytest.fixture(autouse=True)
def _anew(tmp_path, monkeypatch):
    """Give the test a home and temporary files of its own, and forget what was found before."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.delenv("AIRDEF_CACHE_DIR", raising=False)
    for name in ("CACHE", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    forget()
    yield
    forget()


def forget():
    for found in (places._examined, places._secret, places.warn):
        found.cache_clear()


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


def temporary(tmp_path):
    return tmp_path / "tmp" / f"airdef-{os.geteuid()}"


def test_the_users_cache_folder_is_made_and_closed_to_others(tmp_path, caplog):
    own = tmp_path / "home" / "cache" / "airdef"
    assert places.places() == places.Places((own,), own)
    assert mode(own) == 0o700
    assert not caplog.records


def test_the_folder_asked_for_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("AIRDEF_CACHE_DIR", str(tmp_path / "mine"))
    assert places.places().write == tmp_path / "mine"


@pytest.mark.parametrize("raising", [True, False])
def test_without_a_home_a_temporary_folder_serves_with_one_warning(tmp_path, monkeypatch, caplog, raising):
    def none(_):
        if raising:
            raise RuntimeError("could not determine the home directory")
        return "~/.cache/airdef"

    monkeypatch.setattr(places.platformdirs, "user_cache_dir", none)
    monkeypatch.setattr(places.platformdirs, "user_state_dir", none)
    other = temporary(tmp_path)
    for _ in range(3):
        assert places.places() == places.Places((other,), other)
        assert places.secret() is not None
    assert mode(other) == 0o700
    assert [r.getMessage() for r in caplog.records] == [
        "airdef: no home folder, so no folder to keep compiled code and geometry in; they are kept in "
        f"{other} instead; usual fix: name a folder that you can write in AIRDEF_CACHE_DIR"
    ]
    assert not list(Path.cwd().glob("~*"))


def test_what_stands_in_the_way_is_named(tmp_path, monkeypatch, caplog):
    (tmp_path / "file").touch()
    monkeypatch.setenv("AIRDEF_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert places.places().write == temporary(tmp_path)
    assert "file/cache: Not a directory" in caplog.text
    assert len(caplog.records) == 1


@needs_root
def test_where_nothing_can_be_written_nothing_is_kept(tmp_path, monkeypatch, caplog):
    (tmp_path / "file").touch()
    monkeypatch.setenv("AIRDEF_CACHE_DIR", str(tmp_path / "file"))
    temporary(tmp_path).mkdir()
    os.chown(temporary(tmp_path), STRANGER, STRANGER)
    assert places.places() == places.Places((), None)
    assert len(caplog.records) == 1
    assert "code is compiled at every start" in caplog.text


@needs_root
@pytest.mark.parametrize("name", [KERNELS, GEOMETRY])
@pytest.mark.parametrize("kind", ["foreign", "link"])
def test_what_another_user_put_there_is_not_used(tmp_path, monkeypatch, caplog, name, kind):
    own = tmp_path / "mine"
    (own / "else").mkdir(parents=True)
    if kind == "link":
        (own / name).symlink_to(own / "else")
    else:
        (own / name).mkdir()
        os.chown(own / name, STRANGER, STRANGER)
    monkeypatch.setenv("AIRDEF_CACHE_DIR", str(own))
    assert places.places() == places.Places((temporary(tmp_path),), temporary(tmp_path))
    assert f"{own / name}: belongs to another user, or is a link" in caplog.text


def test_a_folder_open_to_others_is_closed(tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    assert places.own_folder(tmp_path / "open")
    assert mode(tmp_path / "open") == 0o700


def test_the_key_is_made_once_and_lies_apart_from_the_cache(tmp_path):
    key = places.secret()
    file = tmp_path / "home" / "state" / "airdef" / "key"
    assert file.read_bytes() == key
    assert len(key) == 32
    assert mode(file) == 0o600
    assert mode(file.parent) == 0o700
    forget()
    assert places.secret() == key
    assert [p.name for p in file.parent.iterdir()] == ["key"]


@pytest.mark.parametrize("spoilt", ["open", "short", "link"])
def test_a_key_that_another_could_know_is_replaced(tmp_path, spoilt):
    key = places.secret()
    file = tmp_path / "home" / "state" / "airdef" / "key"
    if spoilt == "open":
        file.chmod(0o644)
    elif spoilt == "short":
        file.write_bytes(key[:31])
    else:
        (tmp_path / "planted").write_bytes(bytes(32))
        (tmp_path / "planted").chmod(0o600)
        file.unlink()
        file.symlink_to(tmp_path / "planted")
    forget()
    assert places.secret() not in (key, key[:31], bytes(32), None)
    assert mode(file) == 0o600
    assert not file.is_symlink()
    if spoilt == "link":
        assert (tmp_path / "planted").read_bytes() == bytes(32)


def test_without_a_state_folder_the_key_lies_with_the_code(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    key = places.secret()
    file = tmp_path / "home" / "cache" / "airdef" / KERNELS / "key"
    assert file.read_bytes() == key
    assert mode(file.parent) == 0o700


def test_processes_that_start_together_agree_on_one_key():
    command = [sys.executable, "-c", "from airdef.places import secret; print(secret().hex())"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert len({process.communicate()[0] for process in started}) == 1


AS_STRANGER = """
import os, pwd, tempfile, traceback
import platformdirs.unix  # all that is needed, for Python itself may lie in the other user's home
from airdef.places import places, secret
os.setgroups([]); os.setgid(12345); os.setuid(12345)
print(places().write, secret() is not None)
"""


@needs_root
@pytest.mark.parametrize("home", [None, "/root", "/nonexistent", "read-only"])
def test_a_user_without_a_home_of_his_own(tmp_path, home):
    """As in a container whose user has no entry in the list of users; the other user's home is closed or read-only."""
    free = Path(tempfile.mkdtemp(prefix="airdef-test-", dir="/tmp"))
    try:
        (free / "home").mkdir()
        (free / "home").chmod(0o555)
        (free / "tmp").mkdir()
        for folder in (free, free / "tmp"):
            folder.chmod(0o777)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("XDG_") and k != "HOME"}
        environment |= {"TMPDIR": str(free / "tmp")}
        if home is not None:
            environment["HOME"] = str(free / "home") if home == "read-only" else home
        command = [sys.executable, "-c", AS_STRANGER]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=free)
        assert done.stdout.split() == [f"{free}/tmp/airdef-12345", "True"]
        assert done.stderr.startswith("airdef: ")
        assert done.stderr.count("\n") == 1
        assert sorted(p.name for p in free.iterdir()) == ["home", "tmp"]
    finally:
        subprocess.run(["rm", "-rf", str(free)], check=True)
