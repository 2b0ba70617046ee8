"""Follow-up as it is drawn: today's working list, one visit with the days around it and its form, and the tracing figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import dcc, html
from flask_babel import gettext, ngettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import Area
from cockpit.follow_up import Due, FollowUp, Met, Result, Share, State, TracingFigures, Visited, VisitFacts, WorkingList
from cockpit.quarantine import KINDS
from cockpit.screening import SYMPTOMS
from cockpit.texts import N_
from pages.parts import clock_time, day_time, empty, facts, field, kept, loading, shape, words
from pages.screening import hand_out, supply, visit_paper
from pages.screening.case import name_of, where
from pages.screening.words import RESULTS, short

MET = {
    Met.SEEN: N_("Seen"),
    Met.NOT_HOME: N_("Nobody at home"),
    Met.MOVED: N_("Moved away"),
    Met.REFUSED: N_("Refused"),
}
SHAPES = {Result.SEEN_OK: "done", Result.SEEN_NOT_OK: "act"}
OF_DAY = {State.PLANNED: "plan", State.DUE: "watch", State.NOT_PERFORMED: "act"}
WHOLE = "all"


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    """`visit`, `area` and `mine` of the address bar are what is open, and the first filter."""
    chosen = asked.get("visit", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 16 else None
    stores = [dcc.Store(id=f"screening-visits-{name}") for name in ("tick", "done", "shared", "count")]
    stores += [dcc.Store(id=f"screening-supply-{name}") for name in ("said", "done")]
    left = [
        html.Header([html.H1(_("Visits of today")), *steps(by)], className="headed"),
        filters(by, asked),
        *([hand_out.panel(by)] if by.may("assign_visits") else []),
        html.Div(loading(), id="screening-visits-head"),
        html.Div(id="screening-visits-list", className="list", role="listbox", **{"aria-label": _("Visits of today")}),
    ]
    right = [
        html.Div(nothing(), id="screening-visits-one", **{"aria-live": "polite"}),
        html.Div(id="screening-visits-form"),
        *([visit_paper.paper(by)] if by.may("follow_up") else []),
        html.Div(loading(), id="screening-visits-figures", className="panel pad"),
    ]
    return html.Div(
        [
            dcc.Store(id="screening-visits-chosen", data=number),
            *stores,
            html.Section(left, className="column"),
            html.Section(right, id="screening-visits-side", className="column"),
        ],
        id="screening-visits",
        className="page two",
    )


def steps(by: Actor) -> list[Any]:
    own = len(by.area) == len("330103001001")
    share = html.Button(
        _("Hand out what is free"), id="screening-visits-share", type="button", className="quiet strong"
    )
    return [share] if own and by.may("assign_visits") else []


def filters(by: Actor, asked: dict[str, str]) -> html.Div:
    """Whose visits; of which street, for whoever sees several."""
    whose = [
        {"value": "", "label": _("All")},
        {"value": "mine", "label": _("Mine")},
        {"value": "supplies", "label": _("Without supplies")},
    ]
    only = next((one["value"] for one in whose if one["value"] == asked.get("whose")), "")
    streets = dcc.RadioItems([], asked.get("area", WHOLE), id="screening-visits-area", className="chips", inline=True)
    return html.Div(
        [
            field(_("Whose"), dcc.RadioItems(whose, only, id="screening-visits-only", className="chips", inline=True)),
            html.Div(field(_("Street"), streets), hidden=len(by.area) != len("330103")),
        ],
        className="panel form",
    )  # fmt: skip


def streets(areas: Sequence[Area]) -> list[dict[str, str]]:
    return [{"value": WHOLE, "label": _("All")}, *({"value": one.code, "label": one.name} for one in areas)]


def nothing() -> list[Any]:
    return [empty(_("Choose a visit on the left: it shows the person, the days, and the form for what you find."))]


# The list


def head(found: WorkingList) -> html.P:
    """What is wrong comes first."""
    unwell = ngettext("%(num)d unwell", "%(num)d unwell", found.unwell)
    missed = ngettext(
        "%(num)d visit not made on the days before", "%(num)d visits not made on the days before", found.not_performed
    )
    supplies = ngettext("%(num)d without supplies", "%(num)d without supplies", found.unsupplied)
    left = ngettext("%(num)d visit left", "%(num)d visits left", found.left)
    parts = [
        *([html.B([shape("act"), " ", unwell], className="late")] if found.unwell else []),
        *([html.B([shape("act"), " ", missed], className="late")] if found.not_performed else []),
        *([html.B([shape("act"), " ", supplies], className="late")] if found.unsupplied else []),
        html.Span(left),
        html.Span(_("of %(count)s", count=found.total)),
    ]
    return html.P([piece for part in parts for piece in (part, " · ")][:-1], className="visits-head")


def rows(found: WorkingList, names: dict[str, str], by: Actor) -> list[Any]:
    if not found.rows:
        return [empty(_("Nobody is to be visited here today."))]
    more = found.total - len(found.rows)
    rest = [html.P(_("and %(count)s more, who wait less", count=more), className="hint")] if more > 0 else []
    return [*(row(one, names, by.may("assign_visits")) for one in found.rows), *rest]


def row(one: Due, names: dict[str, str], ticks: bool) -> html.Div:
    title = " · ".join([*name_of(one.person), _("day %(day)s", day=one.day)])
    what = [html.B(title), html.Small(" · ".join(why(one)[:2])), html.Small(where(one.person, names))]
    side = [
        html.Span(words(RESULTS, one.row.result)) if one.row.result else html.Small(one.worker or _("not handed out"))
    ]
    side += supply.missing(one)
    unwell = one.row.result is Result.SEEN_NOT_OK
    return html.Div(
        [
            *([hand_out.tick(one.row.id)] if ticks else []),
            *(shape(shape_of(one.row)), html.Span(what, className="what"), html.Span(side, className="side")),
        ],
        className=" ".join(["item", *(["overdue"] if unwell else []), *(["ticks-too"] if ticks else [])]),
        role="option",
        tabIndex=0,
        **{
            "data-visit": str(one.row.id),
            "data-key": f"visit-{one.row.id}",
            "data-result": one.row.result.value if one.row.result else "",
        },
    )


def shape_of(one: FollowUp) -> str:
    return SHAPES.get(one.result, "hand") if one.result else "watch"


def why(one: Due) -> list[str]:
    """What the order of the list rests on."""
    urgency = one.urgency
    chance = _("if infected, %(percent)s%% fall ill on this day", percent=round(100 * urgency.chance))
    old = [_("%(count)s years old", count=urgency.age)] if urgency.vulnerable else []
    unseen = (
        [ngettext("not seen for %(num)d day", "not seen for %(num)d days", urgency.unseen)] if urgency.unseen else []
    )
    return [chance, *old, *unseen]


# One visit


def detail(seen: Visited, names: dict[str, str], by: Actor) -> list[Any]:
    due = seen.due
    title = " · ".join([*name_of(due.person), _("day %(day)s", day=due.day)])
    person = due.person.fields
    said = [(_("Lives in"), where(due.person, names))]
    said += [
        (label, person[name].text)
        for label, name in ((_("Address"), "address"), (_("Phone"), "phone"))
        if name in person and person[name].text
    ]
    said += [(_("Observation"), _("until %(day)s", day=short(due.until))), (_("Why now"), _("; ").join(why(due)))]
    if due.row.result and due.row.at:
        said.append((_("Entered"), entered(seen)))
    if due.episode:
        paper = html.A(_("Print the order"), href=f"/reports/quarantine/{due.episode.id}", target="_blank")
        said.append((_("Quarantine"), [words(KINDS, due.episode.kind), " · ", paper]))
    return [
        html.Div(
            [html.H2(title), facts(said), *supply.asked(due, by), days(seen)],
            className="panel pad",
            **{"data-shown-visit": str(due.row.id)},
        )
    ]


def entered(seen: Visited) -> str:
    """By whom and when, and that it was typed from paper."""
    row = seen.due.row
    parts = [words(RESULTS, row.result), seen.by, day_time(row.at) if row.at else ""]
    if row.sheet:
        parts.append(_("from sheet #%(number)s", number=row.sheet))
    return " · ".join(one for one in parts if one)


def days(seen: Visited) -> html.Ol:
    """A box a day: what was found, what nobody did, what is to come."""
    return html.Ol([day(one, one.id == seen.due.row.id, seen.today) for one in seen.days], className="days")


def day(one: FollowUp, here: bool, today: date) -> html.Li:
    state = one.state(today)
    glyph = shape(shape_of(one) if one.result else OF_DAY[state])
    says = words(RESULTS, one.result) if one.result else words(STATES, state)
    return html.Li(
        [html.Small(short(one.day)), glyph], title=f"{one.day.isoformat()} {says}", className="here" if here else "",
        **{"data-day": one.day.isoformat(), "data-state": state.value},
    )  # fmt: skip


STATES = {
    State.PLANNED: N_("planned"),
    State.DUE: N_("to be made today"),
    State.DONE: N_("made"),
    State.NOT_PERFORMED: N_("nobody went"),
}


def form(seen: Visited, by: Actor) -> list[Any]:
    """Good for one hand at a door: the four answers first, the rest only where somebody was seen.

    It knows itself whose visit it is: what is chosen on the left may be another by the time it is saved.
    """
    row, found = seen.due.row, seen.found or VisitFacts(Met.SEEN)
    if row.result and row.by != by.id:
        return [
            html.P(
                _(
                    "Entered at %(time)s; whoever entered it may say it again.",
                    time=clock_time(row.at) if row.at else "",
                ),
                className="hint",
            )
        ]
    return [
        html.Div(
            [dcc.Store(id="screening-visits-about", data=row.id), *asked(found, by, row.id, seen.mates)],
            className="panel form",
        )
    ]


def asked(found: VisitFacts, by: Actor, visit: int, mates: int) -> list[Any]:
    met = [{"value": one.value, "label": gettext(says)} for one, says in MET.items()]
    symptoms = [{"value": one.value, "label": gettext(says)} for one, says in SYMPTOMS.items()]
    handed = [{"value": "handed", "label": _("The order of quarantine was handed over")}]
    others = ngettext(
        "The same for the other one behind this door", "The same for the %(num)d others behind this door", mates
    )
    door = [{"value": "door", "label": others}]
    note = dcc.Textarea(
        id="screening-visits-note", value=found.note, maxLength=500, rows=2, **kept(by, f"screening-visit-{visit}")
    )
    return [
        field(_("At the door"), dcc.RadioItems(met, found.met.value, id="screening-visits-met", className="chips big", inline=True)),
        field(_("Symptoms"), dcc.Checklist(symptoms, [one.value for one in found.symptoms], id="screening-visits-symptoms", className="chips", inline=True)),
        field(_("Temperature, °C"), dcc.Input(id="screening-visits-temperature", type="number", min=33, max=43, step=0.1, value=found.temperature, inputMode="decimal")),
        dcc.Checklist(handed, ["handed"] if found.handed else [], id="screening-visits-handed", className="picks"),
        html.Div(dcc.Checklist(door, [], id="screening-visits-door", className="picks"), hidden=not mates),
        field(_("Note, kept sealed"), note),
        html.Button(_("Save the visit"), id="screening-visits-save", type="button", className="primary"),
    ]  # fmt: skip


# Figures


def figures(found: TracingFigures) -> list[Any]:
    told = [
        (_("Cases isolated within 24 hours"), share(found.isolated)),
        (_("Contacts set apart within 24 hours of being listed"), share(found.apart)),
        (_("New cases who were known as contacts"), share(found.known)),
        (_("Observations completed without a gap"), share(found.completed)),
    ]
    days = [html.Tr([html.Th(short(day), scope="row"), html.Td(share(one))]) for day, one in found.monitored]
    head = html.Thead(html.Tr([html.Th(_("Day"), scope="col"), html.Th(_("Contacts seen"), scope="col")]))
    return [
        html.H2([_("Tracing figures"), html.Small(" " + _("since %(day)s", day=short(found.first)))]),
        facts(told),
        html.Details([html.Summary(_("Seen, day by day")), html.Table([head, html.Tbody(days)], className="table")], className="fold"),
    ]  # fmt: skip


def share(one: Share) -> str:
    if one.per_cent is None:
        return _("none yet")
    return _("%(percent)s%% (%(count)s of %(of)s)", percent=one.per_cent, count=one.count, of=one.of)
