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
PARTS = 10


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


def parts(folder):
    """Return how many parts are there, whole or nearly."""
    return len(list(folder.glob("statistics/*.json")))


def wait_for(folder, count, pid):
    """Wait until so many parts are there, or the process has ended."""
    while parts(folder) < count and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.001)


def kills(folder, count):
    """Return what each kill left behind, and whether going on from it ended in the same bits.

    A moment is a number of parts, one in each of `count` equal slices of the run so that few kills cover all
    of it, and then a random time: up to that of a part, and at the start up to that of the first.
    """
    airdef.run("ideal-salvo", 1, threads=1)  # load the engine before forking
    started = time.monotonic()
    pid = start(folder / "whole")
    wait_for(folder / "whole", 1, pid)
    first = time.monotonic() - started
    wait_for(folder / "whole", PARTS, pid)
    each = (time.monotonic() - started - first) / (PARTS - 1)
    finish(pid)
    wanted = tree(folder / "whole")
    stream = random.Random(1)
    left, same = [], []
    for k in range(count):
        cut = folder / f"cut-{k}"
        moment = int((k + stream.random()) / count * PARTS)
        pid = start(cut)
        wait_for(cut, moment, pid)
        time.sleep(stream.random() * (each if moment else first))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        left.append(kept(cut))
        finish(start(cut, "--resume"))
        same.append(tree(cut) == wanted)
        shutil.rmtree(cut)
    return {"first_s": first, "each_s": each, "left": left, "same": same}


if __name__ == "__main__":
    print(json.dumps(kills(Path(sys.argv[1]), int(sys.argv[2]))))
