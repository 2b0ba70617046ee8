"""One home, as it is used at the door with one hand: what was found, how many, who came back, who has to stay apart."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.canvass import ELSEWHERE, RESULTS, SAID, Answer, AtTheDoor, Given
from pages.parts import clock_time, day_time, field, shape, words
from pages.screening.canvass.doors import tenure_of
from pages.screening.canvass.layout import note_field
from pages.screening.canvass.words import REGIONS, came_words, door_words
from pages.screening.case import name_of


def door(seen: AtTheDoor, by: Actor) -> list[Any]:
    home = seen.row.home
    about = [one for one in (tenure_of(seen.row), _("%(count)s known to live here", count=home.people)) if one]
    came = came_words(seen.row.visit, seen.regions)
    on_it = [html.P(_("On this round because: %(why)s", why=came), className="hint came")] if came else []
    head = [html.H2(door_words(home)), html.P(" · ".join(about), className="hint"), *on_it]
    may = by.may("knock") and seen.round.open
    seen_answer = dcc.Store(id="screening-rounds-seen", data=seen.given.id if seen.given else None)
    other = html.Div(id="screening-rounds-other", **{"aria-live": "polite"})
    parts = [*head, *given(seen), seen_answer, other, *(form(seen, by) if may else [])]
    box = {"data-shown-home": str(seen.row.visit.id), "data-following": str(seen.following or "")}
    return [html.Div(parts, className="panel pad form at-the-door", **box)]


def given(seen: AtTheDoor) -> list[Any]:
    """What counts now, and until when one's own can be taken back."""
    if seen.given is None:
        return []
    answer = seen.given.answer
    says = html.P(
        [shape("done"), html.B(words(RESULTS, answer.result)), " ", html.Small(f"{seen.by} {day_time(seen.given.at)}")]
    )
    more = html.P(" · ".join(told(answer)), className="hint")
    back: list[Any] = []
    if seen.undo_until:
        label = _("Take it back (until %(at)s)", at=clock_time(seen.undo_until))
        back = [html.Button(label, id="screening-rounds-undo", type="button", className="button")]
    if seen.following:
        back.append(
            html.Button(_("To the next home"), type="button", className="primary", **{"data-home": str(seen.following)})
        )
    return [
        html.Div(
            [says, more, html.Div(back, className="said-of")], className="given", **{"data-given": answer.result.value}
        )
    ]


def meanwhile(given: Given, by: str) -> list[Any]:
    """Somebody else was there since the form was drawn; what is typed in it stays."""
    says = _(
        "%(who)s has answered for this home meanwhile, at %(at)s: %(result)s",
        who=by, at=clock_time(given.at), result=words(RESULTS, given.answer.result),
    )  # fmt: skip
    adopt = html.Button(
        _("I have seen it; mine counts"), type="button", className="button", **{"data-adopt": str(given.id)}
    )
    return [html.Div([html.P([shape("watch"), says]), adopt], className="given", role="alert")]


def told(answer: Answer) -> list[str]:
    parts = [] if answer.people is None else [_("%(count)s live here", count=answer.people)]
    if answer.returned:
        parts.append(
            _("%(count)s came back from %(region)s", count=answer.returned, region=words(REGIONS, answer.came_from))
        )
    if answer.symptoms is not None:
        parts.append(_("symptoms") if answer.symptoms else _("no symptoms"))
    if answer.again:
        parts.append(_("to be visited again"))
    return [*parts, *([answer.note] if answer.note else [])]


def form(seen: AtTheDoor, by: Actor) -> list[Any]:
    """Of a home that was answered for, the form begins with that answer: it is corrected, not typed anew."""
    was = seen.given.answer if seen.given else Answer(SAID[0], seen.row.home.people)
    results = [{"value": one.value, "label": gettext(RESULTS[one])} for one in SAID]
    yes_no = [{"value": "no", "label": _("No symptoms")}, {"value": "yes", "label": _("Has symptoms")}]
    ill = "" if was.symptoms is None else "yes" if was.symptoms else "no"
    again = [{"value": "again", "label": _("Visit this home again in the next round")}]
    chosen = was.result.value if seen.given else None
    return [
        field(_("What was found"), dcc.RadioItems(results, chosen, id="screening-rounds-result", className="chips big", inline=True)),
        field(_("How many live here"), number("here", was.people)),
        html.Details(coming_back(seen, was), className="fold", open=bool(was.returned)),
        field(_("Symptoms"), dcc.RadioItems(yes_no, ill, id="screening-rounds-symptoms", className="chips big", inline=True)),
        html.Details(staying(seen, was), className="fold", open=bool(was.found or was.unnamed), id="screening-rounds-staying"),
        field(_("Note"), note_field(by, seen.row.visit.id)),
        dcc.Checklist(again, ["again"] if was.again else [], id="screening-rounds-again", className="picks"),
        html.Div(html.Button(_("Save"), id="screening-rounds-save", type="button", className="primary"), className="save-bar"),
    ]  # fmt: skip


def coming_back(seen: AtTheDoor, was: Answer) -> list[Any]:
    regions = [{"value": one, "label": words(REGIONS, one)} for one in (*seen.rule.regions, ELSEWHERE)]
    return [
        html.Summary(_("Who came back")),
        field(_("How many came back"), number("returned", was.returned)),
        field(_("From where"), dcc.RadioItems(regions, was.came_from or seen.rule.regions[0], id="screening-rounds-from", className="chips big", inline=True)),
    ]  # fmt: skip


def staying(seen: AtTheDoor, was: Answer) -> list[Any]:
    """Chosen among those who live there; others are counted, until the inventory knows them."""
    people = [
        {"value": one.id, "label": " ".join(name_of(one)) or f"#{one.id}"} for one in seen.residents if not one.erased
    ]
    since = was.since.isoformat() if was.since else ""
    return [
        html.Summary(_("Who has to stay apart")),
        dcc.Checklist(people, list(was.found), id="screening-rounds-found", className="picks"),
        field(_("Others, who are not in the inventory yet"), number("unnamed", was.unnamed)),
        field(_("Day of the return or of the last exposure, if it was not today"), dcc.Input(id="screening-rounds-since", type="date", value=since)),
    ]  # fmt: skip


def number(name: str, value: int | None) -> html.Div:
    """With a finger: one less, one more."""
    shown = "" if value is None else str(value)
    box = dcc.Input(
        id=f"screening-rounds-{name}", type="text", inputMode="numeric", maxLength=2, autoComplete="off", value=shown
    )
    less, more = (
        html.Button(
            sign, type="button", className="step", **{"data-step": str(by), "data-for": name, "aria-label": says}
        )
        for sign, by, says in (("−", -1, _("One less")), ("+", 1, _("One more")))
    )
    return html.Div([less, box, more], className="counted")
