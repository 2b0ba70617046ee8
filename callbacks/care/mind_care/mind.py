"""The counsellor's desk: who waits, one's own clients, one case; taking, calling, planning, handing over, closing."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import answers, open_work
from cockpit.clock import local_day_start
from cockpit.duty import local_instant
from cockpit.mind_care import care
from cockpit.mind_care.case import Kind, Outcome
from cockpit.mind_care.said import Call, Plan, Risk, Sleep
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.work import Work
from pages.care.mind_care import mind as page
from pages.care.mind_care import one as drawing


@answers(
    "see_mind",
    Output("care-mind-head", "children"),
    Output("care-mind-list", "children"),
    Input("care-mind-tick", "data"),
)
def listed(_tick: int | None) -> Any:
    with open_work() as work:
        found = care.case_load(work)
        return page.head(found), page.rows(found)


@answers(
    "see_mind",
    Output("care-mind-one", "children"),
    Output("care-mind-take", "hidden"),
    Output("care-mind-calling", "hidden"),
    Output("care-mind-planning", "hidden"),
    Output("care-mind-giving", "hidden"),
    Output("care-mind-ending", "hidden"),
    Output("care-mind-to", "options"),
    Output("care-mind-key", "data"),
    Input("care-mind-chosen", "data"),
    Input("care-mind-beat", "data"),
)
def opened(case_id: int | None, _beat: int | None) -> Any:
    """Of one that waits nothing is opened; what is written is good for one case and one key."""
    if case_id is None:
        return drawing.nothing(), True, True, True, True, True, [], None
    with open_work() as work:
        one = care.look(work, case_id)
        if one.counsellor != work.by.id:
            return drawing.waiting(one), False, True, True, True, True, [], None
        seen = care.open_case(work, case_id)
        shut = not one.open
        colleagues = [{"value": number, "label": name} for number, name in seen.colleagues]
        return drawing.detail(seen), not one.in_crisis, shut, shut, shut, shut, colleagues, uuid4().hex


@answers(
    "keep_mind",
    Output("care-mind-taken", "data"),
    Input("care-mind-take", "n_clicks"),
    State("care-mind-chosen", "data"),
    prevent_initial_call=True,
)
def taken(clicks: int | None, case_id: int | None) -> Any:
    if case_id is None or not clicks:
        return no_update
    with open_work() as work:
        care.take(work, case_id)
        return work.at.isoformat()


@answers(
    "keep_mind",
    Output("care-mind-called", "data"),
    Input("care-mind-call", "n_clicks"),
    State("care-mind-chosen", "data"),
    State("care-mind-key", "data"),
    State("care-mind-reached", "value"),
    State("care-mind-risk", "value"),
    State("care-mind-mood", "value"),
    State("care-mind-sleep", "value"),
    State("care-mind-kinds", "value"),
    State("care-mind-note", "value"),
    State("care-mind-day", "value"),
    State("care-mind-time", "value"),
    prevent_initial_call=True,
)
def called(
    clicks: int | None, case_id: int | None, key: str | None, reached: str | None, risk: str | None, mood: int | None,
    sleep: str | None, kinds: list[str] | None, note: str | None, day: str | None, time: str | None,
) -> Any:  # fmt: skip
    if case_id is None or not clicks:
        return no_update
    if reached not in ("yes", "no"):
        raise Invalid("reached", N_("say whether somebody was reached"))
    asked = Risk(risk) if risk in set(Risk) else Risk.NOT_ASKED
    slept = Sleep(sleep) if sleep in set(Sleep) else None
    with open_work() as work:
        said = Call(reached == "yes", mood, slept, asked, _kinds(kinds), note or "")
        care.called(work, case_id, said, _next(work, day, time), key or uuid4().hex)
        return work.at.isoformat()


def _next(work: Work, day: str | None, time: str | None) -> datetime | None:
    if not time:
        return None
    days = int(day) if day in ("0", "1", "2", "7") else 1
    today = local_day_start(work.at, work.zone).date()
    return local_instant("next", f"{today + timedelta(days=days)} {time}", work.zone)


def _kinds(said: list[str] | None) -> tuple[Kind, ...]:
    return tuple(Kind(one) for one in said or [] if one in set(Kind))


@answers(
    "keep_mind",
    Output("care-mind-planned", "data"),
    Input("care-mind-plan", "n_clicks"),
    State("care-mind-chosen", "data"),
    State("care-mind-key", "data"),
    State("care-mind-goals", "value"),
    State("care-mind-ways", "value"),
    prevent_initial_call=True,
)
def planned(
    clicks: int | None, case_id: int | None, key: str | None, goals: str | None, ways: list[str] | None
) -> Any:  # fmt: skip
    if case_id is None or not clicks:
        return no_update
    with open_work() as work:
        care.plan(work, case_id, Plan(goals or "", _kinds(ways)), key or uuid4().hex)
        return work.at.isoformat()


@answers(
    "keep_mind",
    Output("care-mind-given", "data"),
    Input("care-mind-give", "n_clicks"),
    State("care-mind-chosen", "data"),
    State("care-mind-to", "value"),
    State("care-mind-agrees", "value"),
    prevent_initial_call=True,
)
def given(clicks: int | None, case_id: int | None, to: int | None, agrees: list[str] | None) -> Any:
    if case_id is None or not clicks:
        return no_update
    with open_work() as work:
        care.hand_over(work, case_id, to or 0, "yes" in (agrees or []))
        return work.at.isoformat()


@answers(
    "keep_mind",
    Output("care-mind-closed", "data"),
    Input("care-mind-close", "n_clicks"),
    State("care-mind-chosen", "data"),
    State("care-mind-outcome", "value"),
    prevent_initial_call=True,
)
def closed(clicks: int | None, case_id: int | None, outcome: str | None) -> Any:
    if case_id is None or not clicks:
        return no_update
    if outcome not in set(Outcome):
        raise Invalid("outcome", N_("choose how it ended"))
    with open_work() as work:
        care.close(work, case_id, Outcome(outcome))
        return work.at.isoformat()


clientside_callback(
    ClientsideFunction("cockpit_mind", "remember"),
    Output("care-mind-list", "title"),
    Input("care-mind-chosen", "data"),
    Input("care-mind-list", "children"),
)
clientside_callback(
    ClientsideFunction("cockpit_mind", "moved"),
    Output("care-mind-side", "title"),
    *(Input(f"care-mind-{name}", "data") for name in ("taken", "called", "planned", "given", "closed")),
    prevent_initial_call=True,
)
