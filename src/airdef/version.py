"""The version, in a module of its own: every layer may name it without importing the public API."""

__version__ = "0.1.0"

RELEASED = "2026-11-24"
"""The day of this version, as CITATION.cff has it."""
