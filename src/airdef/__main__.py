"""`python -m airdef`: the command line."""

import sys

from airdef.cli import main

sys.exit(main())
