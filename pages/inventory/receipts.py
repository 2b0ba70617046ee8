"""The receipt of one person: whether one holds, and the paper with its code, which is printed and shown once."""

from typing import Any

from dash import html
from flask_babel import gettext as _

from cockpit.receipts import Given, Receipt, in_groups
from pages.parts import empty, facts, local_day


def giving() -> html.Div:
    """The panel beside a person; what is in it follows who is chosen."""
    return html.Div(
        [
            html.H2(_("Receipt for the person")),
            html.Div(receipt_of_nobody(), id="inventory-receipt", **{"aria-live": "polite"}),
            html.P(
                _("Give it only to the person whom you have before you. A new one replaces the old."), className="hint"
            ),
            html.Div(
                [
                    html.Button(_("Give a receipt"), id="inventory-give", type="button", className="button"),
                    html.Button(_("Take it back"), id="inventory-revoke", type="button", className="button"),
                ],
                className="asides",
            ),
        ],
        className="panel form",
    )


def receipt_of_nobody() -> list[Any]:
    return [empty(_("Choose a person from the list."))]


def held(one: Receipt | None) -> list[Any]:
    says = _("Has a receipt that holds until {day}.").format(day=local_day(one.until)) if one else _("Has no receipt.")
    return [html.P(says, **{"data-held": "yes" if one else "no"})]


def paper(given: Given, site: str) -> list[Any]:
    """What the printer gets: the code in groups, where to type it, how long it holds; nothing that says whose it is."""
    rows = [
        (
            _("Code of the receipt"),
            html.B(in_groups(given.code), className="code", **{"data-code": in_groups(given.code)}),
        ),
        (_("Type it at"), f"{site}p/mine"),
        (_("Holds until"), local_day(given.receipt.until)),
    ]
    keep = _("With it you see what is kept of you and who looked at it.")
    lost = _("Keep it like a key. Is it lost, tell your community worker: it is taken back at once.")
    sheet = [html.H2(_("Receipt for your own data")), facts(rows), html.P(keep), html.P(lost)]
    return [
        html.Div(sheet, className="paper"),
        html.Button(_("Print it"), type="button", className="primary", **{"data-print": "yes"}),
        html.P(_("The code is not shown again."), className="hint"),
    ]
