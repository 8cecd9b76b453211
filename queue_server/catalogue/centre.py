"""A centre's plan from its rows. Judges what concerns more than one group and goes on, so nothing hides the rest.

What is returned may be used only if no problem was noted: it is made with stand-ins where values are unusable.
"""

from __future__ import annotations

from dataclasses import dataclass

from queue_server.catalogue import authorities, boards, desks, schema, services, slips
from queue_server.catalogue import layers as sections
from queue_server.catalogue.demand import Demand
from queue_server.catalogue.layers import Layers
from queue_server.catalogue.place import Located
from queue_server.catalogue.problems import Phrase
from queue_server.catalogue.schema import ID, NAME
from queue_server.catalogue.table import Row
from queue_server.core.plan import (
    CentrePlan,
    OpeningHours,
    Policy,
    PriorityClass,
    RatingReason,
    RatingStep,
    Survey,
    SurveyQuestion,
    WaitThresholds,
)


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre's plan, and its usual day where the file tells one."""

    plan: CentrePlan
    demand: Demand | None


def build(layers: Layers) -> Centre:
    """The centre in `layers`. Notes in the places of its rows whatever cannot be."""
    layers.need(sections.SERVICES)
    layers.need(sections.HOTLINE)
    layers.need(sections.HOURS)
    option = desks.organisation(layers)
    offered = services.offered(layers)
    services.procedures_are_unique(offered)
    hours = _hours(layers)
    languages = _languages(layers)
    speech = boards.speech(layers, languages)
    plan = CentrePlan(
        id=layers[ID],
        names=layers[NAME],
        level=layers[sections.LEVEL],
        hours=hours,
        services=services.build(offered, layers, accepted=option.levels),
        desks=desks.build(layers, offered, option),
        organisation=option,
        priority_classes=tuple(_priority_class(row) for row in layers[sections.PRIORITY_CLASSES]),
        policy=_policy(layers.group(sections.POLICY)),
        languages=languages,
        address=layers[sections.ADDRESS],
        agency_code=layers[sections.AGENCY_CODE] or None,
        hotline=layers[sections.HOTLINE] or None,
        kiosks=desks.kiosks(layers),
        boards=boards.boards(layers, offered, languages, speech=speech),
        rating_scale=tuple(
            RatingStep(value=row[schema.VALUE], names=row[NAME], portal=row[schema.PORTAL])
            for row in layers[sections.RATING_SCALE]
        ),
        rating_reasons=tuple(RatingReason(id=row[ID], names=row[NAME]) for row in layers[sections.RATING_REASONS]),
        rating_officer=layers[sections.RATING_OFFICER],
        surveys=tuple(_survey(row) for row in layers[sections.SURVEYS]),
        speech=speech,
        thresholds=_thresholds(layers.group(sections.WAIT_THRESHOLDS)),
        end_of_day=layers[sections.END_OF_DAY],
        neighbours=services.neighbours(layers, offered),
        authorities=authorities.build(layers),
        authority=authorities.own(layers),
        slip=slips.build(layers[sections.SLIP], layers.at(sections.SLIP)),
    )
    return Centre(plan, _demand(layers[sections.DEMAND], layers, offered, hours))


def _survey(row: Row) -> Survey:
    return Survey(
        id=row[ID],
        names=row[NAME],
        opens=row[schema.SURVEY_FROM],
        closes=row[schema.SURVEY_UNTIL],
        questions=tuple(SurveyQuestion(id=each[ID], names=each[NAME]) for each in row[schema.QUESTIONS]),
    )


def _hours(layers: Layers) -> OpeningHours:
    row = layers.group(sections.HOURS)
    week = tuple(tuple(item.value for item in day) for day in row[schema.WEEK])
    holidays = tuple(day.value for day in layers[sections.HOLIDAYS])
    swapped = layers[sections.SWAPPED_DAYS]
    for day, as_weekday in swapped.items():
        if day in holidays:
            worked = Phrase("a date that is not in 'holidays'", "ngày không có trong 'holidays'")
            as_weekday.place.wrong("swapped-holiday", worked, found=Phrase("a holiday", "một ngày nghỉ lễ"))
        if row.has(schema.WEEK) and row.at(schema.WEEK).sound() and not week[as_weekday.value]:
            as_weekday.place.wrong("swapped-closed", Phrase("a weekday with windows", "ngày trong tuần có khung giờ"))
    return OpeningHours(
        timezone=layers[sections.TIMEZONE],
        week=week,
        issue_before_open=row[schema.ISSUE_BEFORE_OPEN],
        issue_until_before_close=row[schema.ISSUE_UNTIL_BEFORE_CLOSE],
        holidays=holidays,
        swapped_days={day: as_weekday.value for day, as_weekday in swapped.items()} or None,
    )


def _languages(layers: Layers) -> tuple[str, ...]:
    found = tuple(item.value for item in layers[sections.LANGUAGES]) or sections.LANGUAGES_UNLESS_SAID
    if "vi" in found:
        return found
    layers.at(sections.LANGUAGES).wrong("vietnamese-missing", Phrase("vi among the languages", "có vi trong danh sách"))
    return ("vi", *found)


def _priority_class(row: Row) -> PriorityClass:
    head_start = row[schema.HEAD_START]
    return PriorityClass(
        id=row[ID],
        names=row[NAME],
        head_start_minutes=None if head_start == schema.STRICT else head_start,
        min_age=row[schema.MIN_AGE] if row.has(schema.MIN_AGE) else None,
        slow=row[schema.SLOW],
    )


def _policy(row: Row) -> Policy:
    return Policy(
        overflow_minutes=row[schema.OVERFLOW_MINUTES],
        guard_after_minutes=row[schema.GUARD_AFTER],
        guard_in_a_row=row[schema.GUARD_IN_A_ROW],
        recalls_before_absent=row[schema.RECALLS],
        return_within_minutes=row[schema.RETURN_WITHIN],
        return_head_start_minutes=row[schema.RETURN_HEAD_START],
        unprinted=row[schema.UNPRINTED],
        reserved_minutes=row[schema.RESERVED],
        keep_overnight=row[schema.KEEP_OVERNIGHT],
        absent_needs_heard=row[schema.ABSENT_NEEDS_HEARD],
        walk_minutes=row[schema.WALK],
        slow_walk_minutes=row[schema.SLOW_WALK],
        step_out_minutes=row[schema.STEP_OUT],
        step_outs=row[schema.STEP_OUTS],
        minutes_per_dossier=row[schema.PER_DOSSIER],
        appointment_grace_minutes=row[schema.APPOINTMENT_GRACE],
        appointment_head_start_minutes=row[schema.APPOINTMENT_HEAD_START],
        appointment_early_minutes=row[schema.APPOINTMENT_EARLY],
    )


def _thresholds(row: Row) -> WaitThresholds:
    return WaitThresholds(warn=row[schema.WARN], target=row[schema.TARGET], breach=row[schema.BREACH])


def _demand(row: Row | None, layers: Layers, offered: dict[str, Row], hours: OpeningHours) -> Demand | None:
    if row is None:
        return None
    for name, part in row[schema.MIX].items():
        if name not in offered and layers.services_known():
            services.unknown_service(Located(name, part.place), offered)
    windows = [window for day in hours.week for window in day]
    opening = layers.group(sections.HOURS)
    for peak in row[schema.PEAKS] if opening.has(schema.WEEK) and opening.at(schema.WEEK).sound() else ():
        if not any(w.opens < peak.value.closes and peak.value.opens < w.closes for w in windows):
            peak.place.wrong("peak-closed", Phrase("a time within opening hours", "thời gian trong giờ làm việc"))
    return Demand(
        visits_per_day=row[schema.VISITS],
        mix={name: part.value for name, part in row[schema.MIX].items()},
        peaks=tuple(peak.value for peak in row[schema.PEAKS]),
        monday_factor=row[schema.MONDAY_FACTOR],
        priority_share=row[schema.PRIORITY_SHARE],
        no_show_share=row[schema.NO_SHOW_SHARE],
        leave_share=row[schema.LEAVE_SHARE],
    )
