"""What waits for a second person: who asked for what, until when it holds, and the second word."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import matrix
from cockpit.texts import N_
from cockpit.two_people import Word
from pages.parts import clock_time, empty, facts
from pages.settings.accounts import role_words

Names = Mapping[int, str]
AT_THE_TERMINAL = "rotate_keys"


def section() -> list[Any]:
    listed = [
        html.H2(_("Waits for a second person")),
        html.Div(id="settings-words-none"),
        dcc.RadioItems([], id="settings-words", className="picks tall"),
    ]
    orders = {"confirm": ("primary", _("Confirm as the second person")), "withdraw": ("button", "")}
    buttons = [
        html.Button(says, id=f"settings-word-{name}", type="button", className=look, hidden=True)
        for name, (look, says) in orders.items()
    ]
    return [
        dcc.Store(id="settings-word-done"),
        html.Div(html.Div(listed, className="panel form"), className="column"),
        html.Div(
            [
                html.Div(id="settings-word-said", className="panel pad", hidden=True, role="status"),
                html.Div([html.Div(nobody(), id="settings-word"), *buttons], className="panel form"),
            ],
            className="column",
        ),
    ]


def nobody() -> Any:
    return empty(_("Choose what waits on the left: it shows who asked for what."))


def nothing(words: Sequence[Word]) -> Any:
    return [] if words else empty(_("Nothing waits. What two people do appears here as soon as one has asked."))


def options(words: Sequence[Word], names: Names, subjects: Names) -> list[dict[str, Any]]:
    """`names` of who asked, `subjects` of what it is about, by the word's number."""
    return [{"value": one.id, "label": f"{title(one, subjects)} · {names[one.by]}"} for one in words]


def title(one: Word, subjects: Names) -> str:
    return gettext(TITLES[one.kind]).format(
        subject=subjects.get(one.id, ""), role=role_words(one.facts["role"]) if "role" in one.facts else ""
    )


TITLES = {
    "role": N_("{subject}: the role {role}"),
    "reset": N_("{subject}: a new password"),
    "second_step": N_("{subject}: a new second step"),
    "enable": N_("{subject}: let in again"),
    "end_emergency": N_("End of the emergency: {subject}"),
    "rotate_keys": N_("New key for all that is sealed: {subject}"),
    "export": N_("A file in full: {subject}"),
}


def detail(one: Word, names: Names, subjects: Names, mine: bool, why: str = "") -> list[Any]:
    """`why`: the reason that whoever asked gave, where one is asked for."""
    rows = [
        (_("What is asked"), title(one, subjects)),
        (_("Rule"), gettext(matrix()["two"][one.kind]["says"])),
        (_("Asked by"), names[one.by]),
        *([(_("Reason"), why)] if why else []),
        (_("Asked at"), clock_time(one.at)),
        (_("Holds until"), clock_time(one.until)),
    ]
    return [facts(rows), *([html.P(hint(one, mine), className="hint")] if hint(one, mine) else [])]


def hint(one: Word, mine: bool) -> str:
    if mine:
        return _("You asked for it: somebody else confirms it. Tell them; until then you can take it back.")
    if one.kind == AT_THE_TERMINAL:
        return _("It is confirmed where it was asked for: at the terminal, by python app.py rotate-keys.")
    return ""


def withdraw_words(mine: bool) -> str:
    return _("Take it back") if mine else _("Say no")


def done(kind: str, subject: str) -> str:
    says: Callable[[str], str] = gettext
    return says(DONE[kind]).format(subject=subject)


DONE = {
    "enable": N_("{subject} may sign in again."),
    "role": N_("{subject} has another role from now on."),
    "second_step": N_("{subject} sets the second step up anew at the next sign-in."),
    "end_emergency": N_("The emergency has ended: {subject}. What belongs to it is destroyed when its time is over."),
    "export": N_("The file is made for whoever asked: {subject}."),
}
