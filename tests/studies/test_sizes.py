"""Studies refuse what would fill the memory before they make any of it, and say how to stay below."""

import sys

import pytest

from airdef.limits import LimitError
from limited import limited

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of a process are set as Linux has them")

CASES = {
    "a map of metres": ("coverage port-raid --cell 1m", "at most 5,000 nodes on a side", "a cell of 140 m or more"),
    "a map of less": ("coverage port-raid --cell 1e-300m", "at most 5,000 nodes on a side"),
    "a radius": ("coverage port-raid --radius 1e300km", "--radius"),
    "no radius": ("coverage port-raid --radius 1e-300m", "--radius"),
    "heights": ("coverage port-raid --altitude " + ",".join(f"{k}m" for k in range(1, 102)), "at most 100 heights"),
    "a dwell": ("coverage port-raid --measure track --dwell 1e9s", "at most 100,000 looks", "a shorter --dwell"),
    "heights and nodes": (
        "coverage port-raid --radius 340km --cell 140m --altitude " + ",".join(f"{k}m" for k in range(1, 100)),
        "at most 4 GiB",
        "a larger cell",
    ),
    "a grid": ("site port-raid --grid 50m --radius 600km", "at most 200,000 places", "a larger --grid step"),
    "demand": ("site port-raid --grid 2km --demand-cell 100m --ring 600km", "at most 20,000 demand cells"),
    "rings": (
        "site port-raid --grid 2km --azimuths 360 --ring " + ",".join(f"{k}km" for k in range(10, 600)),
        "at most 20,000 demand cells",
    ),
    "options": (
        "site port-raid --grid 2km --turn 36 --azimuths 360 --mast " + ",".join(f"{k}m" for k in range(1, 50)),
        "at most 200,000,000 pairs",
    ),
    "masts": ("site port-raid --grid 5km --mast " + ",".join(f"{k / 10}m" for k in range(1, 80)), "at most 50 masts"),
    "a device": ("site port-raid --candidates /dev/zero", "not a regular file"),
    "points": (
        "sweep port-raid --vary raid.0.count=1:1000:1 --vary raid.1.count=1:1000:1 --vary raid.2.count=1:1000:1",
        "1,000,000,000 points given, at most 10,000 points",
    ),
    "replications": (f"run port-raid -n {1 << 62}", "a whole number from 1 to 1000000000000 expected"),
    "parts": ("run port-raid -n 1000000000000 --part 1024 --out {tmp}/x", "at most 1,000,000 stored parts", "--part"),
}


def test_what_is_too_large_is_refused_before_it_is_made(tmp_path):
    # One process for all, for it takes longer to start than to refuse.
    code = f"""
    import io, contextlib
    for name, (command, *words) in {CASES!r}.items():
        told = io.StringIO()
        with contextlib.redirect_stderr(told):
            code = main(command.replace("{{tmp}}", {str(tmp_path)!r}).split())
        assert code == 2, (name, code, told.getvalue())
        for word in words:
            assert word in told.getvalue(), (name, told.getvalue())
        assert told.getvalue().count("\\n") == 1, told.getvalue()
        print(name)
    """
    ready = """
    from airdef.cli import main
    assert main(["validate", "port-raid"]) == 0
    import airdef.studies.coverage.study, airdef.studies.siting.study, airdef.studies.sweep, airdef.api
    """
    told = limited(code, ready=ready, megabytes=400, seconds=60)
    assert told.splitlines()[-len(CASES) :] == list(CASES)
    assert list(tmp_path.iterdir()) == []


def test_rows_that_no_memory_holds_are_refused(monkeypatch):
    import airdef
    from airdef import limits

    monkeypatch.setattr(limits, "KEPT_ROWS_BYTES", limits.Limit(10_000, "bytes", "fewer"))
    with pytest.raises(LimitError, match=r"^rows: .* given, at most 9.766 KiB expected"):
        airdef.run("ideal-salvo", 100, rows=True)
    assert airdef.run("ideal-salvo", 10, rows=True).rows.num_rows == 10
