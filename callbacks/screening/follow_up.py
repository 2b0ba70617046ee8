"""Today's visits: the list, one of them with its form, what was found, who goes where, and the tracing figures."""

from typing import Any

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import actor, answers, open_work
from cockpit.areas import Level
from cockpit.follow_up import Met, VisitFacts, distribute, open_visit, tracing_figures, visit, visit_door, working_list
from cockpit.refusals import Invalid
from cockpit.screening import Symptom
from cockpit.texts import N_
from data_access.work import Work
from pages.screening import follow_up as page


def names(work: Work) -> dict[str, str]:
    return {code: area.name for code, area in work.areas.known.items()}


@answers("see_screening", Output("screening-visits-area", "options"), Input("screening-visits-area", "id"))
def streets(_: str | None) -> Any:
    with open_work() as work:
        return page.streets(
            [one for one in work.areas.known.values() if one.level is Level.STREET and work.by.sees(one.code)]
        )


@answers(
    "see_screening",
    Output("screening-visits-head", "children"),
    Output("screening-visits-list", "children"),
    Input("screening-visits-area", "value"),
    Input("screening-visits-only", "value"),
    Input("screening-visits-tick", "data"),
)
def listed(area: str | None, whose: str | None, _tick: int | None) -> Any:
    with open_work() as work:
        found = working_list(
            work, "" if area in (None, page.WHOLE) else str(area), whose == "mine", whose == "supplies"
        )
        return page.head(found), page.rows(found, names(work), actor())


@answers(
    "see_screening",
    Output("screening-visits-one", "children"),
    Input("screening-visits-chosen", "data"),
    Input("screening-visits-tick", "data"),
)
def one(follow_up_id: int | None, _tick: int | None) -> Any:
    if follow_up_id is None:
        return page.nothing()
    with open_work() as work:
        return page.detail(open_visit(work, follow_up_id), names(work), actor())


@answers(
    "follow_up",
    Output("screening-visits-form", "children"),
    Input("screening-visits-chosen", "data"),
    Input("screening-visits-done", "data"),
)
def form(follow_up_id: int | None, _done: str | None) -> Any:
    """Drawn for another visit, or after it was saved, and never under somebody's hands."""
    if follow_up_id is None:
        return []
    with open_work() as work:
        return page.form(open_visit(work, follow_up_id), actor())


@answers(
    "follow_up",
    Output("screening-visits-done", "data"),
    Input("screening-visits-save", "n_clicks"),
    State("screening-visits-about", "data"),
    State("screening-visits-met", "value"),
    State("screening-visits-symptoms", "value"),
    State("screening-visits-temperature", "value"),
    State("screening-visits-handed", "value"),
    State("screening-visits-note", "value"),
    State("screening-visits-door", "value"),
    prevent_initial_call=True,
)
def saved(
    clicks: int | None, follow_up_id: int | None, met: str | None, symptoms: list[str] | None,
    temperature: float | None, handed: list[str] | None, note: str | None, door: list[str] | None,
) -> Any:  # fmt: skip
    if not clicks or follow_up_id is None:
        return no_update
    seen = met == Met.SEEN
    facts = VisitFacts(
        word(Met, "met", met), tuple(word(Symptom, "symptoms", one) for one in symptoms or ()) if seen else (),
        temperature if seen else None, bool(handed), (note or "").strip(),
    )  # fmt: skip
    with open_work() as work:
        (visit_door if door else visit)(work, follow_up_id, facts)
        return work.at.isoformat()


def word(words: Any, name: str, said: str | None) -> Any:
    if said not in set(words):
        raise Invalid(name, N_("choose one of the list"))
    return words(said)


@answers(
    "assign_visits",
    Output("screening-visits-shared", "data"),
    Input("screening-visits-share", "n_clicks"),
    prevent_initial_call=True,
)
def shared(clicks: int | None) -> Any:
    if not clicks:
        return no_update
    with open_work() as work:
        distribute(work, work.by.area)
        return work.at.isoformat()


@answers("see_screening", Output("screening-visits-figures", "children"), Input("screening-visits-figures", "id"))
def figures(_: str | None) -> Any:
    with open_work() as work:
        return page.figures(tracing_figures(work))


clientside_callback(
    ClientsideFunction("cockpit_visits", "remember"),
    Output("screening-visits-list", "title"),
    Input("screening-visits-area", "value"),
    Input("screening-visits-only", "value"),
    Input("screening-visits-chosen", "data"),
    Input("screening-visits-list", "children"),
)
clientside_callback(
    ClientsideFunction("cockpit_visits", "moved"),
    Output("screening-visits-side", "title"),
    Input("screening-visits-done", "data"),
    Input("screening-visits-shared", "data"),
    Input("screening-supply-done", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_visits", "shown"),
    Output("screening-visits-form", "title"),
    Input("screening-visits-met", "value"),
)
