"""`python -m airdef`, and the command `airdef`. Signals are taken first, before the imports that take time."""

import os
import sys

# the built-in half of `signal`, which takes no time at all
from _signal import SIG_IGN, SIGINT, SIGTERM, getsignal, signal  # type: ignore[import-not-found]


def _early(number: int, _: object) -> None:
    """End before the command begins; `airdef.cli.ending` takes the signals over when it does."""
    how = "interrupted" if number == SIGINT else "terminated"
    os.write(2, f"airdef: {how}; nothing was complete; nothing is kept\n".encode())
    os._exit(128 + number)


def main() -> int:
    """Run the command of this process and return its exit code."""
    for descriptor in range(3):  # what is closed is filled before an import opens a file under its number
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for number in (SIGINT, SIGTERM):
        if getsignal(number) is not SIG_IGN:
            signal(number, _early)
    from airdef.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(main())
