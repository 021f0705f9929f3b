"""Kill `airdef run --out` at random moments, go on, and compare with a campaign that nobody killed.

Run as a script: FOLDER KILLS. It loads the engine once and forks, so that a kill costs no start of Python:
what is killed is a process of its own that runs the command. Prints one JSON object.
"""

import contextlib
import hashlib
import io
import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import airdef
from airdef.cli import main
from airdef.outcome.store import Store

RUN = ["run", "ideal-salvo", "-n", "10000", "--part", "1024", "--threads", "2", "--json"]


def start(folder, *more):
    """Start the command in a child and return its pid."""
    pid = os.fork()
    if pid:
        return pid
    with contextlib.redirect_stdout(io.StringIO()):
        code = main([*RUN, "--out", str(folder), *more])
    os._exit(code)


def finish(pid):
    """Wait for a child that is to end well."""
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def tree(folder):
    """Return one checksum of all files but the lock's, and of the statistics they add up to."""
    h = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "lock":
            h.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    h.update(Store.read(folder).campaign().statistics.digest().encode())
    return h.hexdigest()


def kept(folder):
    """Return the replications that count after a kill, None if it came before the first word."""
    return Store.read(folder).replications if (folder / "campaign.json").exists() else None


def kills(folder, count):
    """Return what each kill left behind, and whether going on from it ended in the same bits."""
    airdef.run("ideal-salvo", 1, threads=1)  # load the engine before forking
    started = time.monotonic()
    finish(start(folder / "whole"))
    duration = time.monotonic() - started
    wanted = tree(folder / "whole")
    moments = random.Random(1)
    left, same = [], []
    for k in range(count):
        cut = folder / f"cut-{k}"
        pid = start(cut)
        # One moment in each of `count` equal slices, so that few kills cover the whole run as well.
        time.sleep((k + moments.random()) / count * duration)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        left.append(kept(cut))
        finish(start(cut, "--resume"))
        same.append(tree(cut) == wanted)
        shutil.rmtree(cut)
    return {"duration": duration, "left": left, "same": same}


if __name__ == "__main__":
    print(json.dumps(kills(Path(sys.argv[1]), int(sys.argv[2]))))
