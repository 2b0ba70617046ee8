"""Where a case was: drawn, told in words, answered and taken back."""

from datetime import datetime
from typing import Any, NotRequired, TypedDict

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import answers, open_work
from cockpit.refusals import Invalid
from cockpit.screening import Stop, StopFacts, complete_stop, remove_stop, tell_itinerary
from cockpit.screening import itinerary as known_stops
from cockpit.texts import N_
from data_access.work import Work
from pages.screening import itinerary as page


class StopSaid(TypedDict):
    """`say` is remove or complete; of what was answered, the texts as they stand in the fields."""

    say: str
    case: int
    stop: int
    at: int
    place: NotRequired[str]
    run: NotRequired[str]
    began: NotRequired[str]
    ended: NotRequired[str]


@answers(
    "keep_cases",
    Output("screening-track", "children"),
    Input("screening-chosen", "data"),
    Input("screening-track-done", "data"),
)
def track(case_id: int | None, _done: Any) -> Any:
    """Drawn for another case, or after one's own word, and never under somebody's hands."""
    if case_id is None:
        return []
    with open_work() as work:
        stops = known_stops(work, case_id)
        spots = work.places.spots({one.place for one in stops if one.place})
        return page.track(case_id, stops, spots, list(work.areas.known.values()))


@answers(
    "keep_cases",
    Output("screening-track-told", "data"),
    Input("screening-track-tell", "n_clicks"),
    State("screening-known-about", "data"),
    State("screening-track-text", "value"),
    prevent_initial_call=True,
)
def told(clicks: int | None, case_id: int | None, text: str | None) -> Any:
    if not clicks or case_id is None:
        return no_update
    with open_work() as work:
        tell_itinerary(work, case_id, text or "")
        return work.machine_at.isoformat()


@answers(
    "keep_cases",
    Output("screening-track-answered", "data"),
    Input("screening-track-said", "data"),
    prevent_initial_call=True,
)
def said(word: StopSaid | None) -> Any:
    if not word:
        return no_update
    with open_work() as work:
        if word["say"] == "remove":
            remove_stop(work, word["case"], word["stop"])
        else:
            was = next((one for one in known_stops(work, word["case"]) if one.id == word["stop"]), None)
            complete_stop(work, word["case"], word["stop"], facts_of(work, was, word))
        return word["at"]


def facts_of(work: Work, was: Stop | None, word: StopSaid) -> StopFacts:
    """What is answered now, beside what was known."""
    place = placed(work, word["place"]) if word.get("place") else was and was.place
    began, ended = (moment(work, name, word.get(name, "")) for name in ("began", "ended"))
    return StopFacts(
        began or (was and was.began), ended or (was and was.ended), place, word.get("run") or (was.run if was else ""),
        was and was.means, was.carriage if was else "", was and was.row,
    )  # fmt: skip


def placed(work: Work, name: str) -> int:
    found = work.places.by_name().get(name.strip())
    if found is None:
        raise Invalid("place", N_("no place, or several, have this name: write it as the inventory has it"))
    return found


def moment(work: Work, name: str, text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=work.zone) if text else None
    except ValueError:
        raise Invalid(name, N_("this is no day of the calendar")) from None


clientside_callback(
    ClientsideFunction("cockpit_track", "done"),
    Output("screening-track-done", "data"),
    Input("screening-track-told", "data"),
    Input("screening-track-answered", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_track", "fill"),
    Output("screening-track", "title"),
    Input("screening-track", "children"),
)
