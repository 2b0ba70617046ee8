"""The cockpit: figures of an area over its map, what waits beside it, the day below."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.figures import Figure
from cockpit.places import PlaceKind
from cockpit.texts import N_
from pages import charts
from pages.incidents.detail import detail_place
from pages.map import Chip, frame
from pages.parts import empty, loading, unseen, untouched

BOARD = "/incidents?untouched=1"
HOMES = "/care?show=homes&only=unseen"
TABS = ("waiting", "in_hand", "to_verify", "closed")
FIGURES = (
    (Figure.RESIDENTS, "people"),
    (Figure.HOUSEHOLDS, "households"),
    (Figure.RENTED, "households"),
    (Figure.ENTERPRISES, "firms"),
    (Figure.INCIDENTS_OPEN, "cases"),
    ("overdue", "cases"),
    (Figure.INCIDENTS_CLOSED, "cases"),
)
SHADES = (*FIGURES, (Figure.INCIDENTS_WAITING, "cases"))

PLACE_LAYERS = {
    PlaceKind.PHARMACY: N_("Pharmacies"),
    PlaceKind.COMPOUND: N_("Compounds"),
    PlaceKind.BUILDING: N_("Buildings"),
    PlaceKind.PARK: N_("Parks"),
    PlaceKind.COMPLEX: N_("Complexes"),
    PlaceKind.SITE: N_("Building sites"),
    PlaceKind.HOSPITAL: N_("Hospitals"),
    PlaceKind.HEALTH_CENTRE: N_("Health centres"),
    PlaceKind.STATION: N_("Metro stations"),
}


def figure_words(name: str) -> str:
    return {
        Figure.RESIDENTS: _("Residents"),
        Figure.HOUSEHOLDS: _("Households"),
        Figure.RENTED: _("Rented households"),
        Figure.ENTERPRISES: _("Enterprises"),
        Figure.INCIDENTS_OPEN: _("Open incidents"),
        "overdue": _("Overdue"),
        Figure.INCIDENTS_CLOSED: _("Closed today"),
        Figure.INCIDENTS_WAITING: _("Waiting"),
    }[name]


def layout(first: dict[str, Any] | None = None, trends: Sequence[str] = (), **_args: Any) -> html.Div:
    """The empty frame; `first` holds what is open, the browser's side draws and follows it. `trends` are pictures."""
    return html.Div(
        [
            dcc.Store(id="overview-data", data=first),
            dcc.Store(id="overview-area"),
            dcc.Store(id="overview-chosen"),
            dcc.Store(id="overview-tick"),
            dcc.Store(id="overview-mine"),
            dcc.Store(id="overview-mine-tick"),
            *stores(),
            html.Section(
                [
                    frame("overview", chips(), padding="60,40,60,280"),
                    html.Div(
                        [
                            html.Section(figure_panel(trends), id="overview-figures", className="panel figures"),
                            html.Section(shade_panel(bool(first and first["may"]["risk"])), className="panel shade"),
                        ],
                        className="over-map",
                    ),
                ],
                className="ground",
            ),
            html.Aside(work_panel(*may_open(first)), className="work"),
            html.Footer(strip(), className="strip"),
        ],
        id="overview",
        className="overview",
    )


def stores() -> list[dcc.Store]:
    """What is asked for anew while one looks."""
    return [
        dcc.Store(id="overview-risk-tick"),
        dcc.Store(id="overview-risk"),
        dcc.Store(id="overview-unseen-tick"),
        dcc.Store(id="overview-unseen-told"),
    ]


def chips() -> list[Chip]:
    return [
        Chip("incident", _("Incidents")),
        Chip("warning", _("Warnings")),
        Chip("team", _("Teams"), on=False),
        Chip("enterprise", _("Enterprises"), on=False),
        *(Chip(f"place:{kind}", gettext(says), on=False) for kind, says in PLACE_LAYERS.items()),
    ]


def unit_words(unit: str) -> str:
    return {"people": _("people"), "households": _("homes"), "firms": _("firms"), "cases": _("cases")}[unit]


def shade_panel(risk: bool) -> list[Any]:
    """Which figure shades the map, or the colours of the risk map for who may see it, and what the shades mean; the
    browser's side fills the legend."""
    options = [html.Option(_("No shading"), value="")] + [
        html.Option(figure_words(name), value=str(name), **{"data-unit": unit_words(unit)}) for name, unit in SHADES
    ]
    if risk:
        options.append(html.Option(_("Risk"), value="risk", **{"data-unit": ""}))
    words: dict[str, Any] = {"aria-label": _("Shade the map by")}
    legend: dict[str, Any] = {"aria-label": _("What the shades mean"), "aria-live": "polite"}
    return [
        html.Select(options, id="overview-shade", **words),
        html.Ol(id="overview-legend", className="legend", **legend),
    ]


def figure_panel(trends: Sequence[str]) -> list[Any]:
    rows = [
        html.Div(
            [
                html.Span(figure_words(name)),
                html.Span(
                    [
                        html.B("–", id=f"overview-figure-{name}", **{"data-figure": str(name)}),
                        html.Small(unit_words(unit)),
                    ]
                ),
                html.Img(id=f"overview-trend-{name}", className="spark", alt="", src=trend),
            ],
            className="figure",
        )
        for (name, unit), trend in zip(FIGURES, trends or [charts.spark([])] * len(FIGURES), strict=True)
    ]
    handling = html.Div(
        [html.Span(_("Report to dispatch, p90")), html.B("–", id="overview-figure-p90")], className="figure"
    )
    return [html.H2("", id="overview-name"), *rows, handling]


def may_open(first: Any) -> tuple[bool, bool]:
    """Whether the reader may go to what lies untouched, and to whom nobody greeted."""
    return bool(first and first["may"]["incidents"]), bool(first and first["may"]["reports"])


def work_panel(opens: bool, homes: bool) -> list[Any]:
    """`opens`, `homes`: whether the reader may go to what is counted; others see how many."""
    place: Any = partial(dcc.Link, href=BOARD) if opens else html.Div
    there: Any = partial(dcc.Link, href=HOMES) if homes else html.Div
    return [
        html.Div(
            [
                untouched(place, id="overview-untouched"),
                unseen(there, id="overview-unseen"),
                html.Div(id="overview-tabs", className="tabs", role="tablist"),
            ]
        ),
        html.Div(id="overview-list", className="list", role="listbox", tabIndex=0, **{"aria-label": _("What waits")}),
        html.Div(detail_place("overview", nothing_chosen()), className="chosen"),
    ]


def nothing_chosen() -> html.P:
    return empty(_("Choose an incident in the list or on the map."))


def strip() -> list[Any]:
    hours = html.Div(
        loading(), id="overview-hours", className="hours", role="img", **{"aria-label": _("Incidents by hour")}
    )
    return [
        html.Section([html.H3([_("Today by hour"), html.B(id="overview-hours-total")]), hours]),
        html.Section([html.H3(_("Freshness of sources")), html.Div(loading(), id="overview-freshness")]),
    ]


def browser_words() -> dict[str, Any]:
    """The words that the browser's side puts together here, beside those of the frame."""
    return list_words() | source_words()


def list_words() -> dict[str, Any]:
    names = (_("Waiting"), _("In hand"), _("To verify"), _("Closed today"))
    nothing = (_("Nothing waits."), _("Nobody is under way."), _("Nothing to verify."), _("Nothing was closed today."))
    return {
        "tabs": dict(zip(TABS, names, strict=True)),
        "none": dict(zip(TABS, nothing, strict=True)),
        "passed_to": {
            "second_desk": _("At the second desk"),
            "shift_lead": _("With the shift lead"),
            "duty_leader": _("With the duty leader"),
        },
        "mine": _("To me"),
        "watching": _("Holding: alerts at {time}"),
        "hours": _("{total} incidents · {closed} closed"),
        "failed": _("This could not be loaded. Try again."),
        "report_here": _("Report something here"),
        "kinds_of_place": {kind: gettext(says) for kind, says in PLACE_LAYERS.items()},
        "firms": _("{count} enterprises"),
        "minutes_ago": _("{minutes} min ago"),
        "not_shaded": _("Hidden: too few people, here or beside it"),
    }


def source_words() -> dict[str, Any]:
    return {
        "sources": {"pharmacy": _("Pharmacy counts"), "backup": _("Last good backup")},
        "backup": {"ago": _("{hours} h ago"), "none": _("none yet"), "missing": _("none for {hours} h")},
        "no_source": _("No source watches this area."),
        "silent": _("no count from {place} for {minutes} min"),
        "never": _("no count from {place} yet"),
        "ago": _("{span} ago"),
    }
