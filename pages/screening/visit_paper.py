"""Visits on paper, as it is drawn: which sheet to make, and the rows of one that was made, to be typed by keyboard alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.follow_up import TICKS, TypedVisitResult, VisitLine, VisitSheet, stamp
from pages.parts import day_time, field, kept, why, words
from pages.screening.case import name_of
from pages.screening.words import RESULTS, short


def paper(by: Actor) -> html.Details:
    """A sheet is made, and typed in by its number."""
    whose = dcc.Dropdown(id="screening-visits-whose", options=[], value="", clearable=False)
    made = [
        html.Button(_("Make a sheet to print"), id="screening-visits-print", type="button", className="button"),
        html.Span(id="screening-visits-printed"),
    ]
    number = [
        dcc.Input(id="screening-visits-sheetno", type="number", min=1, step=1, value=None),
        html.Button(_("Show its rows"), id="screening-visits-type", type="button", className="button"),
    ]
    return html.Details(
        [
            html.Summary(_("On paper: print, or type a sheet in")),
            field(_("Whose visits"), whose),
            html.Div(made, className="said-of"),
            field(_("Number of the sheet"), html.Div(number, className="found-by")),
            html.Div(id="screening-visits-typing", **{"aria-live": "polite"}),
            html.Div(id="screening-visits-typed", role="status"),
            *[dcc.Store(id=f"screening-visits-{name}") for name in ("rows", "results")],
        ],
        className="panel form fold",
        id="screening-visits-papers",
    )


def whose(found: Mapping[str, str]) -> list[dict[str, str]]:
    everybody = [{"value": "", "label": _("Of everybody")}]
    return [*everybody, *({"value": word, "label": name} for word, name in found.items())]


def sheet_link(number: int) -> html.A:
    return html.A(_("Open sheet #%(number)s", number=number), href=f"/reports/follow-ups/{number}", target="_blank")


def typing(sheet: VisitSheet, by: Actor) -> list[Any]:
    """Row by row, as on paper; nothing is sent before all of it is."""
    rows = [typed_row(one, sheet, by) for one in sheet.lines]
    whose = f" · {sheet.whose}" if sheet.whose else ""
    hint = _("1 to 5 say what was ticked, 6 takes it away, 0 lets you type over an answer; Tab goes to the temperature, Enter to the next row, Ctrl+Enter saves.")  # fmt: skip
    save = html.Button(
        [_("Save all rows"), html.Kbd("Ctrl+Enter")], type="button", className="primary",
        **{"data-save-sheet": str(sheet.sheet.id)},
    )  # fmt: skip
    return [
        html.H3(_("Sheet #%(number)s: %(grid)s", number=sheet.sheet.id, grid=sheet.area.name) + whose),
        html.P([_("Visits of %(day)s", day=short(sheet.day)), " · ", hint], className="hint"),
        html.Ol(rows, className="doors typed-sheet"),
        save,
    ]


def typed_row(line: VisitLine, sheet: VisitSheet, by: Actor) -> html.Li:
    if line.due is None:
        gone = html.Span(_("is not visited any more"))
        return html.Li([html.B(str(line.number)), gone], className="typed-row")
    row = line.due.row
    whom = " · ".join([*name_of(line.due.person), door(line)])
    said = [html.Small(entered(line)), *over(line)] if row.result else []
    parts = [
        html.B(str(line.number)),
        html.Span([whom, *said]),
        html.Div([tick(number, one) for number, one in enumerate(TICKS, start=1)], className="ticks"),
        html.Div(beside(line.number, sheet.sheet.id, by), className="beside"),
        html.P(className="late says", role="alert"),
    ]
    told = {"data-row": str(line.number), "data-answered": stamp(row), "data-over": ""}
    return html.Li(parts, className="typed-row", tabIndex=0, **told)


def door(line: VisitLine) -> str:
    fields = line.due.person.fields if line.due else {}
    return (fields["address"].text or "") if "address" in fields else ""


def entered(line: VisitLine) -> str:
    """What stands already, who entered it when, and from which paper."""
    assert line.due and line.due.row.result and line.due.row.at
    row = line.due.row
    parts = [words(RESULTS, row.result), line.by, day_time(row.at) if row.at else ""]
    if row.sheet:
        parts.append(_("from sheet #%(number)s", number=row.sheet))
    return " " + " · ".join(one for one in parts if one)


def over(line: VisitLine) -> list[Any]:
    return [
        html.Button(
            [_("Type over it"), html.Kbd("0")], type="button", className="quiet", **{"data-type-over": line.number}
        )
    ]


def tick(number: int, one: Any) -> html.Button:
    return html.Button(
        [html.Kbd(str(number)), words(RESULTS, one)], type="button", className="quiet tick", tabIndex=-1,
        **{"data-tick": one.value, "aria-pressed": "false"},
    )  # fmt: skip


def beside(number: int, sheet: int, by: Actor) -> list[Any]:
    """What is typed outlives a lost session."""
    about = {"type": "text", "autoComplete": "off", "value": ""}
    shown = {"maxLength": 8, "placeholder": _("°C"), "inputMode": "decimal", "className": "degrees"}
    wide = {"maxLength": 500, "placeholder": _("Note, kept sealed"), "className": "note"}
    return [
        dcc.Input(id=f"screening-visits-sheet{sheet}-degrees{number}", **about, **shown, **kept(by, f"sheet-{sheet}-t{number}")),
        dcc.Input(id=f"screening-visits-sheet{sheet}-note{number}", **about, **wide, **kept(by, f"sheet-{sheet}-n{number}")),
    ]  # fmt: skip


def typed(results: Sequence[TypedVisitResult]) -> list[Any]:
    """How many were taken; the rows that were not stay as they are, each with its reason."""
    refused = sum(one.refusal is not None for one in results)
    says = _("%(taken)s rows were taken, %(refused)s refused", taken=len(results) - refused, refused=refused)
    return [html.P(says, className="late" if refused else "hint", **{"data-taken": str(len(results) - refused)})]


def results(found: Sequence[TypedVisitResult]) -> list[dict[str, Any]]:
    """For the script: what it marks each row with."""
    return [{"row": one.row, "says": why(one.refusal) if one.refusal else ""} for one in found]
