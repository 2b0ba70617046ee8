"""The roster of a week: shown as the address asks, planned in place by its lead."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output, State, ctx, no_update
from flask_babel import gettext as _

from callbacks import answers, open_work
from callbacks.duty.now import names
from cockpit import duty
from cockpit.areas import Level
from cockpit.duty import WRITTEN, Asked, Shift, day_of, hours_of, local_instant, roster_asked
from cockpit.refusals import NotFound
from data_access.work import Work
from pages import shell
from pages.duty import roster


@answers(
    "see_duty",
    Output("duty-roster", "children"),
    Input("duty-roster", "id"),
    Input("duty-roster-tick", "data"),
    State(shell.URL, "search"),
)
def shown(_: str | None, _tick: int | str | None, search: str | None) -> Any:
    with open_work() as work:
        asked = asked_of(work, search)
        week = duty.week_of(work, asked.day, asked.area, asked.roles)
        streets = work.areas.of_level(Level.STREET, work.by.area)
        return roster.drawn(week, asked, streets, names(work), work.at, work.zone, work.by)


def asked_of(work: Work, search: str | None) -> Asked:
    said = parse_qs((search or "").lstrip("?"))
    return roster_asked(work, {name: values[-1] for name, values in said.items()})


@answers(
    "lead_roster",
    Output("duty-plan-title", "children"),
    Output("duty-plan-form", "hidden"),
    Output("duty-plan-known", "hidden"),
    Output("duty-leave", "hidden"),
    Output("duty-plan-save", "children"),
    Output("duty-plan-starts", "value"),
    Output("duty-plan-ends", "value"),
    Output("duty-plan-on_call", "value"),
    Input("duty-roster-chosen", "data"),
    Input("duty-plan-kind", "value"),
    prevent_initial_call=True,
)
def chosen(cell: str | None, kind: str | None) -> tuple[Any, ...]:
    """A cell was chosen, or another kind of shift for it."""
    with open_work() as work:
        whose, day, number = parts_of(cell)
        shift = shift_of(work, number)
        holder = work.duty.holder(shift.whose if shift else whose)
        if holder is None or not work.by.sees(holder.area):
            raise NotFound()
        starts, ends = planned_hours(work, shift, day, kind)
        says = _("Move it") if shift else _("Plan it")
        team, called = holder.whose[0] == "team", f"{holder.name} · {day:%m-%d}"
        return called, False, shift is None, team, says, starts, ends, ["yes"] if shift and shift.on_call else []


def planned_hours(work: Work, shift: Shift | None, day: date, kind: str | None) -> list[str]:
    """Of a known shift its own, else those of the kind; whoever then chooses a kind gets that one's."""
    if shift and ctx.triggered_id != "duty-plan-kind":
        hours = (shift.starts, shift.ends)
    else:
        rule = work.policy.get("shift", "hours", work.by.area).body
        hours = hours_of(kind if kind in duty.KINDS else "early", day, rule, work.zone)
    return [one.astimezone(work.zone).strftime(WRITTEN) for one in hours]


def parts_of(cell: str | None) -> tuple[tuple[str, int], date, int | None]:
    """account/5/2020-02-01/12 as the browser says it; anything else is nothing."""
    parts = (cell or "").split("/")
    if len(parts) != 4 or not parts[1].isdecimal() or len(parts[1]) > 15 or len(parts[3]) > 15:
        raise NotFound()
    return (parts[0], int(parts[1])), day_of(parts[2]), int(parts[3]) if parts[3].isdecimal() else None


def shift_of(work: Work, number: int | None) -> Shift | None:
    if number is None:
        return None
    found = work.duty.shifts([number])
    if not found:
        raise NotFound()
    return found[0]


ORDERS = ("plan-save", "plan-end", "plan-off", "leave-save", "roster-copy", "roster-undo")


@answers(
    "lead_roster",
    Output("duty-roster-said", "children"),
    Output("duty-roster-said", "hidden"),
    Output("duty-roster-done", "data"),
    *[Input(f"duty-{name}", "n_clicks") for name in ORDERS],
    State("duty-roster-chosen", "data"),
    State("duty-plan-starts", "value"),
    State("duty-plan-ends", "value"),
    State("duty-plan-on_call", "value"),
    State("duty-leave-starts", "value"),
    State("duty-leave-ends", "value"),
    State("duty-leave-why", "value"),
    State(shell.URL, "search"),
    prevent_initial_call=True,
)
def ordered(
    _save: int | None, _end: int | None, _off: int | None, _leave: int | None, _copy: int | None, _undo: int | None,
    cell: str | None, starts: str | None, ends: str | None, on_call: list[str] | None,
    away: str | None, back: str | None, why: str | None, search: str | None,
) -> tuple[Any, Any, Any]:  # fmt: skip
    order = str(ctx.triggered_id).removeprefix("duty-")
    if order not in ORDERS or not ctx.triggered[0]["value"]:
        return no_update, no_update, no_update
    with open_work() as work:
        if order == "roster-copy":
            said = copied(work, search)
        elif order == "roster-undo":
            said = _("Taken back: {count} shifts are as they were.").format(count=duty.undo(work).shifts)
        elif order == "leave-save":
            said = left(work, cell, away, back, why)
        else:
            said = planned(work, order, cell, starts, ends, bool(on_call))
        return roster.said(said), False, work.machine_at.isoformat()


def copied(work: Work, search: str | None) -> str:
    asked = asked_of(work, search)
    told = duty.copy_week(work, asked.day, asked.area, asked.roles)
    return _("{shifts} shifts copied, {left_out} did not fit.").format(shifts=told.shifts, left_out=told.left_out)


def left(work: Work, cell: str | None, away: str | None, back: str | None, why: str | None) -> str:
    whose, _day, _number = parts_of(cell)
    if whose[0] != "account":
        raise NotFound()
    since, until = (local_instant(name, text or "", work.zone) for name, text in (("starts", away), ("ends", back)))
    duty.take_leave(work, whose[1], since, until, why)
    return _("Taken off the roster for leave.")


def planned(work: Work, order: str, cell: str | None, starts: str | None, ends: str | None, on_call: bool) -> str:
    whose, _day, number = parts_of(cell)
    if order == "plan-end":
        duty.end_shift(work, number or 0)
        return _("The shift has ended.")
    if order == "plan-off":
        duty.take_off(work, number or 0)
        return _("The shift is off the roster.")
    begins, over = (local_instant(name, text or "", work.zone) for name, text in (("starts", starts), ("ends", ends)))
    if number is not None:
        duty.move_shift(work, number, begins, over, on_call=on_call)
        return _("The shift is moved.")
    duty.add_shift(work, whose, begins, over, on_call=on_call)
    return _("The shift is planned.")
