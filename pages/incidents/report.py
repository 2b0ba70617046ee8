"""The form for a report by hand: a call, a patrol, something seen from the desk."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.incidents import Kind, Source
from cockpit.incidents.alike import Alike
from cockpit.incidents.by_hand import LONGEST_WORDS, MOST_PEOPLE, NEW, SAME, TYPED_SOURCES, WITH, Taken
from cockpit.places import Place
from pages.incidents.links import name_of, why_alike
from pages.parts import KINDS, SOURCES, field, kept, words

Kept = dict[str, str]
BLANK: dict[str, Any] = {
    "kind": Kind.CROWD.value, "priority": 2, "source": Source.PHONE.value, "words": "", "place": None, "lon": None,
    "lat": None, "count": None, "note": "", "home": [], "alike": NEW,
}  # fmt: skip


def panel(by: Actor, **asked: Any) -> html.Section:
    """Hidden until it is asked for; `new`, `place`, `lon` and `lat` come from the address bar."""
    keep = kept(by, "report")
    return html.Section(
        [
            dcc.Store(id="incidents-reported"),
            dcc.Store(id="incidents-report-key"),
            html.Header(heading()),
            *what(keep),
            *where(asked, keep),
            alike(keep),
            *details(keep),
            html.Button(_("Report"), id="incidents-report-send", type="button", className="primary"),
        ],
        id="incidents-report",
        className="form",
        hidden=asked.get("new") != "1",
    )


def heading() -> list[Any]:
    leave = {"className": "quiet", "title": _("Close the form; what was typed stays")}
    return [
        html.H2(_("Report an incident")),
        html.Button(_("Clear"), id="incidents-report-empty", type="button", className="quiet"),
        html.Button("×", id="incidents-report-leave", type="button", **leave),
    ]


def what(keep: Kept) -> list[Any]:
    urgency = {1: _("at once"), 2: _("soon"), 3: _("today")}
    kinds = {kind.value: words(KINDS, kind) for kind in Kind}
    sources = {one.value: words(SOURCES, one) for one in TYPED_SOURCES}
    return [
        field(_("Kind"), choices("kind", kinds, keep)),
        field(_("Urgency"), choices("priority", {n: f"{n} · {urgency[n]}" for n in urgency}, keep)),
        field(_("From"), choices("source", sources, keep)),
    ]


def where(asked: dict[str, Any], keep: Kept) -> list[Any]:
    typed = dcc.Input(
        id="incidents-report-words",
        value=str(asked.get("place", BLANK["words"]))[:LONGEST_WORDS],
        type="text",
        maxLength=LONGEST_WORDS,
        debounce=0.25,
        autoComplete="off",
        placeholder=_("Part of a name, its pinyin, or a code"),
        **keep,
    )
    places = dcc.RadioItems([], BLANK["place"], id="incidents-report-place", className="picks tall", **keep)
    none = html.P(id="incidents-report-none", className="hint")
    return [field(_("Where"), typed, places, none), point(number(asked.get("lon")), number(asked.get("lat")), keep)]


def point(lon: float | None, lat: float | None, keep: Kept) -> html.Details:
    pair = [
        labelled(_("Longitude"), "incidents-report-lon", lon, step="any", **keep),
        labelled(_("Latitude"), "incidents-report-lat", lat, step="any", **keep),
    ]
    summary = html.Summary(_("No such place: give a point"))
    given = lon is not None and lat is not None
    return html.Details([summary, html.Div(pair, className="pair")], id="incidents-report-point", open=given)


def alike(keep: Kept) -> html.Div:
    """Hidden until something open may be the same."""
    picks = dcc.RadioItems([], BLANK["alike"], id="incidents-report-alike", className="picks", **keep)
    return html.Div(field(_("Perhaps the same thing"), picks), id="incidents-report-near", hidden=True)


def alike_options(found: tuple[Alike, ...], by: Actor) -> list[dict[str, Any]]:
    """Something new, or one of those that are open; what only belongs together is for who may link."""
    options: list[dict[str, Any]] = [{"value": NEW, "label": _("Something new")}]
    says = {SAME: _("Same thing"), **({WITH: _("Belongs together")} if by.may("link_incidents") else {})}
    for one in found:
        for say, label in says.items():
            name = html.Span([f"{label}{_(': ')}{name_of(one.incident)}", html.Small(why_alike(one))])
            options.append({"value": f"{say}/{one.incident.id}", "label": name})
    return options


def details(keep: Kept) -> list[Any]:
    home = [{"value": "home", "label": _("It is at somebody's home: show others the grid only")}]
    return [
        labelled(_("People"), "incidents-report-count", BLANK["count"], min=0, max=MOST_PEOPLE, step=1, **keep),
        field(
            _("What was said"),
            dcc.Textarea(id="incidents-report-note", value=BLANK["note"], maxLength=2000, rows=3, **keep),
            html.Small(_("Kept sealed: only those at the desk can read it.")),
        ),
        dcc.Checklist(home, BLANK["home"], id="incidents-report-home", className="tick", **keep),
    ]


def choices(name: str, options: dict[Any, str], keep: Kept) -> dcc.RadioItems:
    listed = [{"value": key, "label": says} for key, says in options.items()]
    return dcc.RadioItems(listed, BLANK[name], id=f"incidents-report-{name}", className="chips", inline=True, **keep)


def labelled(label: str, id_: str, value: Any, **props: Any) -> html.Label:
    return html.Label(
        [html.Span(label, className="label"), dcc.Input(id=id_, value=value, type="number", **props)],
        className="field",
    )


def number(value: Any) -> float | None:
    try:
        return float(value) if isinstance(value, str) and len(value) < 24 else None
    except ValueError:
        return None


def found(places: list[Place], areas: dict[str, str]) -> list[dict[str, Any]]:
    """The places that fit, as choices: name, then address and grid."""
    return [
        {"value": one.id, "label": html.Span([one.name, html.Small(f"{one.address} · {areas.get(one.spot.grid, '')}")])}
        for one in places
    ]


def none_found(typed: str | None, places: list[Place]) -> str:
    return _("No place fits. Try fewer letters, or give a point.") if typed and not places else ""


def taken(answer: Taken | None) -> dict[str, Any]:
    """What the browser's side shows and chooses after a report; None is one that was taken before, its answer lost."""
    if answer is None:
        return {"incident": None, "joined": False, "says": _("Your report had arrived already.")}
    code = answer.incident.code
    says = (
        gettext("%(code)s is open there already: your report was added to it.", code=code)
        if answer.joined
        else gettext("%(code)s was reported.", code=code)
    )
    return {"incident": answer.incident.id, "joined": answer.joined, "says": says}
