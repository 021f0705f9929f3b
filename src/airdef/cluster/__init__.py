"""Campaigns on a cluster through Dask: numbers of replications go out, statistics come back."""

from airdef.cluster.client import Cluster, ClusterError, connected
from airdef.cluster.worker import Job, WorkerError, job

__all__ = ["Cluster", "ClusterError", "Job", "WorkerError", "connected", "job"]
