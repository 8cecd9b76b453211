"""The real server of the web tests, and a centre as it is run, for those who attack it."""

from __future__ import annotations

from tests.end_to_end.conftest import start_server
from tests.queue_server.conftest import instant, make_plan
from tests.queue_server.web.conftest import house

__all__ = ["house", "instant", "make_plan", "start_server"]
