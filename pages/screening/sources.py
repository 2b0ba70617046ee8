"""Sources of records as they are drawn: what is late first, a bar a day, what was refused."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import dcc, html
from flask_babel import format_decimal, gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.lake import Kind, Note
from cockpit.screening.sources import Sources, SourceSeen
from cockpit.texts import N_
from pages.charts import INK, picture
from pages.parts import day_time, empty, loading, shape, source_words, words
from pages.screening.words import short

KINDS = {
    Kind.PRESENCE: N_("Stays in places"),
    Kind.JOURNEY: N_("Journeys"),
    Kind.VISIT: N_("Clinic visits"),
    Kind.PURCHASE: N_("Purchases of watched drugs"),
    Kind.BOND: N_("Workplaces, classes and care"),
}
NOTES = {
    Note.TWO_PLACES: N_("in two places at once"),
    Note.TOO_FAST: N_("faster than anybody goes"),
}
BAR, HIGH = 9, 26


def section(by: Actor, _asked: Mapping[str, str]) -> html.Div:
    head = [html.H1(_("Sources of records"))]
    if by.may("bring_records"):
        head.append(dcc.Link(_("Bring a file"), href="/inventory?show=import", className="strong"))
    column = [
        html.Header(head, className="headed"),
        html.P(_("Who was where and rode what lies here under numbers instead of names, and only here: counts, nobody's record."), className="hint"),
        html.Div(loading(), id="screening-sources-list"),
    ]  # fmt: skip
    return html.Div(html.Section(column, className="column"), id="screening-sources", className="page")


def drawn(found: Sources) -> list[Any]:
    if not found.seen:
        return [
            empty(
                _(
                    "No source has brought anything yet: bring a file of stays, journeys, clinic visits, purchases or workplaces."
                )
            )
        ]
    heads = [
        _("Source"),
        _("What"),
        _("Last brought in"),
        _("Records"),
        _("Day by day"),
        _("Without any"),
        _("Refused"),
        _("To look at"),
    ]
    head = html.Thead(html.Tr([html.Th(one, scope="col") for one in heads]))
    rows = [html.Tr(cells(one, found.days), **{"data-source": one.count.source}) for one in found.seen]
    rule = _("Rule: %(source)s", source=source_words(found.rule))
    return [
        html.Div(html.Table([head, html.Tbody(rows)], className="table sources"), className="panel wide", tabIndex=0, role="region", **{"aria-label": _("Sources of records")}),
        html.P(rule, className="hint"),
    ]  # fmt: skip


def cells(one: SourceSeen, days: tuple[date, ...]) -> list[Any]:
    count = one.count
    late = [shape("act"), " "] if one.stale else []
    gaps = _(", ").join(short(day) for day in one.gaps)
    refused = _("%(count)s (%(percent)s%%)", count=format_decimal(count.refused), percent=one.share_refused)
    noted = _("; ").join(
        f"{format_decimal(number)} {words(NOTES, note)}" for note, number in count.notes.items() if number
    )
    return [
        html.Th(count.source if count.source not in set(Kind) | NAMED.keys() else gettext(NAMED.get(count.source, count.source)), scope="row"),
        html.Td(words(KINDS, count.kind)),
        html.Td([*late, day_time(count.last_brought)], className="late" if one.stale else ""),
        html.Td(format_decimal(count.rows)),
        html.Td(bars(count.by_day, days)),
        html.Td([*([shape("watch"), " "] if gaps else []), gaps or _("none")]),
        html.Td(refused if count.refused else _("none")),
        html.Td(noted or _("none")),
    ]  # fmt: skip


# Where nobody says who has them, a source is called by the kind of its file.
NAMED = {
    "presence": N_("Stays in places"),
    "journeys": N_("Journeys"),
    "clinic_visits": N_("Clinic visits"),
    "purchases": N_("Purchases of watched drugs"),
    "workplaces": N_("Workplaces, classes and care"),
}


def bars(by_day: Mapping[date, int], days: tuple[date, ...]) -> html.Img:
    """A bar a day; none stands red."""
    top = max([by_day.get(day, 0) for day in days] + [1])
    body = "".join(_bar(number, by_day.get(day, 0) / top) for number, day in enumerate(days))
    says = _(", ").join(f"{short(day)}: {by_day.get(day, 0)}" for day in days)
    return html.Img(src=picture(body, BAR * len(days), HIGH), alt=says, title=says, width=BAR * len(days), height=HIGH)


def _bar(number: int, share: float) -> str:
    high = max(2.0, share * (HIGH - 2))
    colour = INK["text"] if share else INK["line"]
    return f'<rect x="{number * BAR}" y="{HIGH - high:.1f}" width="{BAR - 2}" height="{high:.1f}" fill="{colour}"/>'
