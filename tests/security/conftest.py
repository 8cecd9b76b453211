"""The real server of the web tests, and a centre as it is run, for those who attack it."""

from __future__ import annotations

from tests.end_to_end.conftest import start_server
from tests.queue_server.conftest import instant, make_plan
from tests.queue_server.hub.conftest import edge, make_edge, running
from tests.queue_server.web.conftest import house

__all__ = ["edge", "house", "instant", "make_edge", "make_plan", "running", "start_server"]
