"""One need as it is drawn: whose, where, what became of it, and what whoever reads it may do next."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.needs import (
    IN_HAND,
    NEEDS,
    OF_DESK,
    OF_ERRAND,
    STATES,
    UNDONE,
    WHYS,
    Need,
    OpenedNeed,
    State,
    Why,
    yuan_of,
)
from pages.parts import facts, full_time, shape, words


def detail(seen: OpenedNeed, by: Actor, now: datetime) -> list[Any]:
    listed, need = seen.listed, seen.listed.need
    name = listed.person.fields.get("name")
    title = [words(NEEDS, need.kind), name.text if name and name.text else _("Person #%(id)s", id=need.person)]
    over = [html.P(_("The quarantine is over: this person may go out."), className="warn")] if not seen.holds and need.state in UNDONE else []  # fmt: skip
    bare = [html.P([shape("watch"), " ", _("Nobody brings this person anything as a matter of course.")], className="warn")] if listed.unsupplied else []  # fmt: skip
    return [
        html.Div(
            [html.H2(" · ".join([need.code, *title])), *over, *bare, facts(known(seen, now)), *picture(seen)],
            className="panel pad", **{"data-shown-need": str(need.id), "data-state": need.state.value},
        ),
        *(acting(seen) if by.may("keep_needs") else []),
    ]  # fmt: skip


def known(seen: OpenedNeed, now: datetime) -> list[tuple[str, Any]]:
    listed, need = seen.listed, seen.listed.need
    fields = listed.person.fields
    named = (("address", _("Door")), ("phone", _("Phone")))
    shown = [(says, fields[name].text) for name, says in named if name in fields and fields[name].text]
    asked = _("with a report") if need.report else _("written down by the desk")
    late = need.overdue(now)
    due = html.Span(full_time(need.due_at) + (f" · {_('overdue')}" if late else ""), className="late" if late else "")
    return [
        (_("State"), words(STATES, need.state) + (f" · {words(WHYS, need.why)}" if need.why else "")),
        *([(_("In words"), seen.words)] if seen.words else []),
        *shown,
        (_("Which building"), listed.place or _("not known")),
        (_("Asked for"), f"{full_time(need.asked_at)} · {asked}"),
        *([(_("Due by"), due)] if need.state in UNDONE else []),
        *([(_("Who has it"), listed.who)] if listed.who else []),
        *times(need),
        *money(need),
    ]


def times(need: Need) -> Iterable[tuple[str, Any]]:
    named = (
        (_("Claimed"), need.claimed_at), (_("Bought"), need.bought_at), (_("Put down"), need.delivered_at),
        (_("Thanked"), need.thanked_at), (_("Closed"), need.closed_at if not need.delivered_at else None),
    )  # fmt: skip
    return [(says, full_time(at)) for says, at in named if at]


def money(need: Need) -> Iterable[tuple[str, Any]]:
    if need.spent is None:
        return []
    back = _("came back on %(at)s", at=full_time(need.paid_at)) if need.paid_at else _("not paid back yet")
    return [(_("Spent"), f"{_('%(yuan)s yuan', yuan=yuan_of(need.spent))} · {back}")]


def picture(seen: OpenedNeed) -> list[Any]:
    """As it was put down; a click shows it in its size."""
    path = f"/reports/needs/{seen.listed.need.id}/photo"
    shown = html.Img(src=path, alt=_("What lies at the door"), className="door")
    return [html.A(shown, href=path, target="_blank")] if seen.photo else []


# What may be done next


def acting(seen: OpenedNeed) -> list[Any]:
    need = seen.listed.need
    parts = [*handing(seen), *bringing(need), *paying(need), *ending(need)]
    if seen.undo:
        parts.append(button(_("Take the last step back"), "undo", className="quiet strong"))
    return [html.Div(parts, className="panel form", **{"data-acting": str(need.id)})] if parts else []


def button(label: str, say: str, className: str = "button", **also: Any) -> html.Button:
    return html.Button(label, type="button", className=className, **{"data-say": say}, **also)


def handing(seen: OpenedNeed) -> list[Any]:
    if seen.listed.need.state is not State.OPEN:
        return []
    teams = [
        button(one.name + ("" if one.id in seen.on_duty else f" · {_('off duty')}"), "hand", **{"data-team": str(one.id)})
        for one in sorted(seen.teams, key=lambda one: (one.id not in seen.on_duty, one.id))
    ]  # fmt: skip
    none = [html.P(_("No volunteers serve this community: bring it yourselves."), className="hint")]
    return [
        html.H2(_("Who brings it?")),
        html.Div([button(_("We bring it ourselves"), "take_on"), *teams], className="said-of"),
        *([] if teams else none),
    ]


def bringing(need: Need) -> list[Any]:
    """What a team says itself, whoever has no phone with them tells the desk."""
    if need.state not in IN_HAND:
        return []
    cost = dcc.Input(id="care-needs-spent", type="text", inputMode="decimal", maxLength=9, placeholder=_("Yuan"), autoComplete="off")  # fmt: skip
    buy = [html.Span([cost, button(_("Bought"), "bought")], className="pair")] if need.is_bought and need.state is State.CLAIMED else []  # fmt: skip
    back = [button(_("Take it from them: anybody may have it"), "put_back")] if need.state is State.CLAIMED else []
    return [
        html.H2(_("What comes next")),
        html.Div([*buy, button(_("It is at the door"), "delivered"), *back], className="said-of"),
        reasons(_("Could not be done…"), "not_executable", OF_ERRAND),
    ]


def paying(need: Need) -> list[Any]:
    if not need.spent or need.state in (*IN_HAND, State.CANCELLED):
        return []
    if need.paid_at:
        return [button(_("The money did not come back after all"), "unpaid", className="quiet")]
    return [button(_("The money came back"), "paid")]


def ending(need: Need) -> list[Any]:
    return [reasons(_("Cancel…"), "cancel", OF_DESK)] if need.state in UNDONE else []


def reasons(title: str, say: str, whys: Iterable[Why]) -> html.Details:
    choices = [button(words(WHYS, why), say, **{"data-why": why.value}) for why in whys]
    return html.Details([html.Summary(title), html.Div(choices, className="said-of")], className="fold")
