"""`python -m infra.local COMMAND`, run by the Python of `.venv` once the tools are installed."""

import sys

from infra.local.cli import main

sys.exit(main(sys.argv[1:]))
