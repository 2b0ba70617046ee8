"""Notes on what is said by hand: the question for one before a word is said, and those that stand beside a contact."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.override_note import LONGEST, Note, Override
from cockpit.quarantine import LIFTED
from cockpit.screening import DENIALS, CaseSeen
from cockpit.texts import N_
from pages.parts import day_time, field, kept, words
from pages.screening.words import SETTINGS

SAID = {
    Override.ADDED: N_("Added by hand"),
    Override.NEAR: N_("Sat near"),
    Override.DENIED: N_("No contact"),
    Override.AGAIN: N_("Listed again"),
    Override.LIFTED: N_("Lifted"),
}
WHY: dict[Override, dict[Any, str]] = {
    Override.ADDED: SETTINGS, Override.DENIED: DENIALS, Override.LIFTED: LIFTED,
}  # fmt: skip


def noting(by: Actor) -> html.Dialog:
    """It is no part of what is drawn anew with each change, so nothing is typed beside somebody else."""
    typed = dcc.Textarea(id="screening-noting-note", maxLength=LONGEST, rows=4, **kept(by, "screening-noting"))
    return html.Dialog(
        [
            html.H2("", id="screening-noting-title"),
            field(_("Note, in your own words"), typed),
            html.P(_("Kept sealed. Whoever may read the contact reads it; it stands in no audit and on no other screen."), className="hint"),
            html.P(_("For another reason than those of the list, say which."), id="screening-noting-needed", className="warn", hidden=True),
            html.Div(
                [
                    html.Button(_("Say it"), id="screening-noting-say", type="button", className="primary"),
                    html.Button(_("Back"), id="screening-noting-back", type="button", className="quiet"),
                ],
                className="said-of",
            ),
        ],
        id="screening-noting",
        className="panel form note-dialog",
        **{"aria-labelledby": "screening-noting-title"},
    )  # fmt: skip


def of_adding(by: Actor) -> html.Div:
    """Beside a contact that is added."""
    typed = dcc.Textarea(id="screening-adding-note", maxLength=LONGEST, rows=2, **kept(by, "screening-adding"))
    return field(_("Note, if you like; kept sealed"), typed)


def notes_of(seen: CaseSeen, person: int) -> list[Any]:
    """The oldest first."""
    found: Sequence[Note] = seen.notes.get(person, ())
    return [html.Ul([html.Li(written(one, seen)) for one in found], className="notes-said")] if found else []


def written(one: Note, seen: CaseSeen) -> list[Any]:
    reason = [words(WHY[one.override], one.why)] if one.override in WHY and one.why else []
    said = _(": ").join([words(SAID, one.override), *reason])
    by = " · ".join(filter(None, [seen.authors.get(one.account or 0, ""), day_time(one.at)]))
    return [html.Small(said), html.Q(one.words), html.Small(by)]
