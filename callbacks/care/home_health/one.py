"""One person at home: the detail, the answers to what is to be done, and what a worker writes down."""

from collections.abc import Callable
from datetime import date
from secrets import token_urlsafe
from typing import Any, TypedDict

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import actor, answers, open_work
from callbacks.care.home_health.homes import names
from cockpit import home_health as care
from cockpit.home_health import Channel, Condition, Mood, Swab, TaskResult, WhyNot
from cockpit.needs import NeedKind
from cockpit.refusals import Invalid
from cockpit.screening import Symptom
from cockpit.texts import N_
from data_access.work import Work
from pages.care.home_health import form, one


class Word(TypedDict):
    """What was said of a task, or of a person: `about` is its number, `word` a result or reason; `at` tells two words apart."""

    say: str
    about: int
    word: str
    at: int


@answers(
    "see_reports",
    Output("care-one-detail", "children"),
    Input("care-one-chosen", "data"),
    Input("care-one-tick", "data"),
)
def shown(episode: int | None, _tick: int | None) -> Any:
    if episode is None:
        return one.nothing()
    with open_work() as work:
        return one.detail(care.open_home(work, episode), names(work), actor())


@answers(
    "see_reports",
    Output("care-one-form", "children"),
    Input("care-one-chosen", "data"),
    Input("care-one-reported", "data"),
)
def asked(episode: int | None, _reported: str | None) -> Any:
    """Drawn for another person, or after it was saved, and never under somebody's hands."""
    if episode is None:
        return []
    with open_work() as work:
        return form.forms(care.open_home(work, episode), actor(), token_urlsafe(12))


def result(work: Work, about: int, said: str, note: str) -> Any:
    return care.finish(work, about, word(TaskResult, "result", said), note)


def cannot(work: Work, about: int, said: str, note: str) -> Any:
    return care.cannot(work, about, word(WhyNot, "why", said), note)


ACTS: dict[str, Callable[[Work, int, str, str], Any]] = {
    "take": lambda work, about, *_: care.take(work, about),
    "give_back": lambda work, about, *_: care.give_back(work, about),
    "take_back": lambda work, about, *_: care.take_back(work, about),
    "result": result,
    "cannot": cannot,
    "transfer": lambda work, about, *_: care.order_transfer(work, about),
    "approve": lambda work, about, *_: care.approve_transfer(work, about),
    "call_off": lambda work, about, *_: care.call_off_transfer(work, about),
    "arrive": lambda work, about, *_: care.confirm_arrival(work, about),
}


@answers(
    "see_reports",
    Output("care-one-done", "data"),
    Input("care-one-said", "data"),
    State("care-one-note", "value"),
    prevent_initial_call=True,
)
def said(what: Word | None, note: str | None) -> Any:
    """Each act asks for its own right."""
    if what is None:
        return no_update
    if what["say"] not in ACTS:
        raise Invalid("say", N_("choose one of the list"))
    with open_work() as work:
        ACTS[what["say"]](work, what["about"], what["word"], note or "")
        return work.at.isoformat()


@answers(
    "enter_report",
    Output("care-one-reported", "data"),
    Input("care-report-save", "n_clicks"),
    State("care-report-about", "data"),
    State("care-report-key", "data"),
    State("care-report-channel", "value"),
    State("care-report-temperature", "value"),
    State("care-report-symptoms", "value"),
    State("care-report-needs", "value"),
    State("care-report-mood", "value"),
    State("care-report-words", "value"),
    prevent_initial_call=True,
)
def reported(
    clicks: int | None, episode: int | None, key: str | None, channel: str | None, temperature: float | None,
    symptoms: list[str] | None, needs: list[str] | None, mood: str | None, words: str | None,
) -> Any:  # fmt: skip
    if not clicks or episode is None or not key:
        return no_update
    told = care.Said(
        temperature, tuple(word(Symptom, "symptoms", one) for one in symptoms or ()),
        word(Mood, "mood", mood) if mood else None, False, (words or "").strip(),
        tuple(word(NeedKind, "needs", one) for one in needs or ()),
    )  # fmt: skip
    with open_work() as work:
        care.enter(work, episode, told, key, word(Channel, "channel", channel))
        return work.at.isoformat()


@answers(
    "say_conditions",
    Output("care-one-noted", "data"),
    Input("care-conditions-save", "n_clicks"),
    State("care-conditions-about", "data"),
    State("care-conditions-picked", "value"),
    prevent_initial_call=True,
)
def noted(clicks: int | None, episode: int | None, picked: list[str] | None) -> Any:
    if not clicks or episode is None:
        return no_update
    with open_work() as work:
        care.say_conditions(work, episode, tuple(word(Condition, "conditions", one) for one in picked or ()))
        return work.at.isoformat()


@answers(
    "keep_swabs",
    Output("care-one-swabbed", "data"),
    Input("care-swab-save", "n_clicks"),
    State("care-swab-about", "data"),
    State("care-swab-found", "value"),
    State("care-swab-day", "value"),
    prevent_initial_call=True,
)
def swabbed(clicks: int | None, episode: int | None, found: str | None, day: str | None) -> Any:
    if not clicks or episode is None:
        return no_update
    with open_work() as work:
        care.say_swab(work, episode, word(Swab, "found", found), day_of(day))
        return work.at.isoformat()


def day_of(said: str | None) -> date:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        raise Invalid("day", N_("choose a day")) from None


def word(words: Any, name: str, said: str | None) -> Any:
    if said not in set(words):
        raise Invalid(name, N_("choose one of the list"))
    return words(said)


clientside_callback(
    ClientsideFunction("cockpit_care", "moved"),
    Output("care-one-detail", "title"),
    *(Input(f"care-one-{name}", "data") for name in ("done", "reported", "noted", "swabbed")),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_care", "opened"),
    Output("care-one-form", "title"),
    Input("care-one-chosen", "data"),
)
for section in ("homes", "queue"):
    clientside_callback(
        ClientsideFunction("cockpit_care", "remember"),
        Output(f"care-{section}-list", "title"),
        Input(f"care-{section}-area", "value"),
        Input(f"care-{section}-only", "value"),
        Input(f"care-{section}-list", "children"),
    )
