"""Screening: the list of cases, one of them, who is entered, what changes, and what is ordered for its contacts."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any, TypedDict

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import actor, answers, open_work
from cockpit.inventory import By, look_up
from cockpit.quarantine import Lifted, QuarantineKind, lift
from cockpit.refusals import Invalid
from cockpit.screening import (
    CaseFacts,
    CaseStatus,
    Denial,
    Setting,
    add_contact,
    change_case,
    deny_contact,
    enter_case,
    list_again,
    list_cases,
    open_case,
    order,
    order_all,
    sat_near,
)
from cockpit.texts import N_
from data_access.work import Work
from pages import screening

Options = list[dict[str, Any]]


class Said(TypedDict):
    """`say` is one of SAYS, of the person or the episode with the number `about`, beside the case that was shown then;
    `at` tells one click from the next."""

    say: str
    about: int
    case: int
    at: int


def names(work: Work) -> dict[str, str]:
    return {code: area.name for code, area in work.areas.known.items()}


@answers(
    "see_screening",
    Output("screening-list", "children"),
    Input("screening-status", "value"),
    Input("screening-tick", "data"),
)
def listed(status: str | None, _tick: int | None) -> Any:
    with open_work() as work:
        return screening.rows(list_cases(work, CaseStatus(status) if status in set(CaseStatus) else None))


@answers(
    "see_screening",
    Output("screening-case", "children"),
    Input("screening-chosen", "data"),
    Input("screening-tick", "data"),
)
def one(case_id: int | None, _tick: int | None) -> Any:
    if case_id is None:
        return screening.nothing()
    with open_work() as work:
        return screening.detail(open_case(work, case_id), names(work), actor())


@answers(
    "keep_cases",
    Output("screening-known", "children"),
    Input("screening-chosen", "data"),
    Input("screening-changed", "data"),
)
def known(case_id: int | None, _changed: str | None) -> Any:
    """The form of what is known: drawn for another case, or after it was saved, and never under somebody's hands."""
    if case_id is None:
        return no_update
    with open_work() as work:
        return screening.forms(open_case(work, case_id).case, actor())


def wire_look_up(name: str) -> None:
    @answers(
        "keep_cases",
        Output(f"screening-{name}-person", "options"),
        Output(f"screening-{name}-person", "value"),
        Output(f"screening-{name}-found", "children"),
        Input(f"screening-{name}-find", "n_clicks"),
        Input(f"screening-{name}-value", "n_submit"),
        State(f"screening-{name}-by", "value"),
        State(f"screening-{name}-value", "value"),
        prevent_initial_call=True,
    )
    def found(
        _clicks: int | None, _submit: int | None, by: By | None, value: str | None
    ) -> tuple[Options, int | None, Any]:
        with open_work() as work:
            people = look_up(work, By(by or By.PHONE), "", value or "")
            choices, said = screening.found(people, names(work))
        return choices, choices[0]["value"] if len(choices) == 1 else None, said


for looked_up in ("case", "contact"):
    wire_look_up(looked_up)


@answers(
    "keep_cases",
    Output("screening-entered", "data"),
    Input("screening-enter", "n_clicks"),
    State("screening-case-person", "value"),
    State("screening-new-status", "value"),
    State("screening-new-onset", "value"),
    State("screening-new-sampled", "value"),
    State("screening-new-isolated", "value"),
    State("screening-new-severe", "value"),
    prevent_initial_call=True,
)
def entered(
    clicks: int | None, person_id: int | None, status: CaseStatus | None, onset: str | None, sampled: str | None,
    isolated: str | None, severe: list[str] | None,
) -> Any:  # fmt: skip
    if not clicks:
        return no_update
    if person_id is None:
        raise Invalid("person", N_("look the person up and choose"))
    with open_work() as work:
        return enter_case(work, person_id, facts_of(work, status, onset, sampled, isolated, severe)).id


@answers(
    "keep_cases",
    Output("screening-changed", "data"),
    Input("screening-change", "n_clicks"),
    State("screening-known-about", "data"),
    State("screening-known-status", "value"),
    State("screening-known-onset", "value"),
    State("screening-known-sampled", "value"),
    State("screening-known-isolated", "value"),
    State("screening-known-severe", "value"),
    prevent_initial_call=True,
)
def changed(
    clicks: int | None, case_id: int | None, status: CaseStatus | None, onset: str | None, sampled: str | None,
    isolated: str | None, severe: list[str] | None,
) -> Any:  # fmt: skip
    if not clicks or case_id is None:
        return no_update
    with open_work() as work:
        change_case(work, case_id, facts_of(work, status, onset, sampled, isolated, severe))
        return work.at.isoformat()


def facts_of(
    work: Work, status: CaseStatus | None, onset: str | None, sampled: str | None, isolated: str | None,
    severe: list[str] | None,
) -> CaseFacts:  # fmt: skip
    """What the form says; the time of the isolation is the district's own."""
    since = parsed("isolated_at", isolated, datetime.fromisoformat)
    return CaseFacts(
        CaseStatus(status or CaseStatus.CONFIRMED), parsed("onset", onset, date.fromisoformat),
        parsed("sampled", sampled, date.fromisoformat), since.replace(tzinfo=work.zone) if since else None, bool(severe),
    )  # fmt: skip


def parsed(name: str, text: str | None, read: Any) -> Any:
    try:
        return read(text) if text else None
    except ValueError:
        raise Invalid(name, N_("this is no day of the calendar")) from None


@answers(
    "order_quarantine",
    Output("screening-ordered", "data"),
    Input("screening-order-all", "n_clicks"),
    State("screening-case-about", "data"),
    State("screening-kind", "value"),
    State("screening-where", "value"),
    prevent_initial_call=True,
)
def ordered(clicks: int | None, case_id: int | None, kind: QuarantineKind | None, where: str | None) -> Any:
    if not clicks or case_id is None:
        return no_update
    with open_work() as work:
        order_all(work, case_id, QuarantineKind(kind or QuarantineKind.HOME), facility(work, kind, where))
        return work.at.isoformat()


def facility(work: Work, kind: QuarantineKind | None, where: str | None) -> int | None:
    """At home nobody has to say where."""
    named = (where or "").strip()
    if not named or kind == QuarantineKind.HOME:
        return None
    found = work.places.by_name().get(named)
    if found is None:
        raise Invalid("place", N_("no place, or several, have this name: write it as the inventory has it"))
    return found


@answers(
    "keep_cases",
    Output("screening-added", "data"),
    Input("screening-add", "n_clicks"),
    State("screening-known-about", "data"),
    State("screening-contact-person", "value"),
    State("screening-setting", "value"),
    State("screening-day", "value"),
    State("screening-adding-note", "value"),
    prevent_initial_call=True,
)
def added(
    clicks: int | None, case_id: int | None, person_id: int | None, setting: Setting | None, day: str | None,
    note: str | None,
) -> Any:  # fmt: skip
    if not clicks or case_id is None:
        return no_update
    if person_id is None:
        raise Invalid("person", N_("look the person up and choose"))
    if not (on := parsed("day", day, date.fromisoformat)):
        raise Invalid("day", N_("say on which day"))
    with open_work() as work:
        add_contact(work, case_id, person_id, Setting(setting or Setting.MEAL), on, note or "")
        return work.at.isoformat()


def _lift(work: Work, _case: int, about: int, note: str, why: Lifted) -> None:
    lift(work, about, why, note)


def _deny(work: Work, case: int, about: int, note: str, why: Denial) -> None:
    deny_contact(work, case, about, why, note)


@answers(
    "order_quarantine",
    Output("screening-done", "data"),
    Input("screening-said", "data"),
    State("screening-kind", "value"),
    State("screening-where", "value"),
    State("screening-noting-note", "value"),
    prevent_initial_call=True,
)
def said(word: Said | None, kind: QuarantineKind | None, where: str | None, note: str | None) -> Any:
    """One contact is ordered to stay apart, let go before the last day, or is none by the investigator's word."""
    if not word:
        return no_update
    if word["say"] not in {"order", *SAYS}:
        raise Invalid("say", N_("choose one of the list"))
    with open_work() as work:
        if word["say"] == "order":
            order(work, word["about"], QuarantineKind(kind or QuarantineKind.HOME), facility(work, kind, where))
        else:
            SAYS[word["say"]](work, word["case"], word["about"], note or "")
    return word["at"]


# What a button beside a contact says: of the person, or of the episode, that it is about.
SAYS: dict[str, Callable[[Work, int, int, str], Any]] = {
    "near": sat_near,
    "again": list_again,
    **{f"lift_{why}": partial(_lift, why=why) for why in Lifted},
    **{f"deny_{why}": partial(_deny, why=why) for why in Denial},
}


clientside_callback(
    ClientsideFunction("cockpit_screening", "remember"),
    Output("screening-list", "title"),
    Input("screening-status", "value"),
    Input("screening-chosen", "data"),
    Input("screening-list", "children"),
)
clientside_callback(
    ClientsideFunction("cockpit_screening", "moved"),
    Output("screening-side", "title"),
    *[Input(f"screening-{name}", "data") for name in ("entered", "changed", "ordered", "done", "added")],
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_screening_notes", "said"),
    Output("screening-noting-title", "title"),
    Input("screening-done", "data"),
    Input("screening-added", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_screening", "entered"),
    Output("screening-case", "title"),
    Input("screening-entered", "data"),
    prevent_initial_call=True,
)
