"""Requests of people about their own data: the list by due time, one request with what stands there now, and the answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor, matrix
from cockpit.requests import GROUNDS, GROUNDS_OF, LONGEST, STATES, Kind, Opened, Request, Seen, State
from cockpit.texts import N_
from pages.parts import day_time, empty, facts, field, kept, loading, local_day, source_words, words

ALL = "all"
KINDS = {Kind.CORRECTION: N_("Correction"), Kind.DELETION: N_("Deletion")}
STATE_CHIPS = {
    State.ASKED: N_("To answer"),
    State.ACCEPTED: N_("Accepted"),
    State.REFUSED: N_("Not accepted"),
    State.WITHDRAWN: N_("Taken back"),
}


def layout(by: Actor, state: str = "", kind: str = "", request: str = "", **_args: Any) -> html.Div:
    """`state`, `kind` and `request` of the address bar are the first filter and the first that is opened."""
    chosen = int(request) if request.isascii() and request.isdigit() and len(request) < 16 else None
    left = [
        html.H1(_("Requests about one's own data")),
        filters(state if state in {*STATE_CHIPS, ALL} else State.ASKED.value, kind if kind in KINDS else ALL),
        html.Div(
            loading(), id="requests-list", className="list", role="listbox", **{"aria-label": _("Requests")}
        ),
        html.P(html.A(_("Print the blank form"), href="/reports/request-form", target="_blank"), className="hint"),
    ]  # fmt: skip
    right = [
        html.Div(nothing(), id="requests-detail", className="panel pad", **{"aria-live": "polite"}),
        answering(by),
        taking_back(),
    ]
    stores = [dcc.Store(id=f"requests-{name}") for name in ("tick", "done", "back", "fresh")]
    return html.Div(
        [
            dcc.Store(id="requests-chosen", data=chosen),
            *stores,
            html.Section(left, className="column"),
            html.Section(right, className="column"),
        ],
        id="requests",
        className="page two",
    )


def filters(state: str, kind: str) -> html.Div:
    states = [*chips(STATE_CHIPS), {"value": ALL, "label": _("All")}]
    kinds = [{"value": ALL, "label": _("All")}, *chips(KINDS)]
    return html.Div(
        [
            field(_("State"), dcc.RadioItems(states, state, id="requests-state", className="chips", inline=True)),
            field(_("Kind"), dcc.RadioItems(kinds, kind, id="requests-kind", className="chips", inline=True)),
        ],
        className="panel form",
    )


def chips(table: Mapping[Any, str]) -> list[dict[str, str]]:
    return [{"value": key.value, "label": gettext(says)} for key, says in table.items()]


def answering(by: Actor) -> html.Div:
    """What a data officer says to the request that is open; hidden from everybody else."""
    typed = dcc.Textarea(id="requests-said", maxLength=LONGEST, rows=2, **kept(by, "requests-said"))
    return html.Div(
        [
            html.H2(_("Answer")),
            field(_("In your own words, for the person; kept sealed"), typed),
            dcc.Checklist([], [], id="requests-sure", className="picks"),
            html.Button(_("Accept"), id="requests-accept", type="button", className="primary"),
            field(_("Or do not accept, on this ground"), dcc.RadioItems([], id="requests-ground", className="picks")),
            html.Button(_("Do not accept"), id="requests-refuse", type="button", className="button"),
        ],
        id="requests-answering",
        className="panel form",
        hidden=True,
    )


def taking_back() -> html.Details:
    return html.Details(
        [
            html.Summary(_("The person takes it back")),
            html.P(_("By the person's own word, given here or at the door."), className="hint"),
            html.Button(_("Take it back for the person"), id="requests-withdraw", type="button", className="button"),
        ],
        id="requests-taking-back",
        className="panel form fold",
        hidden=True,
    )


def nothing() -> list[Any]:
    return [empty(_("Choose a request on the left: it shows what stands there now and what is asked."))]


# The list


def rows(found: Sequence[tuple[Request, str]], names: Mapping[str, str], now: datetime) -> list[Any]:
    """`names` are those of areas; who asked is in none of the rows."""
    if not found:
        return [empty(_("No request here. When somebody asks, it is in this list at once."))]
    return [row(one, " › ".join(names[code] for code in (grid[:9], grid[:12]) if code in names), now)
            for one, grid in found]  # fmt: skip


def row(one: Request, where: str, now: datetime) -> html.Div:
    late = one.overdue(now)
    shape = "act" if late else "plan" if one.open else "done"
    what = [html.B(title(one)), html.Small(" · ".join([where, *([_("on paper")] if one.on_paper else [])]))]
    side = [html.Time(local_day(one.due_at if one.open else one.closed_at or one.due_at)), html.Small(state(one, late))]
    glyph = {"act": "▲", "plan": "○", "done": "✓"}[shape]
    return html.Div(
        [
            html.Span(glyph, className=f"shape shape-{shape}", **{"aria-hidden": "true"}),
            html.Span(what, className="what"),
            html.Span(side, className="side"),
        ],
        className="item overdue" if late else "item",
        role="option",
        tabIndex=0,
        **{"data-request": str(one.id), "data-key": f"request-{one.id}", "data-late": "yes" if late else "no"},
    )


def title(one: Request) -> str:
    kind = words(KINDS, one.kind)
    return _("%(kind)s: %(field)s", kind=kind, field=field_words(one.field)) if one.field else kind


def field_words(name: str) -> str:
    says = matrix()["fields"][name]
    return gettext(says)


def state(one: Request, late: bool) -> str:
    if one.open:
        return _("overdue") if late else _("due")
    return words(STATES, one.state)


# One request


def detail(opened: Opened, now: datetime) -> list[Any]:
    seen, one = opened.seen, opened.seen.request
    known = [(field_words(name), shown.text or nothing_of(shown.text)) for name, shown in opened.person.fields.items()]
    whose = [html.P(_("What was kept about this person has been erased."), className="warn")]
    return [
        html.H2(title(one), **{"data-shown-request": str(one.id), "data-state": one.state.value}),
        *warnings(opened),
        *([change(opened)] if one.field else []),
        facts(told(seen, now)),
        html.H2(_("Whose data")),
        *(whose if opened.person.erased else [facts(known)]),
        html.P(html.A(_("Print the answer"), href=f"/reports/request/{one.id}", target="_blank"), className="hint"),
    ]


def nothing_of(text: str | None) -> str:
    return _("hidden") if text is None else _("not known")


def change(opened: Opened) -> html.P:
    """What is asked, and while it waits what it would replace; each as the reader may see it."""
    one = opened.seen.request
    new = html.Span(opened.seen.asked or _("hidden"), className="value", **{"data-new": "yes"})
    if not one.open:
        return html.P(new)
    before = opened.person.fields.get(str(one.field))
    old = (before.text or nothing_of(before.text)) if before else _("hidden")
    arrow = html.Span(" → ", **{"aria-label": _("to be changed to")})
    return html.P([html.Span(old, className="value", **{"data-old": "yes"}), arrow, new])


def warnings(opened: Opened) -> list[Any]:
    """Why it cannot be done now, or not by this reader."""
    found = []
    if opened.held:
        says = _("Nothing is deleted while an emergency holds where the person lives: %(name)s.", name=opened.held)
        found.append(html.P(says, className="warn"))
    if opened.own and opened.seen.request.open:
        found.append(html.P(_("You wrote this down: another data officer answers it."), className="warn"))
    return found


def told(seen: Seen, now: datetime) -> list[tuple[str, Any]]:
    one = seen.request
    by = words_of_role(one.entered_role) if one.on_paper else _("the person, with a receipt")
    found: list[tuple[str, Any]] = [(_("Asked"), day_time(one.asked_at)), (_("Written by"), by)]
    if seen.why:
        found.append((_("Why"), seen.why))
    if one.open:
        found.append((_("Answer until"), f"{local_day(one.due_at)} · {state(one, one.overdue(now))}"))
    elif one.closed_at:
        found += [(_("Answer"), " · ".join([words(STATES, one.state), day_time(one.closed_at)]))]
    if one.decided_role:
        found.append((_("Answered by"), words_of_role(one.decided_role)))
    if one.ground:
        found.append((_("Ground"), words(GROUNDS, one.ground)))
    if seen.said:
        found.append((_("In their words"), seen.said))
    return [*found, (_("Rule"), f"{source_words(seen.rule)} · {_('version %(number)s', number=seen.rule.id)}")]


def words_of_role(role: str) -> str:
    says = matrix()["roles"][role]["says"]
    return gettext(says)


def grounds(one: Request) -> list[dict[str, str]]:
    return [{"value": ground.value, "label": words(GROUNDS, ground)} for ground in GROUNDS_OF[one.kind]]


def sure(one: Request) -> list[dict[str, str]]:
    """A deletion is for good, and is said twice."""
    says = _("I am sure: it cannot be brought back, and the person is told nothing more by the receipt")
    return [{"value": "yes", "label": says}] if one.kind is Kind.DELETION else []


def accept_words(one: Request) -> str:
    return _("Accept: delete it for good") if one.kind is Kind.DELETION else _("Accept: write it so")
