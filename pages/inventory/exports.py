"""The inventory on its way out: what is wanted on the left, on the right the files that were made, for who asked for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import format_decimal, gettext, ngettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import Area
from cockpit.exports.columns import grade_of, in_full, kinds_of
from cockpit.exports.export import SAYS, Export, Format, Grade, State
from cockpit.reasons import LONGEST
from cockpit.texts import N_
from pages.parts import day_time, empty, field, kept, shape

STATES = {
    State.ASKED: ("watch", N_("waits for a second person")),
    State.LAPSED: ("plan", N_("nobody agreed")),
    State.MAKING: ("hand", N_("being made")),
    State.MADE: ("done", N_("ready")),
    State.OVER: ("plan", N_("kept no longer")),
    State.FAILED: ("act", N_("failed: ask for it anew")),
}
FORMATS = {Format.XLSX: N_("Excel"), Format.CSV: N_("CSV"), Format.GEOJSON: N_("GeoJSON (map)")}
TOLD = {
    Grade.MASKED: N_("Names, phones and numbers leave masked; addresses as the street alone."),
    Grade.STREET: N_("Firms of your street, with who answers for them."),
    Grade.AGGREGATE: N_("Numbers by area; those under five as <5."),
    Grade.BARE: N_("Nothing that is personal."),
}
LOOKS = N_("Each file is written down in the audit before it can be fetched. It waits a day, for you alone.")


def section(by: Actor) -> list[Any]:
    left = [asking(by), *([in_full_asking(by)] if by.may("export_full") else [])]
    mine = [html.H2(_("Your files")), html.Div(id="inventory-exports", **{"aria-live": "polite"})]
    return [
        *(dcc.Store(id=f"inventory-export-{name}") for name in ("tick", "asked")),
        html.Div(left, className="column"),
        html.Div(html.Div(mine, className="panel form"), className="column"),
    ]


def asking(by: Actor) -> html.Div:
    kinds = [{"value": one.value, "label": gettext(SAYS[one])} for one in kinds_of(by.role)]
    forms = [{"value": one.value, "label": gettext(says)} for one, says in FORMATS.items()]
    grade = grade_of(by.role)
    return html.Div(
        [
            html.H1(_("Take out")),
            field(_("What to take out"), dcc.RadioItems(kinds, kinds[0]["value"], id="inventory-export-what", className="chips", inline=True)),
            field(_("Form"), dcc.RadioItems(forms, Format.XLSX.value, id="inventory-export-form", className="chips", inline=True)),
            html.Details(
                [
                    html.Summary([_("Area:"), " ", html.Span(id="inventory-export-where")]),
                    dcc.RadioItems([], id="inventory-export-area", className="picks tall"),
                ],
                className="fold",
            ),
            *([html.P(gettext(TOLD[grade]), className="hint")] if grade else []),
            html.Button(_("Make the file"), id="inventory-export-make", type="button", className="primary"),
            html.P(gettext(LOOKS), className="hint"),
        ],
        className="panel form",
    )  # fmt: skip


def in_full_asking(by: Actor) -> html.Details:
    """Of the kind, form and area chosen above."""
    kinds = " · ".join(gettext(SAYS[one]) for one in in_full(by.role))
    says = _("What is chosen above with names, phones, numbers and addresses: {kinds}.").format(kinds=kinds)
    told = _(
        "A second person reads your reason and agrees within the hour (Settings, two people). The file waits an hour."
    )
    reason = dcc.Textarea(
        id="inventory-export-reason", maxLength=LONGEST, rows=2, **kept(by, "inventory-export-reason")
    )
    return html.Details(
        [
            html.Summary(_("In full, by two people")),
            html.P(says, className="hint"),
            html.P(told, className="hint"),
            field(_("What it is needed for, ten characters or more; kept sealed"), reason),
            html.Button(_("Ask a second person"), id="inventory-export-ask", type="button", className="button"),
        ],
        className="panel form fold",
    )  # fmt: skip


def areas(found: Sequence[Area], names: Mapping[str, str]) -> list[dict[str, str]]:
    """From the widest down; a community with the name of its street before it."""
    return [{"value": one.code, "label": in_words(one.code, names)} for one in found]


def in_words(code: str, names: Mapping[str, str]) -> str:
    parts = [code[:length] for length in (9, 12, 15) if length <= len(code)] or [code]
    return " · ".join(names.get(part, part) for part in parts)


def files(found: Sequence[Export], names: Mapping[str, str]) -> list[Any]:
    if not found:
        return [empty(_("You have taken nothing out yet. Choose what you need."))]
    return [file(one, names) for one in found]


def file(one: Export, names: Mapping[str, str]) -> html.Div:
    """`data-runs`: the page looks again while it is being made."""
    glyph, says = STATES[one.state]
    title = f"{gettext(SAYS[one.what])} · {in_words(one.area, names)} · {gettext(FORMATS[one.form])}"
    full = [html.Span(_("In full, by two people"), className="hint")] if one.grade is Grade.FULL else []
    return html.Div(
        [
            html.Div([html.Span(title, className="what"), html.Span([shape(glyph), " ", gettext(says), more(one)], className="hint"), *full]),
            *got(one),
        ],
        className="file",
        **{"data-export": str(one.id), "data-runs": "yes" if one.state is State.MAKING else "no"},
    )  # fmt: skip


def more(one: Export) -> str:
    asked = f" · {day_time(one.asked_at)}"
    if one.state is not State.MADE or one.until is None:
        return asked
    rows = ngettext("{count} row", "{count} rows", one.rows).format(count=format_decimal(one.rows))
    return f"{asked} · {rows} · {_('until {time}').format(time=day_time(one.until))}"


def got(one: Export) -> list[Any]:
    if one.state is State.MADE:
        return [html.A(_("Fetch it"), href=f"/reports/export/{one.id}", className="button", target="_self")]
    if one.state is State.MAKING:
        share = {"value": str(one.done), "max": str(one.of)} if one.of else {}
        return [html.Progress(**share, **{"aria-label": _("being made")})]
    return []
