"""Help: the keys of the desk, what the shapes mean, and who may do what, read from the access matrix itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import matrix
from cockpit.sight import Form, Grant, Letter, Tie, cell
from cockpit.texts import N_
from pages.parts import facts, shape, words

KEYS = (
    ("↑ ↓", N_("Choose the incident above or below")),
    ("Enter", N_("From the list to what is next to do")),
    ("D", N_("Send the proposed teams")),
    ("V", N_("Verify what was reported")),
    ("C", N_("Close what was verified")),
    ("R", N_("Urge the teams that are not done")),
    ("U", N_("Undo what was just done, while its time lasts")),
    ("X", N_("Tick the row for one act on many")),
    ("Esc", N_("One area up")),
    ("+ - 0", N_("On the map: nearer, further, all of it again")),
)
SHAPES = (
    ("act", N_("Somebody must act")),
    ("watch", N_("About to be late, or not sure; to verify")),
    ("hand", N_("In hand")),
    ("done", N_("Done")),
    ("plan", N_("Planned, or on hold")),
)


def layout(**_args: Any) -> html.Div:
    keys = facts([(html.Kbd(key), gettext(says)) for key, says in KEYS])
    shapes = facts([(shape(name), gettext(says)) for name, says in SHAPES])
    return html.Div(
        [
            html.H1(_("Help")),
            html.Section([html.H2(_("Keys")), keys], className="panel pad"),
            html.Section([html.H2(_("Shapes")), shapes], className="panel pad"),
            html.Section([html.H2(_("Who sees what of people")), sights()], className="panel pad sights"),
            html.Section([html.H2(_("Who may do what")), rights()], className="panel pad rights"),
            html.Section([html.H2(_("What only two people do")), by_two()], className="panel pad rights"),
        ],
        id="help",
        className="page",
    )


LETTERS = {
    Letter.FULL: N_("in full"),
    Letter.MASKED: N_("masked"),
    Letter.REVEAL: N_("one field, after a reason"),
    Letter.ASSIGNED: N_("while assigned"),
    Letter.AGGREGATE: N_("as numbers"),
}
FORMS = {
    Form.SURNAME: N_("surname only"),
    Form.LAST4: N_("last four"),
    Form.MASKED: N_("masked"),
    Form.FLAG: N_("flag only"),
    Form.HAZARD: N_("hazard and protection level"),
    Form.PROTECTION: N_("protection level"),
    Form.CLEARED: N_("cleared or not yet"),
    Form.COLOUR: N_("colour only"),
}
TIES = {
    Tie.OWN: N_("own community"),
    Tie.ASSIGNED: N_("while assigned"),
    Tie.CLIENT: N_("own client"),
    Tie.CRISIS: N_("in a crisis"),
    Tie.CASE: N_("cases and contacts"),
    Tie.DISPATCH: N_("in a dispatch being made"),
    Tie.FIRM: N_("contact of a firm"),
    Tie.WORKER: N_("own workers"),
    Tie.SELF: N_("one's own"),
}


def sights() -> html.Div:
    """The matrix of roles and fields, as the product reads it."""
    found = matrix()
    heads = [_("Role"), *(in_words(says) for says in found["fields"].values()), _("May leave as a file")]
    rows = [
        html.Tr(
            [
                html.Th(in_words(found["roles"][role]["says"]), scope="row"),
                *(html.Td(seen(role, field), **{"data-cell": f"{role}/{field}"}) for field in found["fields"]),
                html.Td(exported(role)),
            ]
        )
        for role in found["sees"]
    ]
    head = html.Thead(html.Tr([html.Th(one, scope="col") for one in heads]))
    return html.Div(
        html.Table([head, html.Tbody(rows)], className="table"),
        className="wide",
        tabIndex=0,
        role="region",
        **{"aria-label": _("Who sees what of people")},
    )


def seen(role: str, field: str) -> str:
    """One cell of the matrix in words."""
    return _("; ").join(granted(grant) for grant in cell(role, field)) or "–"


def granted(grant: Grant) -> str:
    less = (grant.form is not Form.FULL and grant.letter is not Letter.MASKED) or grant.form not in (
        Form.FULL,
        Form.MASKED,
    )
    shown = words(FORMS, grant.form) if less else words(LETTERS, grant.letter)
    tie = grant.tie if grant.letter is not Letter.ASSIGNED or grant.tie is not Tie.ASSIGNED or less else None
    return _("{shown} ({tie})").format(shown=shown, tie=words(TIES, tie)) if tie else shown


def exported(role: str) -> str:
    return _("; ").join(in_words(one["says"]) for one in matrix()["exports"].values() if role in one["roles"]) or "–"


def rights() -> html.Dl:
    found = matrix()
    names = {name: role["says"] for name, role in found["roles"].items()}
    return facts([(in_words(act["says"]), roles_of(act["roles"], names)) for act in found["acts"].values()])


def by_two() -> html.Dl:
    """What no one person does alone: who asks, and who confirms."""
    found = matrix()
    names = {name: role["says"] for name, role in found["roles"].items()}
    says = _("asks: {ask}; confirms: another one of {confirm}")
    acts = {name: roles_of(act["roles"], names) for name, act in found["acts"].items()}
    return facts(
        [(in_words(two["says"]), says.format(ask=acts[two["ask"]], confirm=acts[two["confirm"]]))
         for two in found["two"].values()]
    )  # fmt: skip


def roles_of(roles: Sequence[str], names: Mapping[str, str]) -> str:
    return " · ".join(in_words(names[role]) for role in roles)


def in_words(text: str) -> str:
    """A text of the access matrix in the reader's language."""
    return gettext(text)
