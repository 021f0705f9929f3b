"""The command line: `airdef`."""

from airdef.cli.main import main

__all__ = ["main"]
