import errno
import os

import pytest

from airdef.outcome import files
from airdef.outcome.files import HALF, digest, read_sealed, write_sealed, write_whole


def test_sealed_data_come_back(tmp_path):
    path = tmp_path / "a.json"
    data = {"x": [1, 2.5, None, "é"], "seed": (1 << 63) - 1}
    write_sealed(path, data)
    assert read_sealed(path) == data
    assert len(digest(path)) == 64


@pytest.mark.parametrize("change", [lambda b: b.replace(b"12345", b"12344"), lambda b: b[:-9], lambda b: b"[]"])
def test_damage_is_noticed(tmp_path, change):
    path = tmp_path / "a.json"
    write_sealed(path, {"n": 12345})
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(ValueError, match=r"damaged|Expecting|delimiter|Unterminated"):
        read_sealed(path)


def test_when_the_disk_is_full_the_old_file_stands_and_no_half_one_stays(tmp_path, monkeypatch):
    path = tmp_path / "a"
    write_whole(path, b"old")

    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.writing.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert not path.with_name("a" + HALF).exists()
