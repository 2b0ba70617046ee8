"""Shifts that change hands: one's own, what others offer, what waits for the lead; and who is away."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.duty import REASONS, Away, Exchange, Offer, Shift, State, told
from cockpit.texts import N_
from pages.parts import empty, full_time, loading, shape

ACTS = {
    "take": N_("Take it"),
    "withdraw": N_("Take the offer back"),
    "agree": N_("Agree"),
    "refuse": N_("Do not agree"),
}


def section(_by: Actor) -> list[Any]:
    return [
        html.Div(loading(), id="duty-swap"),
        dcc.Store(id="duty-swap-tick"),
        dcc.Store(id="duty-swap-act"),
        dcc.Store(id="duty-swap-done"),
    ]


def drawn(found: Exchange, away: Sequence[Away] | None, zone: tzinfo) -> list[Any]:
    """`away` for whoever leads, else None."""
    return [
        html.Section([html.H1(_("Offered shifts")), offers(found, zone)], className="column"),
        html.Section(
            [
                html.H1(_("My next shifts")),
                mine(found, zone),
                *([html.H1(_("On leave")), leaves(away, zone)] if away is not None else []),
            ],
            className="column",
        ),
    ]


def offers(found: Exchange, zone: tzinfo) -> html.Div:
    if not found.offers:
        return html.Div(empty(_("Nobody offers a shift.")), className="panel")
    return html.Div([offer(one, zone) for one in found.offers], className="panel")


def offer(one: Offer, zone: tzinfo) -> html.Div:
    waits = one.swap.state is State.TAKEN
    who = f"{one.giver.name} → {one.taker.name}" if one.taker else one.giver.name
    state = [shape("watch" if waits else "plan"), " ", _("waits for the lead") if waits else _("nobody yet")]
    marks = [html.B(who), html.Span(told(one.shift, zone)), html.Small(state)]
    buttons = [button(act, one.swap.id, first=act in ("take", "agree")) for act in one.may]
    return html.Div([html.Div(marks, className="what"), html.Div(buttons, className="buttons")], className="item offer")


def button(act: str, number: int, *, first: bool = False) -> html.Button:
    says = gettext(ACTS[act]) if act in ACTS else _("Offer it") if act == "offer" else _("Is back")
    name = "button strong" if first else "button"
    return html.Button(says, type="button", className=name, **{"data-act": f"{act}/{number}"})


def mine(found: Exchange, zone: tzinfo) -> html.Div:
    if not found.mine:
        return html.Div(empty(_("No shift of yours within two weeks.")), className="panel")
    given = {one.shift.id for one in found.offers}
    return html.Div([own(one, one.id in given, zone) for one in found.mine], className="panel")


def own(one: Shift, given: bool, zone: tzinfo) -> html.Div:
    what = [html.B(told(one, zone)), html.Small(_("On call") if one.on_call else _("On shift"))]
    act = html.Small([shape("plan"), " ", _("Offered")]) if given else button("offer", one.id)
    return html.Div([html.Div(what, className="what"), html.Div(act, className="buttons")], className="item offer")


def leaves(away: Sequence[Away], zone: tzinfo) -> html.Div:
    if not away:
        return html.Div(empty(_("Nobody is away.")), className="panel")
    return html.Div([leave(one) for one in away], className="panel")


def leave(one: Away) -> html.Div:
    until = _("{from_} until {to}").format(from_=full_time(one.leave.starts), to=full_time(one.leave.ends))
    what = [html.B(one.holder.name), html.Span(until), html.Small(gettext(REASONS[one.leave.why]))]
    back = html.Div(button("back", one.leave.id), className="buttons")
    return html.Div([html.Div(what, className="what"), back], className="item offer")
