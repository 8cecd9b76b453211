"""The contract of a journal, on each of them; and the hash chain as a stranger would compute it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.journal.base import Draft, Journal, JournalUnavailable, Record, chain, genesis


class ReadAll(Protocol):
    async def __call__(self, journal: Journal, *, after: int = 0) -> list[Record]: ...


MakeJournal = Callable[[], AbstractAsyncContextManager[Journal]]
SomeDrafts = Callable[[int], list[Draft]]

# Requests come without it (queue_server/protocol), bodies are JSON: PostgreSQL keeps every letter but NUL.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
DRAFTS = st.builds(
    Draft,
    at=st.integers(min_value=-(2**63), max_value=2**63 - 1),
    kind=TEXTS,
    body=TEXTS | TEXTS.map(lambda text: text * 400),  # longer than a page
    request=st.none() | TEXTS,
    actor=st.none() | TEXTS,
)


def as_draft(record: Record) -> Draft:
    return Draft(at=record.at, kind=record.kind, body=record.body, request=record.request, actor=record.actor)


def by_hand(journal: Journal, drafts: list[Draft]) -> list[str]:
    """The chain of hashes with nothing of ours."""
    previous = hashlib.sha256(f"motcua\n{journal.centre}\n{journal.epoch}".encode()).hexdigest()
    hashes = []
    for version, draft in enumerate(drafts, 1):
        fields = [previous, version, draft.at, draft.kind, draft.request, draft.actor, draft.body]
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256(text.encode()).hexdigest()
        hashes.append(previous)
    return hashes


async def test_a_new_journal_is_empty(journal: Journal, read_all: ReadAll) -> None:
    assert journal.centre == "kt-tp"
    assert journal.epoch
    assert journal.version == 0
    assert await read_all(journal) == []


async def test_each_journal_has_an_epoch_of_its_own(make_journal: MakeJournal, journal: Journal) -> None:
    async with make_journal() as other:
        assert other.epoch != journal.epoch


async def test_what_is_appended_gets_a_place(journal: Journal, some_drafts: SomeDrafts, read_all: ReadAll) -> None:
    drafts = some_drafts(5)
    written = await journal.append(drafts[:2]) + await journal.append(drafts[2:])
    assert [record.version for record in written] == [1, 2, 3, 4, 5]
    assert [as_draft(record) for record in written] == drafts
    assert [record.hash for record in written] == by_hand(journal, drafts)
    assert journal.version == 5
    assert await read_all(journal) == list(written)


async def test_an_empty_batch_writes_nothing(journal: Journal, read_all: ReadAll) -> None:
    assert await journal.append([]) == ()
    assert journal.version == 0
    assert await read_all(journal) == []


@settings(max_examples=40, deadline=None)
@given(batches=st.lists(st.lists(DRAFTS, max_size=5), max_size=6), data=st.data())
async def test_batches_read_back_as_they_were(
    make_journal: MakeJournal, read_all: ReadAll, batches: list[list[Draft]], data: st.DataObject
) -> None:
    drafts = [draft for batch in batches for draft in batch]
    async with make_journal() as journal:
        written: list[Record] = []
        epoch = journal.epoch
        for batch in batches:
            if data.draw(st.booleans(), label="reopen"):
                await journal.reopen()
            written += await journal.append(batch)
        assert (journal.epoch, journal.version) == (epoch, len(drafts))
        found = await read_all(journal)
        assert found == written
        assert [as_draft(record) for record in found] == drafts
        assert [record.hash for record in found] == by_hand(journal, drafts)
        after = data.draw(st.integers(min_value=-2, max_value=len(drafts) + 2), label="after")
        assert await read_all(journal, after=after) == written[max(after, 0) :]


async def test_many_records_are_read_in_order(journal: Journal, some_drafts: SomeDrafts, read_all: ReadAll) -> None:
    drafts = some_drafts(3456)
    await journal.append(drafts)
    assert [as_draft(record) for record in await read_all(journal)] == drafts
    assert [as_draft(record) for record in await read_all(journal, after=999)] == drafts[999:]


async def test_many_who_append_at_once_take_turns(journal: Journal, some_drafts: SomeDrafts, read_all: ReadAll) -> None:
    batches = [some_drafts(1 + n % 4) for n in range(60)]
    written = await asyncio.gather(*(journal.append(batch) for batch in batches))
    assert [[as_draft(record) for record in records] for records in written] == batches
    assert [record for records in written for record in records] == await read_all(journal)


async def test_reading_ends_at_what_there_was(journal: Journal, some_drafts: SomeDrafts) -> None:
    first = some_drafts(2)
    await journal.append(first)
    found = []
    async for record in journal.read():
        found.append(as_draft(record))
        await journal.append(some_drafts(1))
    assert found == first
    assert journal.version == 4


async def test_reopening_finds_what_was_written(journal: Journal, some_drafts: SomeDrafts, read_all: ReadAll) -> None:
    drafts, epoch = some_drafts(4), journal.epoch
    await journal.append(drafts[:3])
    await journal.close()
    await journal.reopen()
    assert (journal.epoch, journal.version) == (epoch, 3)
    await journal.append(drafts[3:])
    assert [record.hash for record in await read_all(journal)] == by_hand(journal, drafts)


async def test_a_closed_journal_takes_and_gives_nothing(
    journal: Journal, some_drafts: SomeDrafts, read_all: ReadAll
) -> None:
    await journal.append(some_drafts(1))
    await journal.close()
    await journal.close()
    with pytest.raises(JournalUnavailable, match="closed"):
        await journal.append(some_drafts(1))
    with pytest.raises(JournalUnavailable, match="closed"):
        await read_all(journal)
    assert journal.version == 1


async def test_closing_finishes_what_was_asked_before(
    journal: Journal, some_drafts: SomeDrafts, read_all: ReadAll
) -> None:
    asked = [asyncio.ensure_future(journal.append(some_drafts(2))) for _ in range(5)]
    await asyncio.sleep(0)
    await journal.close()
    written = [record for records in await asyncio.gather(*asked) for record in records]
    await journal.reopen()
    assert await read_all(journal) == written


async def test_whoever_cancels_leaves_no_hole(journal: Journal, some_drafts: SomeDrafts, read_all: ReadAll) -> None:
    asked = [asyncio.ensure_future(journal.append(some_drafts(2))) for _ in range(9)]
    await asyncio.sleep(0)
    for task in asked[::2]:
        task.cancel()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    await journal.append(some_drafts(1))
    found = await read_all(journal)
    assert [record.version for record in found] == list(range(1, journal.version + 1))
    for records in answers:
        if not isinstance(records, BaseException):
            assert set(records) <= set(found)


async def test_text_that_is_no_text_is_refused_and_the_journal_goes_on(
    journal: Journal, some_drafts: SomeDrafts, read_all: ReadAll
) -> None:
    half_a_letter = Draft(at=1, kind="k", body="", request="\ud800")
    with pytest.raises(UnicodeError):
        await journal.append([*some_drafts(2), half_a_letter])
    assert journal.version == 0
    written = await journal.append(some_drafts(1))
    assert await read_all(journal) == list(written)


def test_the_chain_starts_from_centre_and_epoch() -> None:
    assert genesis("kt-tp", "0123456789abcdef") == "52314ca3520d332e1b97c88724eb987d8a67887bffc9c31bcc83fbddcdbe049a"


def test_a_hash_stays_what_it_was() -> None:
    draft = Draft(at=1_790_000_000_123, kind="ticket_taken", body='{"name":"Hộ tịch"}', actor="kiosk-1")
    # printf '%s' '["000…000",7,1790000000123,"ticket_taken",null,"kiosk-1","{\\"name\\":\\"Hộ tịch\\"}"]' | sha256sum
    assert chain("0" * 64, 7, draft) == "ed138f88f163223e97f25c99167448509bbb2f9a8eaacbefba94a37aa65c249b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Draft(at=1, kind="a", body="b"), Draft(at=1, kind="a", body="b", request="")),
        (Draft(at=1, kind="a", body="b"), Draft(at=1, kind="a", body="b", actor="")),
        (Draft(at=1, kind="a", body="b", actor="c\nd"), Draft(at=1, kind="a", body="d\nb", actor="c")),
        (Draft(at=1, kind="a", body="null", actor=None), Draft(at=1, kind="a", body="null", actor="null")),
        (Draft(at=1, kind='a","b', body=""), Draft(at=1, kind="a", body="", request="b")),
    ],
)
def test_records_that_differ_have_different_hashes(one: Draft, other: Draft) -> None:
    assert chain("0" * 64, 1, one) != chain("0" * 64, 1, other)
    assert chain("0" * 64, 1, one) != chain("0" * 64, 2, one)
    assert chain("0" * 64, 1, one) != chain("1" * 64, 1, one)
