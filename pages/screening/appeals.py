"""Appeals as they are drawn: how many there are and what became of them, the list by due time, and one with its decision."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor, matrix
from cockpit.appeals import GROUNDS, LONGEST, STATES, Appeal, Figures, Ground, ListedAppeal, Opened, State
from cockpit.quarantine import KINDS, LIFTED
from cockpit.texts import N_
from pages.parts import day_time, empty, facts, field, full_time, kept, loading, shape, source_words, words
from pages.screening.case import name_of
from pages.screening.returns import grounds as of_journeys
from pages.screening.words import order_reasons

ALL = "all"
STORES = ("tick", "done", "back", "entered", "beat")
STATE_CHIPS = {
    State.OPEN: N_("To decide"),
    State.UPHELD: N_("Upheld"),
    State.REFUSED: N_("Not upheld"),
    State.WITHDRAWN: N_("Taken back"),
}


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    """`state` and `appeal` of the address bar are the first filter and the first that is opened."""
    chosen, state = asked.get("appeal", ""), asked.get("state", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 16 else None
    may = by.may("enter_appeal")
    new = html.Button(
        [_("Write an appeal down"), html.Kbd("N")], id="screening-appeals-new", type="button", className="quiet strong",
        hidden=not may,
    )  # fmt: skip
    left = [
        html.Header([html.H1(_("Appeals")), new], className="headed"),
        html.Div(loading(), id="screening-appeals-figures", className="panel pad"),
        filters(state if state in {*STATE_CHIPS, ALL} else State.OPEN.value),
        html.Div(loading(), id="screening-appeals-list", className="list", role="listbox", **{"aria-label": _("Appeals")}),
    ]  # fmt: skip
    right = [
        *([entering(by)] if may else []),
        html.Div(nothing(), id="screening-appeals-one", **{"aria-live": "polite"}),
        deciding(by),
        taking_back(),
    ]
    return html.Div(
        [
            dcc.Store(id="screening-appeals-chosen", data=number),
            *(dcc.Store(id=f"screening-appeals-{name}") for name in STORES),
            html.Section(left, className="column"),
            html.Section(right, id="screening-appeals-side", className="column"),
        ],
        id="screening-appeals",
        className="page two",
    )


def filters(state: str) -> html.Div:
    choices = [*({"value": one.value, "label": gettext(says)} for one, says in STATE_CHIPS.items())]
    every = [*choices, {"value": ALL, "label": _("All")}]
    chips = dcc.RadioItems(every, state, id="screening-appeals-state", className="chips", inline=True)
    return html.Div(field(_("State"), chips), className="panel form")


def entering(by: Actor) -> html.Div:
    """For whoever has no phone: what the person says at the door or on the telephone."""
    grounds = [{"value": one.value, "label": gettext(says)} for one, says in GROUNDS.items()]
    number = dcc.Input(id="screening-appeals-episode", type="number", min=1, step=1, autoComplete="off")
    typed = dcc.Textarea(id="screening-appeals-words", maxLength=LONGEST, rows=4, **kept(by, "appeals-words"))
    return html.Div(
        [
            html.H2(_("Write an appeal down")),
            field(_("Number of the order: it stands on its paper"), number),
            field(_("What is wrong"), dcc.RadioItems(grounds, id="screening-appeals-ground", className="picks")),
            field(_("How it was, in the person's words; kept sealed"), typed),
            html.P(_("By the person's own word. It is marked as written down by you."), className="hint"),
            html.Div(
                [
                    html.Button(_("Enter"), id="screening-appeals-enter", type="button", className="primary"),
                    html.Button(_("Back"), id="screening-appeals-leave", type="button", className="quiet"),
                ],
                className="said-of",
            ),
        ],
        id="screening-appeals-entering",
        className="panel form",
        hidden=True,
    )


def deciding(by: Actor) -> html.Div:
    """Shown with an appeal that whoever reads it may decide."""
    typed = dcc.Textarea(id="screening-appeals-reason", maxLength=LONGEST, rows=3, **kept(by, "appeals-reason"))
    return html.Div(
        [
            html.H2(_("Decide")),
            field(_("Why, for the person, who reads it; name nobody"), typed),
            html.P("", id="screening-appeals-follows", className="hint"),
            html.Div(
                [
                    html.Button(_("Uphold: let the person go"), id="screening-appeals-uphold", type="button", className="button"),
                    html.Button(_("Refuse: the order stands"), id="screening-appeals-refuse", type="button", className="button"),
                ],
                className="said-of",
            ),
        ],
        id="screening-appeals-deciding",
        className="panel form",
        hidden=True,
    )  # fmt: skip


def taking_back() -> html.Details:
    return html.Details(
        [
            html.Summary(_("The person takes it back")),
            html.P(_("By the person's own word, given here or at the door."), className="hint"),
            html.Button(_("Take it back for the person"), id="screening-appeals-withdraw", type="button", className="button"),
        ],
        id="screening-appeals-taking-back",
        className="panel form fold",
        hidden=True,
    )  # fmt: skip


def nothing() -> list[Any]:
    return [empty(_("Choose an appeal on the left: it shows what the person says, and what the order rests on."))]


# How often an order was wrong


def figures(found: Figures) -> list[Any]:
    share = found.share_upheld
    wrong = _("%(share)s %% of %(count)s decided", share=round(100 * share), count=found.decided) if share is not None else _("none decided yet")  # fmt: skip
    rows = [
        (_("To decide"), figure(found.count[State.OPEN], "open")),
        (_("of them overdue"), figure(found.late, "late", late=bool(found.late))),
        (_("Upheld"), figure(found.count[State.UPHELD], "upheld")),
        (_("Not upheld"), figure(found.count[State.REFUSED], "refused")),
        (_("Orders found wrong"), html.B(wrong, **{"data-figure": "share"})),
    ]
    return [html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in rows], className="counts")]


def figure(count: int, name: str, *, late: bool = False) -> html.B:
    return html.B(str(count), className="late" if late else "", **{"data-figure": name})


# The list


def rows(found: Sequence[ListedAppeal], names: Mapping[str, str], now: datetime) -> list[Any]:
    """`names` are those of areas; who appealed is in none of the rows."""
    if not found:
        return [empty(_("No appeal here. When somebody appeals, it is in this list at once."))]
    return [row(one.appeal, where(one.grid, names), now) for one in found]


def where(grid: str, names: Mapping[str, str]) -> str:
    return " › ".join(names[code] for code in (grid[:9], grid[:12]) if code in names)


def row(one: Appeal, place: str, now: datetime) -> html.Div:
    late = one.overdue(now)
    what = [
        html.B(f"{one.code} · {words(GROUNDS, one.ground)}"),
        html.Small(" · ".join([place, *([_("on paper")] if one.on_paper else [])])),
    ]
    state = (_("overdue") if late else _("due")) if one.open else words(STATES, one.state)
    side = [html.Time(day_time(one.due_at if one.open else one.closed_at or one.due_at)), html.Small(state)]
    return html.Div(
        [
            shape("act" if late else "plan" if one.open else "done"),
            html.Span(what, className="what"),
            html.Span(side, className="side"),
        ],
        className="item overdue" if late else "item",
        role="option",
        tabIndex=0,
        **{"data-appeal": str(one.id), "data-key": f"appeal-{one.id}", "data-late": "yes" if late else "no"},
    )


# One appeal


def detail(seen: Opened, names: Mapping[str, str], accounts: Mapping[int, str], now: datetime) -> list[Any]:
    """`accounts` are those who ordered, entered or decided."""
    one, paper = seen.appeal, seen.paper
    who = accounts.get(one.entered_by or 0, "")
    known: list[tuple[str, Any]] = [
        (_("Ground"), words(GROUNDS, one.ground)),
        (_("In the person's words"), seen.words if seen.words is not None else _("not shown to your role")),
        (_("Sent on"), full_time(one.made_at) + (" · " + _("written down by %(name)s", name=who) if who else "")),
        *due(one, now),
        *decided(seen, accounts),
        (_("Rule"), f"{source_words(seen.rule)} · {_('version %(number)s', number=seen.rule.id)}"),
    ]
    head = html.H2(" · ".join([one.code, *name_of(paper.person), words(STATES, one.state)]))
    mine = [
        html.P(_("You ordered it, entered its case, or wrote the appeal down: a colleague decides."), className="warn")
    ]
    return [
        html.Div(
            [head, *(mine if seen.barred and one.open else []), facts(known)],
            className="panel pad", **{"data-shown-appeal": str(one.id), "data-state": one.state.value},
        ),
        html.Div(rests_on(seen, names, accounts), className="panel pad"),
    ]  # fmt: skip


def due(one: Appeal, now: datetime) -> list[tuple[str, Any]]:
    if not one.open:
        return []
    late = one.overdue(now)
    when = f"{full_time(one.due_at)} · {_('overdue')}" if late else full_time(one.due_at)
    return [(_("Decided by"), html.Span(when, className="late" if late else ""))]


def decided(seen: Opened, accounts: Mapping[int, str]) -> list[tuple[str, Any]]:
    one = seen.appeal
    if one.open or one.closed_at is None:
        return []
    role = [gettext(matrix()["roles"][one.decided_role]["says"])] if one.decided_role else []
    by = [accounts.get(one.decided_by or 0, ""), *role]
    found = [(_("Closed"), " · ".join(filter(None, [full_time(one.closed_at), *by])))]
    return [*found, (_("Reason"), seen.reason)] if seen.reason else list(found)


def rests_on(seen: Opened, names: Mapping[str, str], accounts: Mapping[int, str]) -> list[Any]:
    episode, paper = seen.paper.episode, seen.paper
    until = episode.until.isoformat() if episode.until else _("not known")
    ordered = _(", ").join(accounts[one] for one in episode.ordered_by if one in accounts)
    state = _("lifted: %(why)s", why=words(LIFTED, episode.lifted)) if episode.lifted else _("over") if seen.over else _("holds")  # fmt: skip
    reasons = [*order_reasons(paper), *of_journeys(seen.journeys)]
    cases = _(", ").join(one.code for one in paper.cases.values())
    rule = [(_("Rule"), f"{source_words(paper.rule)} · {_('version %(number)s', number=paper.rule.id)}")] if paper.rule else []  # fmt: skip
    return [
        html.H3(_("What the order rests on")),
        facts(
            [
                (_("The order"), f"#{episode.id} · {words(KINDS, episode.kind)} · {state}"),
                (_("Days"), f"{episode.since.isoformat()} – {until}"),
                (_("Ordered by"), ordered or _("not known")),
                (_("Lives in"), where(paper.person.grid, names)),
                *([(_("Cases"), cases)] if cases else []),
                *rule,
            ]
        ),
        html.Ul([html.Li(one) for one in reasons] or [html.Li(_("not known"))], className="reasons"),
    ]


def follows(seen: Opened) -> str:
    """What upholding does, before it is done."""
    if seen.over:
        return _("It is over already: upheld, the record says that it was wrong.")
    if seen.paper.cases and seen.appeal.ground in DENYING:
        cases = _(", ").join(one.code for one in seen.paper.cases.values())
        return _(
            "Upheld, the person goes free and is no contact of %(cases)s any more, also in later rounds.", cases=cases
        )
    return _("Upheld, the person goes free; what is known stays on record, and only what is new is ordered again.")


DENYING = (Ground.NOT_THERE, Ground.SOMEBODY_ELSE, Ground.PROTECTED)
