"""Variants of a scenario: settings and uncertain inputs moved, prepared once, compared replication by replication."""
