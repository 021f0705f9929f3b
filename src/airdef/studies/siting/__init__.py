"""Siting: where radars or fire units stand best."""
