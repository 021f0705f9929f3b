"""What ends a campaign in the real world: a kill, a full disk; and memory that must not grow."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from airdef import results
from airdef.cli import main
from airdef.outcome.store import Store
from patience import PATIENCE_S

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kills are of forked processes")
@pytest.mark.parametrize("kills", [8, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_at_random_moments_it_goes_on_to_the_same_bits(tmp_path, kills):
    command = [sys.executable, str(HERE / "killing.py"), str(tmp_path), str(kills)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["same"] == [True] * kills
    # The kills mean something only if some of them came in the middle.
    assert any(left is not None and 0 < left < 10_000 for left in told["left"]), told


@pytest.fixture
def small_disk(tmp_path):
    """Mount a disk of 256 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "airdef-test", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        failed = done.stderr.strip() if done.returncode else ""
    except OSError as error:
        failed = str(error)
    if failed:
        if os.environ.get("CI") == "true":
            pytest.fail(f"no small disk can be mounted here: {failed}")
        pytest.skip(f"no small disk can be mounted here ({failed}); run the tests as root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_what_is_finished_is_kept(small_disk, tmp_path, capsys):
    run = ["run", "ideal-salvo", "-n", "40000", "--part", "4096"]
    folder = small_disk / "c"
    assert main([*run, "--out", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "No space left on device" in err
    assert f"airdef run --out {folder} --resume" in err
    assert err.count("\n") == 1
    store = Store.read(folder)
    assert 0 < store.replications < 40_000
    assert f"{store.replications:,} of 40,000 replications are kept" in err
    assert not store.damaged
    assert not list(folder.rglob("*.tmp"))
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    assert main(["run", "--out", str(folder), "--resume"]) == 0
    assert main([*run, "--out", str(tmp_path / "whole")]) == 0
    assert results(folder).statistics.digest() == results(tmp_path / "whole").statistics.digest()


PEAK = """
import resource, sys
import airdef

few, many = (int(n) for n in sys.argv[1:])
airdef.run("ideal-salvo", few, threads=2)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
airdef.run("ideal-salvo", many, threads=2)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in KiB on Linux only")
@pytest.mark.parametrize(("few", "many"), [(20_000, 200_000), pytest.param(200_000, 2_000_000, marks=pytest.mark.slow)])
def test_memory_does_not_grow_with_the_replications(few, many):
    command = [sys.executable, "-c", PEAK, str(few), str(many)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    grown_mib = int(done.stdout) / 1024
    # A row kept would be 31 columns of 8 bytes: 43 MiB for 180,000 more. Allocators may hold on to a few MiB.
    assert grown_mib < 12, grown_mib
