"""Drafts of the rule of risk: the one that waits for a second person, with all that it changes; and those that are closed."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.screening.risk import LONGEST, NAMES, STATES, DraftSeen, DraftsSeen, RuleDraft
from pages.parts import facts, field, full_time, kept, words

STORES = ("about", "keeping", "kept", "done", "own")


def frame(by: Actor) -> list[Any]:
    """What is drawn anew stands apart from what is typed into."""
    return [
        *(dcc.Store(id=f"screening-risk-{name}") for name in STORES),
        html.Div(id="screening-risk-drafts", **{"aria-live": "polite"}),
        dcc.Loading(html.Div(id="screening-risk-foreseen")),
        *([seconding(by)] if by.may("publish_risk") else []),
        authoring(),
    ]


def seconding(by: Actor) -> html.Div:
    """For whoever is not its author."""
    typed = dcc.Textarea(id="screening-risk-answer", maxLength=LONGEST, rows=2, **kept(by, "risk-answer"))
    return html.Div(
        [
            html.H2(_("You are the second person")),
            html.P(_("Read what it changes and whom it moves. Published, it holds from its day on and changes nothing of what is past."), className="hint"),
            html.Button(_("Publish it"), id="screening-risk-publish", type="button", className="primary"),
            field(_("Or why it goes back, for its author; kept sealed"), typed),
            html.Button(_("Send it back"), id="screening-risk-back", type="button", className="button"),
        ],
        id="screening-risk-seconding",
        className="panel form",
        hidden=True,
    )  # fmt: skip


def authoring() -> html.Div:
    """For its author."""
    again = dcc.Input(id="screening-risk-again", type="date", value="")
    return html.Div(
        [
            html.H2(_("It is your draft")),
            html.P(_("A colleague publishes it or sends it back. You can take it back, or renew it on the rule as it is by now."), className="hint"),
            html.Button(_("Withdraw it"), id="screening-risk-withdraw", type="button", className="button"),
            html.Details(
                [
                    html.Summary(_("Renew it")),
                    field(_("Holds from the day; empty: as soon as it is published"), again),
                    html.Button(_("Renew it"), id="screening-risk-renew", type="button", className="button"),
                ],
                className="fold",
            ),
        ],
        id="screening-risk-authoring",
        className="panel form",
        hidden=True,
    )  # fmt: skip


def keeping(by: Actor) -> html.Details:
    """Below the weights: what was drafted is kept for a colleague."""
    why = dcc.Textarea(id="screening-risk-why", maxLength=LONGEST, rows=2, **kept(by, "risk-why"))
    return html.Details(
        [
            html.Summary(_("Keep it for a colleague to publish")),
            field(_("Holds from the day; empty: as soon as it is published"), dcc.Input(id="screening-risk-from", type="date", value="")),
            field(_("Why; a colleague reads it, kept sealed"), why),
            html.Button(_("Keep the draft"), id="screening-risk-keep", type="button", className="button"),
        ],
        className="fold",
    )  # fmt: skip


# What is drawn


def waiting(seen: DraftsSeen) -> list[Any]:
    return [html.Div(waits(seen.waiting, seen), className="panel pad")] if seen.waiting else []


def closed(seen: DraftsSeen) -> list[Any]:
    drawn = [html.Li(ended(one, seen)) for one in seen.closed]
    before = html.Details(
        [html.Summary(_("Drafts before")), html.Ul(drawn, className="drafts")], className="fold panel pad"
    )
    return [before] if drawn else []  # fmt: skip


def waits(one: DraftSeen, seen: DraftsSeen) -> list[Any]:
    draft = one.draft
    head = html.H2(
        [_("Draft %(code)s", code=draft.code), html.Small(f" {words(STATES, draft.state)}")],
        **{"data-draft": str(draft.id), "data-moved": "yes" if one.moved else "no"},
    )
    late = [html.P(_("The rule has changed since it was drawn up: its author renews it before it can be published."), className="warn")]  # fmt: skip
    known = [
        (_("Drafted by"), f"{seen.people.get(draft.by, '')} · {full_time(draft.made_at)}"),
        (_("Holds from"), begins(draft)),
        (_("Goes out from"), _("version %(number)s", number=draft.base)),
        (_("Why"), html.Q(one.reason)),
    ]
    return [head, *(late if one.moved else []), facts(known), differs(one)]


def begins(draft: RuleDraft) -> str:
    return full_time(draft.holds_from) if draft.holds_from else _("as soon as it is published")


def differs(one: DraftSeen) -> html.Div:
    head = html.Tr([html.Th(_("Weight")), html.Th(_("now")), html.Th(_("then"))])
    rows = [
        html.Tr(
            [html.Th(gettext(NAMES[way]), scope="row"), *(html.Td(f"{value:g}", className="figure-cell") for value in both)],
            **{"data-differs": way},
        )
        for way, both in one.differs.items()
    ]  # fmt: skip
    return html.Div(html.Table([html.Thead(head), html.Tbody(rows)], className="table"), className="wide")


def ended(one: DraftSeen, seen: DraftsSeen) -> list[Any]:
    draft = one.draft
    version = [_("version %(number)s", number=draft.policy)] if draft.policy else []
    closed = full_time(draft.closed_at) if draft.closed_at else ""
    said = " · ".join(
        [draft.code, words(STATES, draft.state), *version, seen.people.get(draft.closed_by or 0, ""), closed]
    )
    author = _("drafted by %(name)s", name=seen.people.get(draft.by, ""))
    answer = [html.Q(one.answer)] if one.answer else []
    return [html.Span(said, **{"data-closed": draft.state.value}), html.Small(author), html.Q(one.reason), *answer]
