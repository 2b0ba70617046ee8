"""Setting one field of many that are chosen in the list, and what became of each."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import format_decimal, gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.importing.kinds import FIELD, Kind
from cockpit.inventory.correct import FasterHand
from cockpit.inventory.finding import KINDS, SIZES, What
from cockpit.inventory.many import MOST, PARTS, Done, Outcome, Part, Result
from cockpit.texts import N_
from pages.inventory.places import KIND_WORDS, size
from pages.parts import clock_time, kept, shape

SAYS = {
    Part.KIND: N_("Kind"),
    Part.TRADE: N_("Trade"),
    Part.SIZE: N_("Size"),
    Part.CONTACT: N_("Responsible person"),
    Part.FITS: N_("looked at: it is right"),
}
OUTCOMES = {
    Outcome.CHANGED: ("done", N_("changed")),
    Outcome.UNCHANGED: ("plan", N_("was so already")),
    Outcome.REFUSED: ("act", N_("not changed")),
}


def setting(by: Actor) -> html.Div:
    """Hidden until somebody chooses a row; the page's script shows the part that is meant, and sends all at once."""
    return html.Div(
        [
            html.Div(
                [
                    html.B(id="inventory-many-count", **{"data-says": _("{count} chosen")}),
                    html.Button(_("All that are listed"), id="inventory-many-all", type="button", className="quiet"),
                    html.Button(_("Choose none"), id="inventory-many-none", type="button", className="quiet"),
                ],
                className="asides",
            ),
            html.Div([parts(), *values(by)], className="many-values"),
            html.Button(
                _("Set it for all that are chosen"), id="inventory-many-set", type="button", className="button"
            ),
        ],
        id="inventory-many",
        className="panel form",
        hidden=True,
        **{"data-most": str(MOST)},
    )


def parts() -> html.Select:
    """Each with the sort of things that have it."""
    options = [
        html.Option(gettext(SAYS[part]), value=part.value, **{"data-what": what.value})
        for what, known in PARTS.items()
        for part in known
    ]
    return html.Select(options, id="inventory-many-part", **{"aria-label": _("What is set")})


def values(by: Actor) -> list[Any]:
    kinds = [(value, KIND_WORDS[What.PLACES](value)) for value in KINDS[What.PLACES]]
    trades = [(value, KIND_WORDS[What.ENTERPRISES](value)) for value in KINDS[What.ENTERPRISES]]
    return [
        choice(Part.KIND, kinds),
        choice(Part.TRADE, trades),
        choice(Part.SIZE, [(value, size(value)) for value in SIZES]),
        html.Div(
            [typed("contact", by), typed("phone", by)], className="many-contact", **{"data-part": Part.CONTACT.value}
        ),
    ]


def choice(part: Part, options: Sequence[tuple[str, str]]) -> html.Select:
    made = [html.Option(says, value=value) for value, says in options]
    return html.Select(
        made, id=f"inventory-many-{part.value}",
        **{"data-part": part.value, "data-set": part.value, "aria-label": gettext(SAYS[part])},
    )  # fmt: skip


def typed(name: str, by: Actor) -> dcc.Input:
    says = gettext(FIELD[Kind.PLACES][name].says)
    return dcc.Input(
        id=f"inventory-many-{name}", type="text", maxLength=60, autoComplete="off", placeholder=says,
        **kept(by, f"inventory-many-{name}"),
    )  # fmt: skip


def results(done: Done) -> list[Any]:
    """One line each; and the way back, where anything was written."""
    says = _("; ").join(
        _("{state}: {count}").format(state=gettext(words), count=format_decimal(done.counts[outcome]))
        for outcome, (_shape, words) in OUTCOMES.items()
    )
    back = html.Button(_("Take it back"), id="inventory-many-undo", type="button", className="button")
    return [
        html.P(says, role="status"),
        *([back] if done.batch else []),
        html.Ul([line(one) for one in done.results], className="plain many-results"),
    ]


def line(one: Result) -> html.Li:
    glyph, says = OUTCOMES[one.outcome]
    why = told(one.faster) if one.faster else _("not there") if one.outcome is Outcome.REFUSED else ""
    words = [one.name, gettext(says), *([why] if why else [])]
    return html.Li([shape(glyph), f" {' · '.join(words)}"], **{"data-outcome": one.outcome.value})


def told(refusal: FasterHand) -> str:
    facts = {"what": refusal.what, "who": gettext(refusal.who), "at": clock_time(refusal.at)}
    return gettext(refusal.says).format(**facts)
