"""Policies that come with airdef, as functions of an observation."""
