"""The exit codes of the command: what each means stands in `airdef.cli.main`."""

DONE, BROKEN_PIPE, ERROR, INTERRUPTED = 0, 1, 2, 130
