"""`python -m queue_server.cli` is `motcua`."""

import sys

from queue_server.cli import main

sys.exit(main())
