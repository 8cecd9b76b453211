"""What a scan means: a card, a receipt, a ticket of ours, an appointment, or why it cannot be used. Pure.

Of a card only the number and the birth date are read, and neither is shown by `repr`: name, address and the rest never
leave the text that was scanned. Layouts: docs/scanners.md. Whatever is scanned has an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from queue_server.protocol.appointments import parse_appointment_code
from queue_server.protocol.dossiers import DossierCode, find_dossier_code, parse_dossier_code

_FIELD = "|"
#: `number|old number|name|birth|sex|address|issued`, and on cards since 2024 more. Some lack the old number.
_CARD_FEWEST = 6
_CARD_NUMBER = re.compile(r"\d{12}", re.ASCII)
#: Card numbers begin with the code of a province, 001 to 096; most goods' codes of twelve digits do not.
_PROVINCE = "0"
_BIRTH = re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})", re.ASCII)
_SEXES = {"Nam", "Nữ"}
#: Where the birth date is: behind the old number, or in its place.
_BIRTH_PLACES = (3, 2)
#: `DN4797912345678|hex of the name|…` and the newer number of ten digits.
_INSURANCE_NUMBER = re.compile(r"[A-Z]{2}\d{13}|\d{10}", re.ASCII)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+", re.ASCII)
_OWN_TICKET = re.compile(r"https?://[^/\s]+(?:/[^\s?#]*)?/t/(?P<id>[A-Za-z0-9_-]{6,64})/?", re.ASCII)
_NUMBER = re.compile(r"[A-ZĐ]{1,2}\d{3,4}")


class Unusable(Enum):
    """What was scanned, where nothing can be done with it here."""

    INSURANCE_CARD = "insurance_card"
    DAMAGED = "damaged"
    """A part of a card: without its number, or without what comes behind."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class IdentityCard:
    number: str = field(repr=False)
    born: date | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """A ticket of ours: by its unguessable id as on a slip, or (`typed`) by the number that everybody can see."""

    key: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class AppointmentCode:
    """What the holder of an appointment was given."""

    text: str


Meaning = IdentityCard | DossierCode | OwnTicket | AppointmentCode | Unusable


def meaning(text: str) -> Meaning:
    """What this scan means. Never raises, whatever was scanned."""
    text = text.strip()
    if _FIELD in text:
        return _card(text.split(_FIELD))
    own = _OWN_TICKET.fullmatch(text)
    if own is not None:
        return OwnTicket(own["id"])
    booked = parse_appointment_code(text)
    if booked is not None:
        return AppointmentCode(booked)
    if _CARD_NUMBER.fullmatch(text) and text[0] == _PROVINCE:
        return Unusable.DAMAGED
    return parse_dossier_code(text) or find_dossier_code(text) or Unusable.UNKNOWN


def typed(text: str) -> DossierCode | OwnTicket | AppointmentCode | None:
    """What a code from the keyboard on the screen means; None while it is no dossier's, ticket's or appointment's."""
    if _NUMBER.fullmatch(text):
        return OwnTicket(text, typed=True)
    booked = parse_appointment_code(text)
    return parse_dossier_code(text) if booked is None else AppointmentCode(booked)


def _card(fields: list[str]) -> Meaning:
    number = fields[0].strip()
    if _CARD_NUMBER.fullmatch(number):
        return IdentityCard(number, _born(fields)) if len(fields) >= _CARD_FEWEST else Unusable.DAMAGED
    if _INSURANCE_NUMBER.fullmatch(number) and _HEX.fullmatch(fields[1].strip()):
        return Unusable.INSURANCE_CARD
    a_part = len(fields) >= _CARD_FEWEST or not _SEXES.isdisjoint(fields)
    return Unusable.DAMAGED if a_part else Unusable.UNKNOWN


def _born(fields: list[str]) -> date | None:
    """The birth date; None when it is not there, as for people whose day of birth nobody wrote down."""
    for place in _BIRTH_PLACES:
        found = _BIRTH.fullmatch(fields[place].strip())
        if found is not None:
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None
