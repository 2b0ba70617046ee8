"""Files into the inventory: brought on the left, on the right what one of them would do, and the word that does it."""

from collections.abc import Callable, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import format_decimal, gettext, ngettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.importing.batch import Batch, State
from cockpit.importing.columns import Columns
from cockpit.importing.found import FoundRow
from cockpit.importing.kinds import FIELD, SAYS, Kind
from cockpit.importing.learning import Learned
from cockpit.importing.rights import may_bring
from cockpit.inventory.many import MANY
from cockpit.texts import N_
from pages.inventory import sample
from pages.inventory.columns import button, mapping
from pages.parts import empty, field, full_time, shape

STATES = {
    State.RECEIVED: ("hand", N_("being checked")),
    State.ASKED: ("watch", N_("waits for a word")),
    State.CHECKED: ("watch", N_("to be confirmed")),
    State.CONFIRMED: ("hand", N_("being written")),
    State.APPLIED: ("done", N_("imported")),
    State.UNDOING: ("hand", N_("being taken back")),
    State.UNDONE: ("plan", N_("taken back")),
    State.STOPPED: ("plan", N_("stopped")),
    State.UNREADABLE: ("act", N_("cannot be read")),
}
VERDICTS = (
    ("added", N_("New")),
    ("changed", N_("Changed")),
    ("unchanged", N_("Unchanged")),
    ("refused", N_("Refused")),
    ("flagged", N_("To look at")),
)
SHOWN = ("kept", "refused", "noted", "changed", "added")
KEPT, NOTED = N_("Not taken back"), N_("Left out")


def section(by: Actor) -> list[Any]:
    stores = ("chosen", "tick", "wanted", "meant", "forget", "forgotten")
    return [
        *(dcc.Store(id=f"inventory-import-{name}") for name in stores),
        html.Div([bringing(by), html.Div(id="inventory-imports", className="panel list")], className="column"),
        html.Div(
            [html.Div(nothing(), id="inventory-import", className="panel pad"), sample.place()], className="column"
        ),
    ]


def bringing(by: Actor) -> html.Div:
    """The file goes by a plain request of its own, with a bar that says how far it is."""
    return html.Div(
        [
            html.H1(_("Import")),
            field(_("What is in it"), html.Select(kinds(by), id="inventory-import-kind")),
            *source_of(by),
            html.Div(
                [
                    html.Button(_("Choose a file"), id="inventory-import-choose", type="button", className="button"),
                    html.Span(
                        _("or drop it here: Excel, CSV, Parquet, GeoJSON, Shapefile (zip), KML; up to 200 MB"),
                        className="hint",
                    ),
                ],
                className="drop",
                id="inventory-import-drop",
                **{"data-lost": _("The connection was lost on the way: bring the file again.")},
            ),
            html.Progress(id="inventory-import-bar", hidden=True, max="1"),
            html.Div(id="inventory-import-said", className="hint", role="status"),
            html.P(_("Nothing is written before you have seen what it would do and confirmed it."), className="hint"),
        ],
        className="panel form",
    )


def source_of(by: Actor) -> list[Any]:
    """Asked for of whoever may bring records."""
    who = dcc.Input(id="inventory-import-source", type="text", maxLength=40)
    return [field(_("Of records: who has them"), who)] if by.may("bring_records") else []


def kinds(by: Actor, chosen: str = "") -> list[html.Option]:
    """Those that the reader may bring."""
    mine = [(kind.value, gettext(says)) for kind, says in SAYS.items() if may_bring(by, kind)]
    known = [("", _("found out from the headers")), *mine]
    return [html.Option(says, value=name, selected=name == chosen) for name, says in known]


def nothing() -> list[Any]:
    return [empty(_("Bring a file, or choose one that was brought."))]


def batches(found: Sequence[Batch], chosen: int | None) -> list[Any]:
    if not found:
        return [empty(_("No file was brought yet."))]
    return [
        html.Button(
            [
                html.Span([shape(STATES[one.state][0]), " ", called_file(one)], className="what"),
                html.Span(f"{gettext(STATES[one.state][1])} · {full_time(one.made_at)}", className="hint"),
            ],
            type="button",
            className="row",
            role="option",
            **{"data-import": str(one.id), "aria-selected": str(one.id == chosen).lower()},
        )
        for one in found
    ]


def called_file(batch: Batch) -> str:
    """Its name; what many were corrected by is no file, and is called so in the reader's language."""
    return gettext(MANY) if batch.file == MANY else batch.file


def shown(
    batch: Batch,
    headers: Columns | None,
    rows: dict[str, list[Any]],
    learned: Sequence[Learned] = (),
    *,
    by: Actor,
    undo: bool,
) -> list[Any]:
    """One file: where it stands, what it would do or did, which column is which, and the rows that matter.

    `undo`: it may still be taken back; `by` is whoever reads, and sees rows of a file that they brought.
    """
    glyph, says = STATES[batch.state]
    kind = gettext(SAYS[Kind(batch.kind)]) if batch.kind else _("found out from the headers")
    return [
        html.H2(called_file(batch)),
        html.P([shape(glyph), f" {gettext(says)} · {kind} · {full_time(batch.made_at)}"]),
        *([html.P(batch.told_why(gettext), className="refusal", role="status")] if batch.why else []),
        html.Progress(id="inventory-import-progress", hidden=not batch.runs, **{"aria-label": gettext(says)}),
        *([counts(batch)] if batch.counts.rows else []),
        *([meaning(batch, by)] if batch.state is State.ASKED and headers is None else []),
        asides(batch, undo, batch.account == by.id),
        *([mapping(headers, batch, learned)] if headers is not None else []),
        *(listing(name, rows[name]) for name in SHOWN if rows.get(name)),
    ]


def counts(batch: Batch) -> html.Dl:
    cells = [
        html.Div(
            [
                html.Dt(gettext(says)),
                html.Dd(counted(getattr(batch.counts, name))),
            ]
        )
        for name, says in VERDICTS
    ]
    return html.Dl(cells, className="counts")


def counted(count: int) -> str:
    return ngettext("{count} row", "{count} rows", count).format(count=format_decimal(count))


def asides(batch: Batch, undo: bool, mine: bool) -> html.Div:
    """The one act that follows, and what else may be done."""
    writes = batch.counts.added + batch.counts.changed
    says = ngettext("Write {count} row", "Write {count} rows", writes).format(count=format_decimal(writes))
    runs = batch.state in (State.RECEIVED, State.CONFIRMED)
    book = mine and batch.counts.refused > 0
    return html.Div(
        [
            button(says, "confirm", "primary", batch.state is not State.CHECKED or not writes),
            button(_("Stop"), "stop", "button", not runs),
            button(_("Take it back"), "undo", "button", not undo),
            html.A(_("Refused rows as a workbook"), href=f"/api/imports/{batch.id}/refused.xlsx", className="button",
                   hidden=not book),
        ],
        className="asides",
    )  # fmt: skip


def meaning(batch: Batch, by: Actor) -> html.Div:
    """Which of its tables is meant, and what is in it, where the file does not say so itself."""
    sheets = [html.Option(one, value=one, selected=one == batch.sheet) for one in batch.sheets]
    return html.Div(
        [
            *([field(_("Which table"), html.Select(sheets, **{"data-sheet": "yes"}))] if sheets else []),
            field(_("What is in it"), html.Select(kinds(by, batch.kind), **{"data-kind": "yes"})),
            button(_("Check it so"), "mean", "button", False),
        ],
        className="form",
    )


def rows(found: Sequence[FoundRow], columns: Columns | None) -> list[Any]:
    return [
        html.Li(
            [
                *([html.Span(_("line {line}").format(line=one.line), className="hint"), " "] if one.line else []),
                told(one, columns),
            ]
        )
        for one in found
    ]


def told(one: FoundRow, columns: Columns | None) -> str:
    """What is wrong with a row and how it could be mended; or what of a thing changes; or what is new."""
    if one.verdict == "refused":
        return _("; ").join(problem(each, columns) for each in one.told["problems"])
    if one.verdict == "noted":
        return gettext(one.told["why"])
    name = str(one.told["name"])
    if one.verdict == "kept":
        return f"{name} · {gettext(one.told['why'])}"
    changes = [change(called(columns)(field), *values) for field, values in one.told["changes"].items()]
    return _("; ").join([name, *changes])


def change(field: str, was: str, now: str) -> str:
    """A field that changes: old -> new, and the bare word where neither can be written."""
    return f"{field} {was or _('empty')} → {now or _('empty')}" if was or now else field


def called(columns: Columns | None) -> Callable[[str], str]:
    """A field by the header that it has in the file, else by its name."""

    def call(field: str) -> str:
        position = columns.position_of(field) if columns else None
        if columns and position is not None:
            return columns.headers[position]
        return gettext(FIELD[columns.kind][field].says) if columns and field in FIELD[columns.kind] else field

    return call


def problem(one: dict[str, str], columns: Columns | None) -> str:
    says = gettext(one["why"]).format(value=one["value"])
    if not one["field"]:
        return says
    value = _("“{value}”").format(value=one["value"]) if one["value"] else ""
    mended = " → " + one["proposal"] if one["proposal"] else ""
    return f"{called(columns)(one['field'])} {value} {says}{mended}"


def listing(name: str, rows: Sequence[Any]) -> html.Details:
    says = gettext({**dict(VERDICTS), "kept": KEPT, "noted": NOTED}[name])
    return html.Details(
        [
            html.Summary(_("{what}: the first {count}").format(what=says, count=len(rows))),
            html.Ul(rows, className="plain"),
        ],
        className="fold",
        open=name in ("kept", "refused", "noted"),
    )
