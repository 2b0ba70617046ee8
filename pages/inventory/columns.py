"""Which column of a file is which: proposed, marked where nobody is sure, and said anew until it is written."""

from collections.abc import Sequence
from typing import Any

from dash import html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.coordinates import Datum
from cockpit.importing.batch import TO_BE_SAID, Batch, State
from cockpit.importing.columns import Column, Columns, Source, fold
from cockpit.importing.kinds import FIELDS
from cockpit.importing.learning import Learned
from cockpit.texts import N_
from pages.parts import field, shape

SYSTEMS = (
    (Datum.WGS84, N_("WGS-84 (GPS, CGCS2000)")),
    (Datum.GCJ02, N_("GCJ-02 (AMap, Tencent)")),
    (Datum.BD09, N_("BD-09 (Baidu)")),
)


def mapping(columns: Columns, batch: Batch, learned: Sequence[Learned] = ()) -> html.Details:
    """Which column of the file is which; what was guessed is marked, and all can be said anew until it is written."""
    fields = FIELDS[columns.kind]
    choices = [("", _("not taken")), *((one.name, gettext(one.says)) for one in fields)]
    known = {one.header: one for one in learned}
    rows = [
        html.Tr(
            [html.Td(one.header), html.Td([select(at, choices, one.field), *whence(one, known.get(fold(one.header)))])]
        )
        for at, one in enumerate(columns.columns)
    ]
    over = batch.state not in TO_BE_SAID
    guesses = not all(columns.certain_at(position) for position, _header in enumerate(columns.headers))
    return html.Details(
        [
            html.Summary(_("Which column is which")),
            html.Table([html.Thead(html.Tr([html.Th(_("In the file")), html.Th(_("Is"))])), html.Tbody(rows)]),
            *([system(columns.system)] if columns.has_points else []),
            button(_("Check again with these columns"), "columns", "button", over),
        ],
        className="fold",
        open=(guesses or batch.state is State.ASKED) and not over,
        id="inventory-import-mapping",
    )


def system(chosen: str) -> html.Label:
    """In which coordinates its points are, where the file is silent or wrong."""
    choices = [("", _("as the file says")), *((one.value, gettext(says)) for one, says in SYSTEMS)]
    options = [html.Option(says, value=name, selected=name == chosen) for name, says in choices]
    return field(_("Coordinate system"), html.Select(options, **{"data-system": "yes"}))


def select(position: int, choices: Sequence[tuple[str, str]], chosen: str) -> html.Select:
    """Its value is read by the page's script: forty of them would be forty callbacks."""
    options = [html.Option(says, value=name, selected=name == chosen) for name, says in choices]
    return html.Select(options, **{"data-column": str(position)})


def whence(one: Column, learned: Learned | None) -> list[Any]:
    """Why it is proposed so, where the header does not say it by itself; what was learned can be forgotten."""
    if not one.certain:
        return [" ", shape("watch"), f" {_('guessed')}"]
    if one.source is Source.TEMPLATE:
        return [" ", html.Span(_("as in the last such file"), className="hint")]
    if one.source is not Source.LEARNED or learned is None:
        return []
    forget = html.Button(_("Forget"), type="button", className="quiet", **{"data-forget": str(learned.id)})
    return [" ", html.Span(_("learned"), className="hint"), " ", forget]


def button(says: str, name: str, looks: str, hidden: bool) -> html.Button:
    return html.Button(says, id=f"inventory-import-{name}", type="button", className=looks, hidden=hidden)
