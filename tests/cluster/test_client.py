"""Campaigns over a real scheduler and real workers on loopback, through deaths and births."""

import gc
import os
import signal
import sys

import pytest
from distributed import Client

import airdef
from airdef import cluster
from airdef.cli import main
from airdef.cli.progress import CampaignBar
from airdef.cluster import client as module
from airdef.cluster import worker
from airdef.outcome.store import Store
from cluster.processes import STARTED_S, processes

N, PART = 40_000, 2048
"""Twenty parts."""

# Dask opens its sockets through asyncio and closes some only when they are collected.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(scope="module")
def alone():
    """The campaign of one thread."""
    return airdef.run("ideal-salvo", N, threads=1).statistics.digest()


def wait_for(address, workers):
    """Wait until so many workers are there."""
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=STARTED_S)


def used(address):
    """Return for each worker how many kernels it made."""
    with Client(address, set_as_default=False) as client:
        return client.run(lambda: worker._KERNELS.made)


def after(parts, what):
    """Return a progress callback that does something once so many parts are done."""
    done_already = []

    def progress(done, goal):
        if done >= parts * PART and not done_already:
            done_already.append(True)
            what()

    return progress


def test_a_killed_worker_costs_nothing_but_time(tmp_path, alone):
    with processes(tmp_path, workers=2) as running:
        wait_for(running.address, 2)
        kill = after(2, lambda: os.kill(running.workers[0].pid, signal.SIGKILL))
        campaign = airdef.run("ideal-salvo", N, part=PART, dask=running.address, progress=kill)
        assert running.workers[0].wait() == -signal.SIGKILL
        assert len(used(running.address)) == 1
    assert campaign.statistics.digest() == alone


def test_an_added_worker_takes_its_share(tmp_path, alone):
    with processes(tmp_path, workers=1) as running:

        def add():
            running.add_worker()
            wait_for(running.address, 2)

        campaign = airdef.run("ideal-salvo", N, part=PART, dask=running.address, progress=after(1, add))
        made = used(running.address)
    assert list(made.values()) == [1, 1]  # each worker made the kernel, once
    assert campaign.statistics.digest() == alone


def test_a_lost_scheduler_is_told_and_what_is_finished_is_kept(tmp_path, alone, monkeypatch, capsys):
    folder = tmp_path / "c"
    with processes(tmp_path, workers=1) as running:
        kill = after(3, running.scheduler.kill)
        monkeypatch.setattr(CampaignBar, "__call__", lambda self, done, goal: kill(done, goal))
        command = ["run", "ideal-salvo", "-n", str(N), "--part", str(PART), "--out", str(folder)]
        assert main([*command, "--dask", running.address]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"the Dask scheduler at {running.address} was lost" in err
    store = Store.read(folder)
    assert 3 * PART <= store.replications < N
    assert f"{store.replications:,} of 40,000 replications are kept" in err
    assert err.count("\n") == 1, err
    assert main(["run", "--out", str(folder), "--resume"]) == 0
    assert Store.read(folder).campaign().statistics.digest() == alone


def test_local_processes_store_the_same_files(tmp_path, alone):
    campaign = airdef.run("ideal-salvo", N, part=PART, dask="local", threads=2, out=tmp_path / "a")
    assert campaign.statistics.digest() == alone
    airdef.run("ideal-salvo", N, part=PART, threads=1, out=tmp_path / "b")
    for b in (tmp_path / "b").rglob("part-*"):
        assert b.read_bytes() == (tmp_path / "a" / b.relative_to(tmp_path / "b")).read_bytes()


def test_no_scheduler_is_told(monkeypatch, capsys):
    monkeypatch.setattr(module, "_CONNECT_S", 1)
    assert main(["run", "ideal-salvo", "--dask", "tcp://127.0.0.1:9"]) == 2
    assert "tcp://127.0.0.1:9: no Dask scheduler answers" in capsys.readouterr().err
    assert main(["run", "ideal-salvo", "--dask", "nowhere"]) == 2
    assert "nowhere: no Dask scheduler answers" in capsys.readouterr().err


def test_nothing_is_left_of_a_client_that_met_no_scheduler(monkeypatch):
    # Dask ends such a client when the collector finds it, and waits for ever if that is while another is made.
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(module, "_CONNECT_S", 1)

    def clients():
        return {id(each) for each in gc.get_objects() if issubclass(type(each), distributed.Client)}

    gc.collect()
    gc.disable()  # what is collected here is collected by us
    before = clients()  # a test before this one may still be held by what it told
    try:
        with pytest.raises(cluster.ClusterError):
            airdef.run("ideal-salvo", 10, dask="tcp://127.0.0.1:9")
        assert clients() <= before
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_no_worker_for_long_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_S", 1.0)
    words = "no worker for 1 s; usual fix: start dask workers"
    with processes(tmp_path, workers=0) as running, pytest.raises(cluster.ClusterError, match=words):
        airdef.run("ideal-salvo", 10, dask=running.address)


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match=r"pip install 'airdef\[cluster\]'"):
        airdef.run("ideal-salvo", 10, dask="local")


@pytest.mark.parametrize(("stalls", "tries"), [(0, 1), (1, 2)])
def test_a_thread_that_did_not_start_in_time_is_tried_again(stalls, tries):
    class Dask:
        made = 0

        def Client(self, where, **_):  # noqa: N802 (Dask's name)
            self.made += 1
            assert self.made > stalls
            return where

    dask = Dask()
    assert module._client(dask, "tcp://here:1") == "tcp://here:1"
    assert dask.made == tries
