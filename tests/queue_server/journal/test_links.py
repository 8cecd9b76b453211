"""Whatever is done to records, the chain shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from queue_server.journal.base import Draft, JournalCorrupt, Record, genesis
from queue_server.journal.links import Head, check, link

TEXTS = st.text(max_size=5)
DRAFTS = st.builds(Draft, at=st.integers(), kind=TEXTS, body=TEXTS, request=st.none() | TEXTS, actor=st.none() | TEXTS)
START = Head(0, genesis("kt-tp", "0123456789abcdef"))


@given(drafts=st.lists(DRAFTS), cut=st.integers(min_value=0))
def test_links_follow_each_other_however_they_are_batched(drafts: list[Draft], cut: int) -> None:
    first = link(drafts[:cut], after=START)
    middle = check(first, after=START)
    second = link(drafts[cut:], after=middle)
    assert first + second == link(drafts, after=START)
    assert check(second, after=middle) == check(first + second, after=START)
    assert check(first + second, after=START).version == len(drafts)


def test_nothing_leaves_the_head_where_it_is() -> None:
    assert link([], after=START) == ()
    assert check([], after=START) == START


@given(
    drafts=st.lists(DRAFTS, min_size=1),
    place=st.integers(min_value=0),
    field=st.sampled_from(["at", "kind", "body", "request", "actor", "hash", "version"]),
    value=st.none() | st.integers() | TEXTS,
)
def test_a_changed_field_shows(drafts: list[Draft], place: int, field: str, value: object) -> None:
    records = list(link(drafts, after=START))
    place %= len(records)
    assume(getattr(records[place], field) != value)
    records[place] = replace(records[place], **{field: value})
    with pytest.raises(JournalCorrupt, match=rf"record {place + 1} "):
        check(records, after=START)


@given(drafts=st.lists(DRAFTS, min_size=2), place=st.integers(min_value=0))
def test_a_missing_record_shows_unless_it_is_the_last(drafts: list[Draft], place: int) -> None:
    records = list(link(drafts, after=START))
    place %= len(records) - 1
    del records[place]
    with pytest.raises(JournalCorrupt, match=f"record {place + 1} is missing: the next one there is {place + 2}"):
        check(records, after=START)


@given(drafts=st.lists(DRAFTS, min_size=2), data=st.data())
def test_records_that_changed_places_show(drafts: list[Draft], data: st.DataObject) -> None:
    records = list(link(drafts, after=START))
    one, other = sorted(data.draw(st.sets(st.sampled_from(range(len(records))), min_size=2, max_size=2)))
    assume(drafts[one] != drafts[other])
    moved: list[Record] = list(records)
    moved[one] = replace(records[other], version=one + 1)
    moved[other] = replace(records[one], version=other + 1)
    with pytest.raises(JournalCorrupt, match=f"record {one + 1} does not match its hash"):
        check(moved, after=START)


def test_records_of_another_epoch_show() -> None:
    records = link([Draft(at=1, kind="k", body="b")], after=START)
    with pytest.raises(JournalCorrupt):
        check(records, after=Head(0, genesis("kt-tp", "another")))
