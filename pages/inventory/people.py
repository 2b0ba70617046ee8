"""People as they are drawn: rows of a list, one person with the fields, what was revealed, what is open, what to review."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import matrix
from cockpit.glass import NOBODY, Glass, ToReview
from cockpit.people import Shown, ShownPerson
from cockpit.reasons import REASONS
from cockpit.reveal import Revealed, RevealMade
from pages.parts import clock_time, day_time, empty, words

Names = Mapping[str, str]
CORRECTED = ("name", "phone", "number")  # an address changes by a move


def found(people: Sequence[ShownPerson], names: Names) -> list[Any]:
    """Rows of a list; `names` are those of areas."""
    if not people:
        return [empty(_("Nobody in your area fits. Look by the whole value."))]
    return [row(one, names) for one in people]


def row(one: ShownPerson, names: Names) -> html.Div:
    title = one.fields["name"].text if "name" in one.fields else None
    beside = [shown.text for name, shown in one.fields.items() if name != "name" and shown.text]
    what = [
        html.B(_("Erased") if one.erased else title or _("Name hidden")),
        html.Small(" · ".join([names.get(one.grid, ""), *beside])),
    ]
    return html.Div(
        [html.Span("○", className="shape shape-plan", **{"aria-hidden": "true"}), html.Span(what, className="what")],
        className="item",
        role="option",
        tabIndex=0,
        **{"data-person": str(one.id), "data-key": f"person-{one.id}"},
    )


def person(one: ShownPerson, names: Names, may_reveal: bool, may_correct: bool = False) -> list[Any]:
    """One person's panel: a row for each field of which the role sees anything or may ask for it."""
    where = " › ".join(names[code] for code in (one.street, one.community, one.grid) if code in names)
    rows = [cell for name, shown in one.fields.items() for cell in field(name, shown, may_reveal)]
    head = html.H2(_("What is known"), **{"data-shown-person": str(one.id)})
    gone = [html.P(_("What was kept about this person has been erased."), className="warn")] if one.erased else []
    form = [correcting(one)] if may_correct and not one.erased else []
    return [head, html.P(where, className="hint"), *gone, html.Dl(rows, className="facts person"), *form]


def correcting(one: ShownPerson) -> html.Details:
    """The form of what may be corrected, filled with what is shown; what comes back as it was shown changes nothing."""
    fields = [
        html.Label(
            [
                html.Span(field_name(name), className="label"),
                dcc.Input(id=f"inventory-edit-{name}", value=one.fields[name].text or "", type="text", maxLength=60),
            ],
            className="field",
        )
        for name in CORRECTED
    ]
    save = html.Button(_("Save"), id="inventory-save", type="button", className="button")
    return html.Details([html.Summary(_("Correct")), *fields, save], className="form fold")


def field(name: str, shown: Shown, may_reveal: bool) -> list[Any]:
    label = field_name(name)
    text = {None: _("hidden"), "": _("not known")}.get(shown.text, shown.text)
    parts: list[Any] = [html.Span(text, className="value" if shown.text else "hint")]
    if shown.reveal and may_reveal:
        asks = html.Button(
            _("See in full"), type="button", className="quiet", **{"data-reveal": name, "data-label": label}
        )
        parts.append(asks)
    return [html.Dt(label), html.Dd(parts, **{"data-field": name})]


def field_name(name: str) -> str:
    says = matrix()["fields"][name]
    return gettext(says)


def revealed(one: Revealed) -> html.P:
    """The value with its clock; the browser takes it away when that is over."""
    return html.P(
        [
            html.B(one.value, className="value"),
            html.Small(_("gone in {seconds} s").format(seconds=one.seconds), className="left"),
        ],
        className="revealed",
        **{
            "data-seconds": str(one.seconds),
            "data-of": str(one.person),
            "data-left": _("gone in {seconds} s"),
            "data-gone": _("Gone again. Ask anew if you still need it."),
        },
    )


def glasses(mine: Sequence[Glass]) -> list[Any]:
    """The banner: each record that is open to me now, with its clock."""
    return [
        html.P(
            [
                html.B(_("Emergency look: this record is open to you")),
                html.Button(_("Show the record"), type="button", className="quiet", **{"data-person": str(one.person)}),
                html.Small(clock_time(one.ends_at), className="left"),
            ],
            className="open-record",
            role="status",
            **{"data-until": one.ends_at.isoformat(), "data-left": _("{left} left")},
        )
        for one in mine
    ]


def queue(waiting: Sequence[ToReview], now: Any) -> list[Any]:
    return [to_review(one, one.glass.overdue(now)) for one in waiting] or [empty(_("Nothing to review."))]


def to_review(one: ToReview, overdue: bool) -> html.Div:
    role = gettext(says_of(one.glass.role))
    shown = one.person.fields.get("name") if one.person else None
    nobody = one.glass.person == NOBODY
    whom = (
        _("nobody: no single record fitted")
        if nobody
        else (shown.text if shown else None) or _("somebody of another area")
    )
    due = _("overdue since {time}") if overdue else _("due {time}")
    what = [
        html.B(_("{who} ({role}) opened {whom}").format(who=one.who, role=role, whom=whom)),
        html.Small(" · ".join([words(REASONS, one.glass.code), one.reason])),
    ]
    times = [html.Time(clock_time(one.glass.begun_at)), html.Small(due.format(time=day_time(one.glass.review_due)))]
    shape = html.Span("▲" if overdue else "◆", className=f"shape shape-{'act' if overdue else 'watch'}")
    return html.Div(
        [shape, html.Span(what, className="what"), html.Span(times, className="side")],
        className="item",
        role="option",
        tabIndex=0,
        **{"data-glass": str(one.glass.id), "data-key": f"glass-{one.glass.id}"},
    )


def made(reveals: Sequence[RevealMade]) -> list[Any]:
    """What was seen in full today, one line each."""
    return [
        html.Li(
            [
                html.Time(clock_time(one.at)),
                html.Span(
                    " · ".join(
                        [
                            f"{one.who} ({gettext(says_of(one.role))})",
                            field_name(one.field),
                            words(REASONS, one.code),
                            one.reason,
                        ]
                    )
                ),
            ]
        )
        for one in reveals
    ] or [empty(_("Nothing was seen in full today."))]


def says_of(role: str) -> str:
    return str(matrix()["roles"][role]["says"])
