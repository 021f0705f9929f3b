"""Decisions of fire control taken by anybody: what a decider sees, what it may answer, and how well it does."""
