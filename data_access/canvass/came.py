"""Homes of who came from a key region: by what is known of returnees, and by what was said at the door in another round."""

from datetime import date, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, cast, func, null, or_, select, text, true, union_all
from sqlalchemy.sql.selectable import LateralFromClause

from cockpit.canvass.round import Criteria
from cockpit.returns import Closed
from data_access.canvass.tables import round_visit, visit_answer
from data_access.people import household, residence
from data_access.returns.tables import key_region, on_the_list, return_entry
from data_access.tables import in_area

K, V, A = key_region.c, round_visit.c, visit_answer.c
NEVER_CAME = (Closed.MISTAKE, Closed.NOT_COMING)


def homes_that_fit(asked: Criteria, zone: tzinfo) -> tuple[Any, list[ColumnElement[bool]], Any, Any]:
    """(from, where, region, day): the homes of the area with the tenure that is asked for; with `came_since`, those of whom
    somebody came from a key region since, each with the latest, and else without either."""
    where = [in_area(household, asked.area)]
    if asked.tenure:
        where.append(household.c.tenure == asked.tenure)
    if not asked.came_since:
        return household, where, null(), cast(null(), Date)
    came = _latest(asked.came_since, zone)
    return household.join(came, true()), where, came.c.code, came.c.day


def _latest(since: date, zone: tzinfo) -> LateralFromClause:
    """Of a home; of two regions that hold the origin the smaller one."""
    every = union_all(_returned(since), _said(since, zone)).subquery()
    return select(every).order_by(every.c.day.desc(), func.length(every.c.code).desc()).limit(1).lateral("came")


def _returned(since: date) -> Select[Any]:
    """Who lives there now and has arrived, as declared or found in the records of journeys."""
    theirs = (
        residence.c.household_id == household.c.id,
        residence.c.until.is_(None),
        return_entry.c.arrived_on >= since,
        or_(return_entry.c.closed.is_(None), return_entry.c.closed.not_in(NEVER_CAME)),
    )
    joined = return_entry.join(residence, residence.c.person_id == return_entry.c.person_id)
    listed = joined.join(key_region, text(on_the_list("return_entry.origin", "return_entry.arrived_on")))
    return (
        select(K.code, return_entry.c.arrived_on.label("day")).select_from(listed).where(*theirs).correlate(household)
    )


def _said(since: date, zone: tzinfo) -> Select[Any]:
    """The answer that counts of another round: so many came back, from there."""
    day = func.coalesce(A.since, cast(func.timezone(str(zone), A.at), Date))
    said = "coalesce(visit_answer.since, cast(timezone(:zone, visit_answer.at) as date))"
    theirs = (V.household_id == household.c.id, V.answer == A.id, A.returned > 0, day >= since)
    joined = round_visit.join(visit_answer, A.visit_id == V.id)
    listed = joined.join(key_region, text(on_the_list("visit_answer.came_from", said)).bindparams(zone=str(zone)))
    return select(K.code, day.label("day")).select_from(listed).where(*theirs).correlate(household)
