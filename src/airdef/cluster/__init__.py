"""Campaigns on a cluster through Dask: chunks of replication numbers go out, statistics come back."""

from airdef.cluster.client import Cluster, ClusterError, connected

__all__ = ["Cluster", "ClusterError", "connected"]
