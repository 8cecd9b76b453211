"""The top-level keys of the two kinds of file: a centre's own, and a province's that many centres share.

A section that both may hold is the centre's where the centre writes it, and the province's otherwise. Services are
the exception: a centre's are added to the province's, and replace those of the same id.
"""

from __future__ import annotations

from typing import TypeVar

from queue_server.catalogue import board_schema, schema, slips
from queue_server.catalogue.combine import choice, list_of, located, map_of
from queue_server.catalogue.place import Located, Place
from queue_server.catalogue.problems import NOTHING, Phrase
from queue_server.catalogue.schema import Ids
from queue_server.catalogue.table import Key, Row, Table
from queue_server.catalogue.times import iso_date, weekday
from queue_server.catalogue.values import agency_code, file_name, identifier, phone, timezone, words, yes_no
from queue_server.core.plan import EndOfDay, Words

T = TypeVar("T")
Rows = tuple[Row, ...]

CENTRE, PROVINCE = "centre", "province"
LANGUAGES_UNLESS_SAID = ("vi", "en")

KIND = Key("kind", choice({CENTRE: CENTRE, PROVINCE: PROVINCE}), CENTRE, required=True)
SHARED = Key("shared", file_name, "")

# --- sections that a province may hold for its centres
TIMEZONE = Key("timezone", timezone, "Asia/Ho_Chi_Minh")
LANGUAGES: Key[Ids] = Key("languages", schema.languages_of, ())
HOTLINE = Key("hotline", phone, "")
HOURS: Key[Row | None] = Key("hours", schema.HOURS.reader(), None)
HOLIDAYS: Key[tuple[Located[str], ...]] = Key("holidays", list_of(located(iso_date), unique=lambda day: day.value), ())
SWAPPED_DAYS: Key[dict[str, Located[int]]] = Key(
    "swapped_days",
    map_of(
        iso_date, weekday, Phrase("dates with a weekday, such as 2026-08-22: mon", "các ngày, ví dụ 2026-08-22: mon")
    ),
    {},
)
ORGANISATION_OPTIONS: Key[Rows] = Key(
    "organisation_options", list_of(schema.ORGANISATION_OPTION.reader(), unique=schema.id_of, empty=False), ()
)
AUTHORITIES: Key[Rows] = Key("authorities", list_of(schema.AUTHORITY.reader(), unique=schema.id_of), ())
SERVICES: Key[Rows] = Key("services", list_of(schema.SERVICE.reader(), unique=schema.id_of), ())
PRIORITY_CLASSES: Key[Rows] = Key("priority_classes", list_of(schema.PRIORITY_CLASS.reader(), unique=schema.id_of), ())
POLICY: Key[Row | None] = Key("policy", schema.POLICY.reader(), None)
RATING_SCALE: Key[Rows] = Key(
    "rating_scale", list_of(schema.RATING_STEP.reader(), unique=lambda step: step[schema.VALUE]), ()
)
RATING_REASONS: Key[Rows] = Key("rating_reasons", list_of(schema.RATING_REASON.reader(), unique=schema.id_of), ())
RATING_OFFICER = Key("rating_officer", yes_no, False)
SURVEYS: Key[Rows] = Key("surveys", list_of(schema.SURVEY.reader(), unique=schema.id_of), ())
SPEECH: Key[Row | None] = Key("speech", board_schema.SPEECH.reader(), None)
SLIP: Key[Rows] = Key("slip", list_of(slips.PART_ROW.reader(), unique=slips.once), ())
END_OF_DAY = Key("end_of_day", schema.end_of_day, EndOfDay.WARN)
WAIT_THRESHOLDS: Key[Row | None] = Key("wait_thresholds", schema.WAIT_THRESHOLDS.reader(), None)

_SECTIONS = (
    *(TIMEZONE, LANGUAGES, HOTLINE, HOURS, HOLIDAYS, SWAPPED_DAYS, ORGANISATION_OPTIONS, AUTHORITIES, SERVICES),
    *(PRIORITY_CLASSES, POLICY, RATING_SCALE, RATING_REASONS, RATING_OFFICER, SURVEYS, SPEECH, SLIP),
    *(WAIT_THRESHOLDS, END_OF_DAY),
)

# --- a centre's own
LEVEL = Key("level", schema.level, "", required=True)
ORGANISATION = Key("organisation", identifier, "", required=True)
AUTHORITY = Key("authority", identifier, "")
ADDRESS: Key[Words | None] = Key("address", words, None)
AGENCY_CODE = Key("agency_code", agency_code, "")
OFFERS: Key[Ids] = Key("offers", schema.ids, ())
DESKS: Key[Rows] = Key("desks", list_of(schema.DESK.reader(), unique=schema.id_of, empty=False), (), required=True)
KIOSKS: Key[Rows] = Key("kiosks", list_of(schema.KIOSK.reader(), unique=schema.id_of), ())
BOARDS: Key[Rows] = Key("boards", list_of(board_schema.BOARD.reader(), unique=schema.id_of), ())
NEIGHBOURS: Key[Rows] = Key("neighbours", list_of(schema.NEIGHBOUR.reader(), unique=schema.id_of), ())
DEMAND: Key[Row | None] = Key("demand", schema.DEMAND.reader(), None)

_OWN = (
    *(schema.ID, schema.NAME, LEVEL, ORGANISATION, AUTHORITY, ADDRESS, AGENCY_CODE, OFFERS),
    *(DESKS, KIOSKS, BOARDS, NEIGHBOURS, DEMAND),
)

_CENTRE_NAME = Phrase("a centre", "một trung tâm")
CENTRE_IN_PROVINCE = Table(_CENTRE_NAME, *_OWN, *_SECTIONS)
CENTRES: Key[Rows] = Key("centres", list_of(CENTRE_IN_PROVINCE.reader(), unique=schema.id_of), ())
CENTRE_FILE = Table(_CENTRE_NAME, KIND, SHARED, *_OWN, *_SECTIONS)
PROVINCE_FILE = Table(Phrase("a province", "một tỉnh"), KIND, *_SECTIONS, CENTRES)


class Layers:
    """A centre's row over the province's, where there is one."""

    def __init__(self, own: Row, shared: Row | None) -> None:
        self.own, self.shared = own, shared

    def __getitem__(self, key: Key[T]) -> T:
        return self._holder(key)[key]

    def has(self, key: Key[T]) -> bool:
        return self._holder(key).has(key)

    def unusable(self, key: Key[T]) -> bool:
        return self._holder(key).unusable(key)

    def at(self, key: Key[T]) -> Place:
        return self._holder(key).at(key)

    def need(self, key: Key[T]) -> None:
        """Note that a section is missing which neither the centre nor the province has."""
        if not self.has(key) and not self.unusable(key):
            self.own.at(key).wrong("missing", key.reader.expected, found=NOTHING)

    def group(self, key: Key[Row | None]) -> Row:
        """The row of a section, or one of defaults where nobody wrote it."""
        return self[key] or Row(self.own.at(key), values={}, places={}, unusable=set())

    def services(self) -> dict[str, Row]:
        """Every service that the centre could offer, by id."""
        rows = (self.shared[SERVICES] if self.shared else ()) + self.own[SERVICES]
        return {row[schema.ID]: row for row in rows if row.has(schema.ID)}

    def services_known(self) -> bool:
        """Whether every service that is written could be read, so that an id may be called unknown."""
        return all(
            not row.unusable(SERVICES)
            and sum(service.has(schema.ID) for service in row[SERVICES]) == row.at(SERVICES).items
            for row in (self.own, self.shared)
            if row is not None
        )

    def _holder(self, key: Key[T]) -> Row:
        if self.shared is None or self.own.has(key) or self.own.unusable(key):
            return self.own
        return self.shared if self.shared.has(key) or self.shared.unusable(key) else self.own
