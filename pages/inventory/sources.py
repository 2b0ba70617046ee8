"""Sources: whose data is stale or thin, seen first; areas down the page, kinds across, and one kind closer by."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from flask_babel import format_decimal, gettext
from flask_babel import gettext as _

from cockpit.access import matrix
from cockpit.areas import Area, Level
from cockpit.importing.kinds import SAYS, Kind
from cockpit.sources import NEEDED, Board, Freshness, Line, Standing, Touch
from cockpit.texts import N_
from pages.parts import day_time, empty, loading, local_day, shape

FIELDS = {
    "contact": N_("Responsible person or phone"),
    "point": N_("Place on the map not in doubt"),
    "tenure": N_("Owned or rented"),
    "number": N_("Number of a paper"),
    "phone": N_("Phone"),
    "born": N_("Date of birth"),
}
UNITS = {
    Kind.PLACES: N_("places"),
    Kind.ENTERPRISES: N_("firms"),
    Kind.HOUSEHOLDS: N_("homes"),
    Kind.PERSONS: N_("people"),
}
SHAPES = {Freshness.NEVER: "act", Freshness.STALE: "act", Freshness.DUE: "watch"}
NAMED = 12  # areas that are called by name before the rest is counted


def section() -> list[Any]:
    return [
        html.Section(
            [
                html.Header(
                    [
                        html.H1(_("Sources: how whole, how fresh")),
                        html.Button(
                            _("Print"),
                            id="inventory-sources-print",
                            type="button",
                            className="button",
                            **{"data-print": "yes"},
                        ),
                    ],
                    id="inventory-sources-head",
                ),
                html.Div(loading(), id="inventory-sources"),
                dcc.Store(id="inventory-sources-tick"),
            ],
            className="column",
            id="inventory-sources-whole",
        )
    ]


def address(area: str, kind: Kind | None) -> str:
    asked = {"show": "sources", "area": area} | ({"kind": kind.value} if kind else {})
    return f"/inventory?{urlencode(asked)}"


def drawn(found: Board, kind: Kind | None, path: Sequence[Area]) -> list[Any]:
    """`path` are the areas from the reader's own down to the one that is shown."""
    return [
        crumb(path, kind),
        chips(found.area, kind),
        *([table(found, kind)] if found.counted_at else [not_yet()]),
        *([missing(found)] if found.counted_at else []),
        footer(found),
    ]


def not_yet() -> html.P:
    return empty(_("Nothing was reckoned yet: the worker does so within a minute."))


def crumb(path: Sequence[Area], kind: Kind | None) -> html.Nav:
    steps = [
        dcc.Link(one.name, href=address(one.code, kind)) if one is not path[-1] else html.B(one.name) for one in path
    ]
    parts = [part for one in steps for part in (one, html.Span(" › ", className="hint"))][:-1]
    return html.Nav(parts, className="areas", **{"aria-label": _("Area")})


def chips(area: Area, chosen: Kind | None) -> html.Nav:
    kinds = [(None, _("All")), *((kind, gettext(SAYS[kind])) for kind in NEEDED)]
    return html.Nav(
        [
            dcc.Link(says, href=address(area.code, kind), className="chip here" if kind is chosen else "chip")
            for kind, says in kinds
        ],
        className="picked",
        **{"aria-label": _("Kind")},
    )


def table(found: Board, kind: Kind | None) -> html.Div:
    heads = heads_of(kind)
    rows = [html.Tr([called(line, kind), *cells(line, kind)]) for line in found.lines]
    head = html.Thead(html.Tr([html.Th(one, scope="col") for one in heads]))
    return html.Div(
        html.Table([head, html.Tbody(rows)], className="table sources"), className="panel wide", tabIndex=0,
        role="region", **{"aria-label": _("Sources: how whole, how fresh")},
    )  # fmt: skip


def heads_of(kind: Kind | None) -> list[str]:
    if kind is None:
        return [_("Area"), *(gettext(SAYS[one]) for one in NEEDED)]
    needed = [gettext(FIELDS[name]) for name in NEEDED[kind]]
    return [_("Area"), _("Review"), _("Known"), *needed, _("Last brought in"), _("Last edited by hand")]


def called(line: Line, kind: Kind | None) -> html.Th:
    """A street leads to its communities."""
    name = line.area.name
    leads = line.area.level is Level.STREET
    return html.Th(dcc.Link(name, href=address(line.area.code, kind)) if leads else name, scope="row")


def cells(line: Line, kind: Kind | None) -> list[html.Td]:
    if kind is None:
        return [html.Td(in_short(one, line), **{"data-cell": one.kind.value}) for one in line.standings.values()]
    one = line.standings[kind]
    shares = [html.Td(per_cent(share, name in one.gaps)) for name, share in one.shares.items()]
    known = html.Td(how_many(one), className="figure-cell")
    return [html.Td(review(one, line)), known, *shares, html.Td(touched(one.brought)), html.Td(touched(one.edited))]


def in_short(one: Standing, line: Line) -> list[Any]:
    """State first, then how many, and the thinnest of what is needed."""
    known = [share for share in one.shares.values() if share is not None]
    thin = per_cent(min(known), bool(one.gaps), _("{share}% whole")) if known else ""
    state = review(one, line) if one.freshness is not Freshness.FRESH or not one.brought else lately(one.brought)
    return [html.Div(state), html.Small([how_many(one), " · " if known else "", thin])]


def how_many(one: Standing) -> str:
    said = str(one.count)
    return f"{said} {gettext(UNITS[one.kind])}" if said != "–" else said


def lately(brought: Touch) -> str:
    return _("brought in {day}").format(day=local_day(brought.at))


def review(one: Standing, line: Line) -> list[Any]:
    """Red where somebody must act, amber where soon, quiet where all is well."""
    glyph = SHAPES.get(one.freshness)
    return [*([shape(glyph), " "] if glyph else []), html.Span(review_words(one, line))]


def review_words(one: Standing, line: Line) -> str:
    many = line.area.level is Level.STREET
    if one.freshness is Freshness.NEVER and one.brought is None:
        return _("never brought in")
    if one.freshness in (Freshness.NEVER, Freshness.STALE) and many:
        return _("communities to review: {count}").format(count=one.waiting)
    assert one.due
    if one.freshness is Freshness.STALE:
        return _("overdue since {day}").format(day=local_day(one.due))
    if one.freshness is Freshness.DUE:
        return _("due {day}").format(day=local_day(one.due))
    return _("next by {day}").format(day=local_day(one.due))


def per_cent(share: int | None, gap: bool, says: str = "{share}%") -> Any:
    if share is None:
        return html.Span("–", className="hint")
    words = says.format(share=share)
    return html.Span([shape("watch"), f" {words}"], className="warn") if gap else words


def touched(one: Touch | None) -> Any:
    if one is None:
        return html.Span(_("never"), className="hint")
    role = gettext(matrix()["roles"][one.role]["says"])
    by = f"{role} · {gettext(SAYS[Kind(one.file)])}" if one.file else role
    return [local_day(one.at), html.Br(), html.Small(by)]


def missing(found: Board) -> html.Div:
    """Whom no import ever named, and grids where nobody is known to live."""
    never = [one for line in found.lines for one in line.never]
    bare = [one for line in found.lines for one in line.empty]
    return html.Div(
        [
            html.H2(_("Who is missing")),
            told(_("Communities that are in no import at all"), never),
            *([told(_("Grids without any household"), bare)] if found.grids else []),
        ],
        className="panel pad",
        id="inventory-sources-missing",
    )


def told(says: str, areas: Sequence[Area]) -> html.P:
    names = _(", ").join(one.name for one in areas[:NAMED])
    rest = len(areas) - NAMED
    more = " " + _("and {count} more").format(count=format_decimal(rest)) if rest > 0 else ""
    if not areas:
        return html.P([says, _(": "), _("none")])
    count = html.B(format_decimal(len(areas)))
    return html.P([shape("act"), " ", says, _(" ("), count, _("): "), f"{names}{more}"])


def footer(found: Board) -> html.P:
    rules = {(one.rule.days, one.rule.share) for line in found.lines for one in line.standings.values()}
    says = [
        _("Rule: to be reviewed every {days} days; {share}% of them with what is needed.").format(
            days=days, share=share
        )
        for days, share in sorted(rules)
    ]
    when = _("Reckoned {time}.").format(time=day_time(found.counted_at)) if found.counted_at else ""
    return html.P([*says, when] if says else when, className="hint")
