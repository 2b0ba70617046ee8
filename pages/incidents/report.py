"""The form for a report by hand: a call, a patrol, something seen from the desk."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.incidents import Kind, Source
from cockpit.incidents.by_hand import LONGEST_WORDS, MOST_PEOPLE, TYPED_SOURCES, Taken
from cockpit.places import Place
from pages.parts import KINDS, SOURCES, words


def panel(**asked: Any) -> html.Section:
    """Hidden until it is asked for; `new`, `place`, `lon` and `lat` come from the address bar."""
    return html.Section(
        [
            dcc.Store(id="incidents-reported"),
            dcc.Store(id="incidents-report-key"),
            html.Header(
                [
                    html.H2(_("Report an incident")),
                    html.Button(
                        "×", id="incidents-report-leave", type="button", className="quiet", title=_("Close the form")
                    ),
                ]
            ),
            *what(),
            *where(asked),
            *details(),
            html.Button(_("Report"), id="incidents-report-send", type="button", className="primary"),
        ],
        id="incidents-report",
        className="form",
        hidden=asked.get("new") != "1",
    )


def what() -> list[Any]:
    urgency = {1: _("at once"), 2: _("soon"), 3: _("today")}
    return [
        field(_("Kind"), choices("kind", {kind.value: words(KINDS, kind) for kind in Kind}, Kind.CROWD.value)),
        field(_("Urgency"), choices("priority", {n: f"{n} · {urgency[n]}" for n in urgency}, 2)),
        field(
            _("From"), choices("source", {one.value: words(SOURCES, one) for one in TYPED_SOURCES}, Source.PHONE.value)
        ),
    ]


def where(asked: dict[str, Any]) -> list[Any]:
    typed = dcc.Input(
        id="incidents-report-words",
        value=str(asked.get("place", ""))[:LONGEST_WORDS],
        type="text",
        maxLength=LONGEST_WORDS,
        debounce=0.25,
        autoComplete="off",
        placeholder=_("Part of a name, its pinyin, or a code"),
    )
    places = dcc.RadioItems([], id="incidents-report-place", className="picks tall")
    none = html.P(id="incidents-report-none", className="hint")
    return [field(_("Where"), typed, places, none), point(number(asked.get("lon")), number(asked.get("lat")))]


def point(lon: float | None, lat: float | None) -> html.Details:
    pair = [
        labelled(_("Longitude"), "incidents-report-lon", lon, step="any"),
        labelled(_("Latitude"), "incidents-report-lat", lat, step="any"),
    ]
    summary = html.Summary(_("No such place: give a point"))
    return html.Details(
        [summary, html.Div(pair, className="pair")], open=lon is not None and lat is not None, className="point"
    )


def details() -> list[Any]:
    return [
        labelled(_("People"), "incidents-report-count", None, min=0, max=MOST_PEOPLE, step=1),
        field(
            _("What was said"),
            dcc.Textarea(id="incidents-report-note", value="", maxLength=2000, rows=3),
            html.Small(_("Kept sealed: only those at the desk can read it.")),
        ),
        dcc.Checklist(
            [{"value": "home", "label": _("It is at somebody's home: show others the grid only")}],
            [],
            id="incidents-report-home",
            className="tick",
        ),
    ]


def field(label: str, *parts: Any) -> html.Div:
    return html.Div(
        [html.Span(label, className="label"), *parts], className="field", role="group", **{"aria-label": label}
    )


def choices(name: str, options: dict[Any, str], value: Any) -> dcc.RadioItems:
    listed = [{"value": key, "label": says} for key, says in options.items()]
    return dcc.RadioItems(listed, value, id=f"incidents-report-{name}", className="chips", inline=True)


def labelled(label: str, id_: str, value: Any, **limits: Any) -> html.Label:
    return html.Label(
        [html.Span(label, className="label"), dcc.Input(id=id_, value=value, type="number", **limits)],
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


def taken(answer: Taken) -> dict[str, Any]:
    """What the browser's side shows and chooses after a report."""
    code = answer.incident.code
    says = (
        gettext("%(code)s is open there already: your report was added to it.", code=code)
        if answer.joined
        else gettext("%(code)s was reported.", code=code)
    )
    return {"incident": answer.incident.id, "joined": answer.joined, "says": says}
