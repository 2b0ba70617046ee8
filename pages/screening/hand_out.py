"""Handing visits out, as it is drawn: what is chosen, to whom, who would fit best and why, and what became of each row."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.follow_up import Because, Fit, Goer, Handed, HandOut
from cockpit.texts import N_
from pages.parts import clock_time, field, shape, why
from pages.screening.case import name_of

BECAUSE = {
    Because.AGAIN: N_("{who}: was at this door last time"),
    Because.SAME_DOOR: N_("{who}: goes to this door anyway"),
    Because.NEAREST: N_("{who}: on duty, has least ({load} today) and of those stands nearest, {metres} m away"),
    Because.LEAST: N_("{who}: works in this community and has least, {load} today"),
    Because.CHOSEN: N_("goes to {who}"),
}
NOBODY = N_("goes to nobody: anybody may")


def panel(by: Actor) -> html.Div:
    """Hidden until a row is ticked; the page's script (screening_hand.js) ticks, counts and asks."""
    chosen = html.B(id="screening-visits-picked-count", **{"data-says": _("{count} chosen")})
    picks = [
        html.Button(_("All that are shown"), type="button", className="quiet", **{"data-pick": "all"}),
        html.Button(_("Choose none"), type="button", className="quiet", **{"data-pick": "none"}),
    ]
    acts = [
        html.Button(
            [_("Give them to this one"), html.Kbd("H")],
            type="button",
            className="quiet strong",
            **{"data-hand": "hand"},
        ),
        html.Button([_("Who fits best?"), html.Kbd("F")], type="button", className="quiet", **{"data-hand": "propose"}),
    ]
    to_whom = dcc.RadioItems([], id="screening-visits-goer", className="chips", inline=True)
    return html.Div(
        [
            *[dcc.Store(id=f"screening-visits-{name}") for name in ("picked", "asked")],
            html.Div([chosen, *picks], className="bulk-picks"),
            html.Div([field(_("To whom"), to_whom), html.Div(acts, className="bulk-picks")], className="hand-acts"),
            html.Div(id="screening-visits-outcome", className="bulk-results", role="status"),
        ],
        id="screening-visits-hand",
        className="panel form hand",
        hidden=True,
        **{"aria-label": _("The same for all that are chosen")},
    )


def tick(number: int) -> html.Span:
    """A click, the space bar or X on its row; with Shift from the last one on."""
    return html.Span(
        className="visit-tick", role="checkbox", title=_("Choose (X)"),
        **{"data-pick-visit": str(number), "aria-checked": "false", "aria-label": _("Choose (X)")},
    )  # fmt: skip


def options(found: Sequence[Goer]) -> list[dict[str, Any]]:
    anybody = [{"value": "", "label": _("Nobody: anybody may")}]
    return [*({"value": one.word, "label": goer_words(one)} for one in found), *anybody]


def goer_words(one: Goer) -> str:
    """Mei's team · 3 today · not on duty."""
    parts = [one.name, _("%(count)s today", count=one.load), *([] if one.on_duty else [_("not on duty")])]
    return " · ".join(parts)


def proposed(rows: Sequence[Handed]) -> list[Any]:
    fits = sum(one.refusal is None for one in rows)
    says = _("%(count)s would have somebody", count=fits)
    do = html.Button(
        _("Hand over as proposed"), type="button", className="quiet strong", **{"data-hand": "nearest"}
    )  # fmt: skip
    return [html.P([html.B(says), *([do] if fits else [])]), lines(rows, "proposed")]


def handed(told: HandOut) -> list[Any]:
    """What was refused comes first; and the way back."""
    done = [one for one in told.rows if one.refusal is None]
    refused = [one for one in told.rows if one.refusal]
    says = _("%(done)s handed over, %(refused)s refused", done=len(done), refused=len(refused))
    back = html.Button(
        _("Take it back (until %(at)s)", at=clock_time(told.until)), type="button", className="quiet",
        **{"data-hand": "back", "data-number": str(told.number)},
    )  # fmt: skip
    return [html.P([html.B(says), *([back] if told.number else [])]), lines([*refused, *done], "done")]


def back(count: int) -> list[Any]:
    return [html.P(html.B(_("%(count)s visits are with whoever had them before", count=count)), **{"data-back": count})]


def lines(rows: Sequence[Handed], outcome: str) -> html.Ul:
    return html.Ul(
        [
            html.Li(line(one), **{"data-id": str(one.id), "data-outcome": "refused" if one.refusal else outcome})
            for one in rows
        ],
        className="plain",
    )


def line(one: Handed) -> list[Any]:
    whom = " ".join(name_of(one.person)) if one.person else f"#{one.id}"
    if one.refusal:
        return [shape("act"), f" {whom}: ", why(one.refusal)]
    return [shape("done"), f" {whom}: ", sentence(one.fit) if one.fit else ""]


def sentence(fit: Fit) -> str:
    if fit.goer is None:
        return gettext(NOBODY)
    return gettext(BECAUSE[fit.because]).format(who=fit.goer.name, load=fit.load, metres=fit.metres)
