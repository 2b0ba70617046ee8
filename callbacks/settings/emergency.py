"""Emergencies: begun and raised or lowered by one person, ended by two."""

from typing import Any

from dash import Input, Output, State, ctx, no_update
from flask_babel import gettext as _

from callbacks import answers, open_work
from cockpit import emergency, two_people
from cockpit.emergency import Emergency
from data_access.work import Work
from pages.settings import accounts, own
from pages.settings import emergency as drawn


@answers(
    "run_emergency",
    Output("settings-begin-area", "options"),
    Output("settings-beginning", "hidden"),
    Input("settings-beginning", "id"),
)
def choices(_id: str | None) -> tuple[list[dict[str, str]], bool]:
    with open_work() as work:
        names = {code: area.name for code, area in work.areas.known.items()}
        return accounts.area_options(list(work.areas.known.values()), names), False


@answers(
    "see_destruction",
    Output("settings-emergencies", "options"),
    Output("settings-emergencies-none", "children"),
    Output("settings-emergency", "children"),
    Input("settings-emergencies", "value"),
    Input("settings-emergency-done", "data"),
)
def chosen(number: int | None, _done: str | None) -> tuple[Any, Any, Any]:
    with open_work() as work:
        found = emergency.emergencies(work)
        names = {code: area.name for code, area in work.areas.known.items()}
        one = emergency.emergency(work, number) if number else None
    return drawn.options(found, names), drawn.nothing(found), drawn.detail(one, names) if one else drawn.nobody()


@answers(
    "run_emergency",
    Output("settings-emergency-acts", "hidden"),
    Output("settings-level", "value"),
    Output("settings-end-says", "children"),
    *[Output(f"settings-end-{name}", "hidden") for name in ("ask", "confirm", "back")],
    Input("settings-emergencies", "value"),
    Input("settings-emergency-done", "data"),
)
def ending(number: int | None, _done: str | None) -> tuple[Any, ...]:
    if not number:
        return True, None, [], True, True, True
    with open_work() as work:
        one = emergency.emergency(work, number)
        if one.over:
            return True, None, [], True, True, True
        word = word_on(work, one)
        mine = bool(word and word.by == work.by.id)
        says = drawn.ending(emergency.preview_end(work, one.id), work.accounts.name_of(word.by) if word else "", mine)
        may_confirm = bool(word) and not mine and work.by.may("second_end")
        return False, one.level.value, says, word is not None, not may_confirm, not mine


def word_on(work: Work, one: Emergency) -> two_people.Word | None:
    return next(
        (word for word in two_people.waiting(work) if (word.kind, word.subject_id) == ("end_emergency", one.id)), None
    )


@answers(
    "run_emergency",
    Output("settings-emergency-said", "children"),
    Output("settings-emergency-said", "hidden"),
    Output("settings-emergency-done", "data"),
    *[
        Input(f"settings-{name}", "n_clicks")
        for name in ("begin", "level-change", "end-ask", "end-confirm", "end-back")
    ],
    State("settings-emergencies", "value"),
    State("settings-level", "value"),
    State("settings-begin-name", "value"),
    State("settings-begin-level", "value"),
    State("settings-begin-area", "value"),
    prevent_initial_call=True,
)
def ordered(
    _begin: int | None, _level: int | None, _ask: int | None, _confirm: int | None, _back: int | None,
    number: int | None, level: int | None, name: str | None, first_level: int | None, area: str | None,
) -> tuple[Any, Any, Any]:  # fmt: skip
    if not ctx.triggered[0]["value"]:
        return no_update, no_update, no_update
    with open_work() as work:
        if ctx.triggered_id == "settings-begin":
            one = emergency.begin(work, name or "", first_level or 0, area or "")
            said = _("{name} has begun.").format(name=one.name)
        else:
            said = changed(work, str(ctx.triggered_id).removeprefix("settings-"), number or 0, level or 0)
        return own.done(said), False, work.machine_at.isoformat()


def changed(work: Work, order: str, number: int, level: int) -> str:
    if order == "level-change":
        emergency.change_level(work, number, level)
        return _("The level is changed.")
    if order == "end-ask":
        emergency.ask_end(work, number)
        return _("Asked. Another one, a security officer, confirms within the hour.")
    if order == "end-confirm":
        one = emergency.confirm_end(work, number)
        return _("{name} has ended.").format(name=one.name)
    word = word_on(work, emergency.emergency(work, number))
    two_people.withdraw(work, word.id if word else 0)
    return _("It waits no more; whoever still wants it asks again.")
