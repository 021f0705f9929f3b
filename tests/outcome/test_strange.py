"""A campaign's directory that somebody else made: whatever lies in it, it is read within limits or refused in words."""

import json
import os
import sys
from fractions import Fraction

import pytest

from airdef.limits import MIB, STATISTICS_BYTES, Limit, LimitError, read_file
from airdef.outcome.files import read_sealed, write_sealed
from airdef.outcome.header import COPY, NAME, StoreError
from airdef.outcome.stopping import Precision
from airdef.outcome.store import Store
from airdef.outcome.wire import _packed, statistics_of_plain
from limited import limited
from outcome.stored import header, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="neither devices nor pipes in a folder"),
]


@pytest.fixture
def stored(tmp_path):
    folder = tmp_path / "c"
    run(folder, header())
    return folder


def replaced(folder, **changes):
    """Write other values into `campaign.json`, sealed as if airdef had."""
    data = json.loads((folder / "campaign.json").read_text())
    data.pop("seal")
    for name in (NAME, COPY):
        write_sealed(folder / name, {k: v for k, v in (data | changes).items() if v is not Ellipsis})


@pytest.mark.parametrize("target", ["/dev/zero", "pipe", ".", "none"])
def test_what_is_no_file_is_neither_read_nor_waited_for(stored, target):
    path = stored / NAME
    path.unlink()
    (stored / COPY).unlink()
    if target == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(target)
    with pytest.raises(StoreError) as told:
        Store.read(stored)
    assert "no campaign.json" in str(told.value) or "(not a regular file)" in str(told.value)


def test_dev_zero_costs_nothing(tmp_path):
    (tmp_path / "campaign.json").symlink_to("/dev/zero")
    code = f"""
    print(main(["results", {str(tmp_path)!r}]))
    """
    assert limited(code, ready="from airdef.cli import main", megabytes=64, seconds=5) == "2\n"


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "campaign.json"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # sparse: a TiB of zeros that takes no room
    with pytest.raises(StoreError, match=r"1024 GiB given, at most 64 MiB expected"):
        Store.read(tmp_path)
    with pytest.raises(LimitError, match="at most 3 bytes"):
        read_file(path, Limit(3, "bytes", "less"))


@pytest.mark.parametrize("goal", [1 << 62, 10**12])
def test_a_goal_far_beyond_what_is_stored_takes_no_time(stored, goal):
    replaced(stored, goal=goal)
    code = f"""
    from airdef.outcome.header import COPY, NAME, StoreError
    try:
        print(Store.read(Path({str(stored)!r})).replications)
    except StoreError as error:
        print("goal" in str(error))
    """
    ready = "from pathlib import Path\nfrom airdef.outcome.store import Store"
    told = limited(code, ready=ready, megabytes=200, seconds=5)
    assert told == ("True\n" if goal > 10**12 else "5000\n")


@pytest.mark.parametrize(
    "changes",
    [
        {"goal": -1}, {"goal": 1.5}, {"goal": True}, {"goal": "x"}, {"size": 0}, {"size": 1 << 40}, {"seed": -1},
        {"seed": 1 << 63}, {"columns": 5}, {"sources": [{}]}, {"sources": []},
        {"sources": [{"source": "S1", "title": "t", "address": ["a"], "kind": "web"}]},
        {"scenario": None}, {"scenario": {"name": "x"}},
        {"precision": {"half_width": 0}}, {"precision": 3}, {"format": None}, {"seed": Ellipsis},
        {"scenario": Ellipsis}, {"version": Ellipsis},
    ],
    ids=str,
)  # fmt: skip
def test_other_values_in_the_header_are_refused_in_words(stored, changes):
    replaced(stored, **changes)
    with pytest.raises(StoreError) as told:
        Store.read(stored)
    assert "campaign.json" in str(told.value)
    assert "usual fix" in str(told.value)


def test_nesting_that_no_parser_follows_is_damage(stored):
    for name in (NAME, COPY):
        (stored / name).write_text("[" * 1_000_000)
    with pytest.raises(StoreError, match="nested too deeply"):
        Store.read(stored)


def sidecar(folder):
    return folder / "statistics" / "part-000000001.json"


@pytest.mark.parametrize("change", ["count", "bomb", "exponent", "device", "nothing", "rows device", "rows large"])
def test_a_part_that_is_not_as_it_was_written_is_damaged_and_costs_nothing(stored, change):
    data = read_sealed(sidecar(stored))
    rows = stored / "rows" / "part-000000001.parquet"
    if change == "count":
        data["count"] = data["statistics"]["replications"] = 1 << 40
    if change == "bomb":  # 2 GiB of zeros in 2 MiB
        bomb = b"\0" * (1 << 20)
        import base64
        import zlib

        packer = zlib.compressobj(9)
        packed = b"".join([*(packer.compress(bomb) for _ in range(2048)), packer.flush()])
        data["statistics"]["columns"]["leakers"] = {"histogram": base64.b64encode(packed).decode()}
    if change == "exponent":
        measured = next(c for c in data["statistics"]["columns"].values() if "total" in c)
        measured["total"] = "1e999999999"
    write_sealed(sidecar(stored), data)
    if change == "device":
        sidecar(stored).unlink()
        sidecar(stored).symlink_to("/dev/zero")
    if change == "nothing":
        sidecar(stored).write_bytes(b"")
    if change == "rows device":
        rows.unlink()
        rows.symlink_to("/dev/zero")
    if change == "rows large":
        rows.unlink()
        with rows.open("wb") as file:
            file.truncate(1 << 40)
    code = f"""
    store = Store.read(Path({str(stored)!r}))
    try:
        print(store.damaged, store.campaign().replications)
    except ValueError as error:
        print("refused", error)
    """
    ready = "from pathlib import Path\nfrom airdef.outcome.store import Store"
    told = limited(code, ready=ready, megabytes=200, seconds=10)
    # What the checksum holds together is read; it is only refused when it is unpacked.
    wrong = {"bomb": "a column of more than 8388608 bytes", "exponent": "a sum of '1e999999999'"}.get(change)
    expected = f"refused {sidecar(stored)}: statistics: {wrong}" if wrong else "[1] 3976"
    assert told.startswith(expected), told


def test_statistics_are_unpacked_up_to_what_a_column_can_be():
    import numpy as np

    most = np.ones(1 << 20, np.int64)
    data = {"replications": 0, "columns": {"a": {"histogram": _packed(most)}}}
    assert statistics_of_plain(data)["a"].histogram.nbytes == 8 * MIB
    data = {"replications": 0, "columns": {"a": {"histogram": _packed(np.ones((1 << 20) + 1, np.int64))}}}
    with pytest.raises(ValueError, match="more than 8388608 bytes"):
        statistics_of_plain(data)
    cut = _packed(most)[: 4 * 10]
    with pytest.raises(ValueError, match="cut off"):
        statistics_of_plain({"replications": 0, "columns": {"a": {"histogram": cut}}})


def test_what_could_not_be_read_again_is_not_written(tmp_path):
    with pytest.raises(LimitError, match="at most 16 MiB"):
        write_sealed(tmp_path / "a.json", {"a": "x" * (STATISTICS_BYTES.most + 1)})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("half_width", [1e-300, 5e-324])
def test_a_precision_beyond_all_numbers_ends_at_the_limit(half_width):
    wanted = Precision(half_width, "leakers", 5000)
    assert wanted.planned(0.5) == 5000
    assert wanted.prolonged(4096, 0.5) == 5000
    assert Fraction(half_width) > 0
