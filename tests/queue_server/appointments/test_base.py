"""A centre without a book says so, and gives no code away."""

from __future__ import annotations

import pytest

from queue_server.appointments.base import BookUnavailable, NoBook


async def test_without_a_book_nothing_is_known() -> None:
    with pytest.raises(BookUnavailable, match="no book") as told:
        await NoBook().find("LH-7KQ2M9")
    assert "7KQ2M9" not in str(told.value)
