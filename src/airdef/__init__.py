"""airdef: an open, reproducible laboratory for long-range ground-based air defence."""

__version__ = "0.1.0"
