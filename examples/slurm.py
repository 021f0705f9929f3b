"""Run a campaign on a SLURM cluster: python examples/slurm.py SCENARIO --nodes 10 --cores 32 --out DIR.

Starts a Dask scheduler here, and one SLURM job a node with a worker process a core; runs the campaign, stores it
in DIR, and ends the jobs. Killed or out of time? The same command goes on where it ended.
Needs: pip install 'airdef[cluster]', here and on the nodes (the same environment).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dask_jobqueue import SLURMCluster

import airdef


def options() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario")
    parser.add_argument("--replications", type=int, default=100_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="directory of the stored campaign")
    parser.add_argument("--nodes", type=int, default=2)
    parser.add_argument("--cores", type=int, default=32, help="cores of a node, one worker process each")
    parser.add_argument("--memory", default="64GB", help="memory of a node; a worker takes about 0.4 GB")
    parser.add_argument("--walltime", default="02:00:00")
    parser.add_argument("--partition", default=None)
    parser.add_argument("--account", default=None)
    parser.add_argument("--interface", default=None, help="network interface that the nodes reach, such as ib0")
    parser.add_argument("--show", action="store_true", help="print the job script and submit nothing")
    return parser.parse_args()


def main() -> None:
    """Start the cluster, run, print the answer."""
    o = options()
    with SLURMCluster(
        queue=o.partition,
        account=o.account,
        cores=o.cores,
        processes=o.cores,
        memory=o.memory,
        walltime=o.walltime,
        interface=o.interface,
        python=sys.executable,
    ) as cluster:
        if o.show:
            print(cluster.job_script())
            return
        cluster.scale(jobs=o.nodes)
        campaign = airdef.run(
            o.scenario, o.replications, o.seed, dask=cluster.scheduler_address, out=o.out, resume=True
        )
    leakers = campaign.measures["leakers"]
    print(f"{campaign.replications:,} replications: {leakers.mean_text} leakers ({leakers.interval_text})")


if __name__ == "__main__":
    main()
