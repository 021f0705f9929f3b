"""The long search: `python3 dev.py fuzz`. See `fuzz.campaign`."""

import sys

from fuzz.campaign import main

sys.exit(main(sys.argv[1:]))
