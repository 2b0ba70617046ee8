"""The frame of the section of rounds: on the left the rounds and how far one of them is, on the right who is left and the form
for the door."""

from datetime import date
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.people import Tenure
from pages.parts import field, kept, loading

STORES = ("tick", "opened", "second", "closed", "ordered", "shared", "sharedall", "answered", "undone", "ticks")
ANY = "any"


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    """`round`, `in` and `home` of the address bar are opened at once."""
    opened = {"chosen": number(asked.get("round", "")), "home": number(asked.get("home", ""))}
    first = [dcc.Store(id=f"screening-rounds-{name}", data=value) for name, value in opened.items()]
    stores = [dcc.Store(id=f"screening-rounds-{name}") for name in STORES]
    where = dcc.Store(id="screening-rounds-where", data=code(asked.get("in", "")))
    whole = [left(by), right(by)] if by.may("see_screening") else [left(by)]
    width = "page two" if by.may("see_screening") else "page"
    return html.Div([*first, where, *stores, *whole], id="screening-rounds", className=width)


def left(by: Actor) -> html.Section:
    may = by.may("open_canvass")
    new = html.Button(
        [_("Open a round"), html.Kbd("N")], id="screening-rounds-new", type="button", className="quiet strong", hidden=not may
    )  # fmt: skip
    head = html.Header([html.H1(_("Rounds of visits")), new], className="headed")
    listed = html.Div(
        loading(), id="screening-rounds-list", className="list", role="listbox", **{"aria-label": _("Rounds of visits")}
    )
    one = html.Div(id="screening-rounds-one", **{"aria-live": "polite"})
    return html.Section([head, *([opening()] if may else []), listed, one], className="column")


def right(by: Actor) -> html.Section:
    """What leads to homes is for whoever may read screening; others see counts alone."""
    parts: list[Any] = [html.Div(id="screening-rounds-door", **{"aria-live": "polite"})]
    parts += [all_of_them(), html.Div(id="screening-rounds-doors")]
    if by.may("knock"):
        parts.append(paper())
    parts.append(html.Div(id="screening-rounds-people"))
    return html.Section(parts, className="column", id="screening-rounds-side")


def all_of_them() -> html.Div:
    """Shown where the homes of a grid are."""
    every = [{"value": "all", "label": _("Show those that are done too")}]
    box = dcc.Checklist(every, [], id="screening-rounds-all", className="picks")
    return html.Div(box, id="screening-rounds-which", hidden=True)


def opening() -> html.Div:
    came = [{"value": "came", "label": _("Only where somebody came from a key region lately")}]
    tenures = [{"value": Tenure.RENTED.value, "label": _("Rented homes")}, {"value": ANY, "label": _("All homes")}]
    return html.Div(
        [
            html.H2(_("Open a round")),
            dcc.Store(id="screening-rounds-listed"),
            field(_("What it is called"), dcc.Input(id="screening-rounds-name", type="text", maxLength=60, value="")),
            field(_("Which area"), dcc.Dropdown(id="screening-rounds-area", options=[], clearable=False)),
            field(_("Which homes"), dcc.RadioItems(tenures, Tenure.RENTED.value, id="screening-rounds-tenure", className="chips", inline=True)),
            dcc.Checklist(came, [], id="screening-rounds-came", className="picks"),
            field(_("Only where nobody was met since"), dcc.Input(id="screening-rounds-unvisited", type="date", value="")),
            field(_("Last day"), dcc.Input(id="screening-rounds-due", type="date", value="")),
            html.P(id="screening-rounds-fit", className="hint", role="status"),
            html.P(_("Its homes are fixed when it is opened: each has its row before anybody goes there."), className="hint"),
            html.Div(
                [
                    html.Button(_("Open it"), id="screening-rounds-open", type="button", className="primary"),
                    html.Button(_("Back"), id="screening-rounds-leave", type="button", className="quiet"),
                ],
                className="said-of",
            ),
        ],
        id="screening-rounds-opening",
        className="panel form",
        hidden=True,
    )  # fmt: skip


def paper() -> html.Details:
    """A sheet is typed in by its number."""
    return html.Details(
        [
            html.Summary(_("Type a sheet in")),
            field(
                _("Number of the sheet"),
                html.Div(
                    [
                        dcc.Input(id="screening-rounds-sheetno", type="number", min=1, step=1, value=None),
                        html.Button(_("Show its rows"), id="screening-rounds-type", type="button", className="button"),
                    ],
                    className="found-by",
                ),
            ),
            html.Div(id="screening-rounds-typing", **{"aria-live": "polite"}),
            html.Div(id="screening-rounds-typed", **{"aria-live": "polite"}),
        ],
        className="panel form fold",
        id="screening-rounds-paper",
    )


def note_field(by: Actor, visit: int) -> dcc.Textarea:
    """What is typed outlives a lost session."""
    return dcc.Textarea(
        id="screening-rounds-note", maxLength=500, value="", rows=2, **kept(by, f"screening-rounds-{visit}")
    )


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def code(text: str) -> str | None:
    return text if text.isascii() and text.isdigit() and len(text) in (6, 9, 12, 15) else None


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
