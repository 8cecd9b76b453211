"""The keys of a centre's file: their names, how each is read, and what stands for it when it is not written.

One table per group. docs/configuration.md explains every key and a test holds the two together. What must be true
between groups (a desk's services exist, somebody serves each service) is in `services`, `desks` and `centre`. Boards
and speech are in `board_schema`.
"""

from __future__ import annotations

from queue_server.catalogue.combine import choice, list_of, located, map_of, or_word
from queue_server.catalogue.demand import Demand
from queue_server.catalogue.place import Located
from queue_server.catalogue.problems import Phrase, same
from queue_server.catalogue.table import Key, Row, Table
from queue_server.catalogue.times import Windows, iso_date, time_of_day, week, windows
from queue_server.catalogue.values import (
    agency_code,
    identifier,
    language,
    number,
    phone,
    prefix,
    procedure_code,
    whole,
    words,
    yes_no,
)
from queue_server.core.plan import Employer, EndOfDay, Policy, WaitThresholds, Words

LEVELS = ("province", "district", "commune", "vertical")
STRICT = float("inf")

_POLICY, _WAIT = Policy(), WaitThresholds()
_UNNAMED: Words = {"vi": "?"}
_DAY = 24 * 60

Ids = tuple[Located[str], ...]


def _same(value: Located[str]) -> str:
    return value.value


ids = list_of(located(identifier), unique=_same)
languages_of = list_of(located(language), unique=_same, empty=False)
level = choice({name: name for name in LEVELS})
levels = list_of(level, unique=str, empty=False)
employer = choice({each.value: each for each in Employer})
minutes = number(0, _DAY)
desk_minutes = number(0.1, 480)
share = number(0, 1)

# --- in every group with an identity
ID = Key("id", identifier, "", required=True)
NAME = Key("name", words, _UNNAMED, required=True)


def id_of(row: Row) -> str | None:
    return row[ID] or None


# --- organisation_options
EMPLOYERS = Key("employers", list_of(employer, unique=str, empty=False), tuple(Employer), required=True)
ACCEPTS_LEVELS = Key("levels", or_word(levels, "own", ()), ())
ORGANISATION_OPTION = Table(
    Phrase("an organisational option", "một phương án tổ chức"), ID, NAME, EMPLOYERS, ACCEPTS_LEVELS
)

# --- services, procedures
CODE = Key("code", procedure_code, "")
LEVELS_OF = Key("levels", levels, LEVELS)
MINUTES = Key("minutes", desk_minutes, 1.0, required=True)
P90 = Key("p90", desk_minutes, 480.0, required=True)
SHARE = Key("share", share, 1.0)
PAPERS: Key[tuple[Words, ...]] = Key("papers", list_of(words), ())
FEE = Key("fee", words, _UNNAMED)
LEGS: Key[Ids] = Key("legs", list_of(located(identifier)), ())
NEXT_DAY_AFTER = Key("next_day_after", time_of_day, 0)
DECIDES: Key[Ids] = Key("decides", list_of(located(identifier), unique=_same, empty=False), ())


def _p90_is_longer(row: Row) -> None:
    if row.has(P90) and row.has(MINUTES) and row[P90] < row[MINUTES]:
        mean = f"{row[MINUTES]:g}"
        row.at(P90).wrong("p90-below-mean", Phrase(f"at least the mean, {mean}", f"ít nhất bằng trung bình, {mean}"))


PROCEDURE = Table(
    Phrase("a procedure", "một thủ tục"),
    *(ID, NAME, CODE, LEVELS_OF, MINUTES, P90, SHARE, PAPERS, FEE, LEGS, NEXT_DAY_AFTER, DECIDES),
    check=_p90_is_longer,
)
PREFIX = Key("prefix", prefix, "", required=True)
ICON = Key("icon", identifier, "info")
RECEIVES_DOSSIERS = Key("receives_dossiers", yes_no, True)
QUOTA = Key("quota", whole(1, 20000), 1)
PROCEDURES = Key("procedures", list_of(PROCEDURE.reader(), unique=id_of, empty=False), (), required=True)


def _shares_fit(row: Row) -> None:
    for name in LEVELS:
        total = sum(procedure[SHARE] for procedure in row[PROCEDURES] if name in procedure[LEVELS_OF])
        if total > 1.005 and row.at(PROCEDURES).sound():
            row.at(PROCEDURES).wrong(
                "share-sum",
                Phrase(f"shares at level {name} of at most 1 together", f"tổng tỷ lệ ở cấp {name} không quá 1"),
                found=same(f"{total:.4g}"),
            )


SERVICE = Table(
    Phrase("a service", "một lĩnh vực"), ID, NAME, PREFIX, ICON, RECEIVES_DOSSIERS, QUOTA, PROCEDURES, check=_shares_fit
)

# --- authorities
AUTHORITY_LEVEL = Key("level", level, "", required=True)
AUTHORITY_CODE = Key("code", agency_code, "")
AUTHORITY = Table(
    Phrase("an authority that receives or decides", "một cơ quan tiếp nhận hoặc giải quyết"),
    *(ID, NAME, AUTHORITY_LEVEL, AUTHORITY_CODE),
)

# --- the end of the day, and where else a citizen can go
end_of_day = choice({each.value: each for each in EndOfDay})
ACCEPTS: Key[Ids] = Key("procedures", list_of(located(identifier), unique=_same, empty=False), (), required=True)
THERE = Key("address", words, _UNNAMED)
CALL = Key("hotline", phone, "")
NEIGHBOUR = Table(Phrase("a neighbouring centre", "một trung tâm lân cận"), ID, NAME, ACCEPTS, THERE, CALL)

# --- hours
WEEK = Key("week", week, ((),) * 7, required=True)
ISSUE_BEFORE_OPEN = Key("issue_before_open", whole(0, 240), 0)
ISSUE_UNTIL_BEFORE_CLOSE = Key("issue_until_before_close", whole(0, 240), 15)


def _windows_outlast_issuing(row: Row) -> None:
    cut = row[ISSUE_UNTIL_BEFORE_CLOSE]
    expected = Phrase(
        f"a window longer than the {cut} minutes without tickets", f"khung giờ dài hơn {cut} phút ngừng phát số"
    )
    seen: set[int] = set()
    for item in (item for day in row[WEEK] for item in day):
        if item.value.closes - item.value.opens <= cut and id(item) not in seen:
            item.place.wrong("window-too-short", expected)
        seen.add(id(item))


HOURS = Table(
    Phrase("opening hours", "giờ làm việc"),
    *(WEEK, ISSUE_BEFORE_OPEN, ISSUE_UNTIL_BEFORE_CLOSE),
    check=_windows_outlast_issuing,
)

# --- priority, policy
HEAD_START = Key("head_start_minutes", or_word(minutes, "strict", STRICT), 0.0, required=True)
MIN_AGE = Key("min_age", whole(0, 120), 0)
SLOW = Key("slow", yes_no, False)
PRIORITY_CLASS = Table(Phrase("a priority class", "một nhóm ưu tiên"), ID, NAME, HEAD_START, MIN_AGE, SLOW)
OVERFLOW_MINUTES = Key("overflow_minutes", minutes, _POLICY.overflow_minutes)
GUARD_AFTER = Key("guard_after_minutes", minutes, _POLICY.guard_after_minutes)
GUARD_IN_A_ROW = Key("guard_in_a_row", whole(1, 100), _POLICY.guard_in_a_row)
RECALLS = Key("recalls_before_absent", whole(0, 20), _POLICY.recalls_before_absent)
RETURN_WITHIN = Key("return_within_minutes", minutes, _POLICY.return_within_minutes)
RETURN_HEAD_START = Key("return_head_start_minutes", minutes, _POLICY.return_head_start_minutes)
UNPRINTED = Key("unprinted", choice({"called": "called", "held": "held"}), _POLICY.unprinted)
RESERVED = Key("reserved_minutes", minutes, 15.0)
KEEP_OVERNIGHT = Key("keep_overnight", yes_no, _POLICY.keep_overnight)
ABSENT_NEEDS_HEARD = Key("absent_needs_heard", yes_no, _POLICY.absent_needs_heard)
WALK = Key("walk_minutes", number(0, 60), _POLICY.walk_minutes)
SLOW_WALK = Key("slow_walk_minutes", number(0, 60), _POLICY.slow_walk_minutes)
STEP_OUT = Key("step_out_minutes", whole(1, 240), _POLICY.step_out_minutes)
STEP_OUTS = Key("step_outs", whole(0, 20), _POLICY.step_outs)
PER_DOSSIER = Key("minutes_per_dossier", number(0, 240), _POLICY.minutes_per_dossier)
APPOINTMENT_GRACE = Key("appointment_grace_minutes", minutes, _POLICY.appointment_grace_minutes)
APPOINTMENT_HEAD_START = Key("appointment_head_start_minutes", minutes, _POLICY.appointment_head_start_minutes)
APPOINTMENT_EARLY = Key("appointment_early_minutes", minutes, _POLICY.appointment_early_minutes)
POLICY = Table(
    Phrase("the numbers of the calling rule", "các tham số của quy tắc gọi số"),
    *(OVERFLOW_MINUTES, GUARD_AFTER, GUARD_IN_A_ROW, RECALLS, RETURN_WITHIN, RETURN_HEAD_START, UNPRINTED),
    *(RESERVED, KEEP_OVERNIGHT, ABSENT_NEEDS_HEARD, WALK, SLOW_WALK, STEP_OUT, STEP_OUTS, PER_DOSSIER),
    *(APPOINTMENT_GRACE, APPOINTMENT_HEAD_START, APPOINTMENT_EARLY),
)

# --- rating
VALUE = Key("value", whole(0, 10), -1, required=True)
PORTAL = Key("portal", choice({name: name for name in ("like", "none", "dislike")}), "none", required=True)
RATING_STEP = Table(Phrase("a step of the rating scale", "một mức đánh giá"), VALUE, NAME, PORTAL)
RATING_REASON = Table(Phrase("a reason for a low rating", "một lý do không hài lòng"), ID, NAME)
SURVEY_QUESTION = Table(Phrase("a question of a survey", "một câu hỏi khảo sát"), ID, NAME)
QUESTIONS: Key[tuple[Row, ...]] = Key(
    "questions", list_of(SURVEY_QUESTION.reader(), unique=id_of, empty=False), (), required=True
)
SURVEY_FROM = Key("from", iso_date, "", required=True)
SURVEY_UNTIL = Key("until", iso_date, "", required=True)
SURVEY = Table(Phrase("a survey", "một cuộc khảo sát"), ID, NAME, SURVEY_FROM, SURVEY_UNTIL, QUESTIONS)


# --- waiting
def _thresholds_rise(row: Row) -> None:
    if row.place.sound() and not row[WARN] <= row[TARGET] <= row[BREACH]:
        found = same(f"{row[WARN]:g}, {row[TARGET]:g}, {row[BREACH]:g}")
        row.place.wrong("thresholds-order", same("warn ≤ target ≤ breach"), found=found)


WARN = Key("warn", minutes, _WAIT.warn)
TARGET = Key("target", minutes, _WAIT.target)
BREACH = Key("breach", minutes, _WAIT.breach)
WAIT_THRESHOLDS = Table(
    Phrase("minutes of waiting", "số phút chờ"),
    *(WARN, TARGET, BREACH),
    check=_thresholds_rise,
)

# --- desks, kiosks, demand
SERVICES_OF: Key[Ids] = Key("services", list_of(located(identifier), unique=_same, empty=False), (), required=True)
OVERFLOW: Key[Ids] = Key("overflow", ids, ())
EMPLOYER = Key("employer", employer, Employer.CIVIL_SERVANT)
AUTOMATIC = Key("automatic", yes_no, False)
DESK = Table(Phrase("a desk", "một quầy"), ID, NAME, SERVICES_OF, OVERFLOW, EMPLOYER, AUTOMATIC)
PLACE = Key("place", words, _UNNAMED, required=True)
KIOSK = Table(Phrase("a kiosk", "một kiosk"), ID, PLACE)
_MIX = map_of(identifier, share, Phrase("services with their part of the visits", "các lĩnh vực với tỷ lệ lượt đến"))
VISITS = Key("visits_per_day", whole(1, 20000), 1, required=True)
PEAKS: Key[Windows] = Key("peaks", windows, ())
MONDAY_FACTOR = Key("monday_factor", number(0.1, 10), Demand.monday_factor)
MIX: Key[dict[str, Located[float]]] = Key("mix", _MIX, {}, required=True)
PRIORITY_SHARE = Key("priority_share", share, Demand.priority_share)
NO_SHOW_SHARE = Key("no_show_share", share, Demand.no_show_share)
LEAVE_SHARE = Key("leave_share", share, Demand.leave_share)


def _mix_is_whole(row: Row) -> None:
    total = sum(part.value for part in row[MIX].values())
    if row.has(MIX) and row.at(MIX).sound() and abs(total - 1) > 0.005:
        row.at(MIX).wrong(
            "mix-sum", Phrase("parts that make 1 together", "các tỷ lệ có tổng bằng 1"), found=same(f"{total:.4g}")
        )


DEMAND = Table(
    Phrase("the visits of a usual day", "lượt đến của một ngày thường"),
    *(VISITS, PEAKS, MONDAY_FACTOR, MIX, PRIORITY_SHARE, NO_SHOW_SHARE, LEAVE_SHARE),
    check=_mix_is_whole,
)
