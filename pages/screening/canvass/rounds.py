"""The list of rounds, and how far one of them is: by area, how fast, who was found and who waits for an order."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext, ngettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import inside
from cockpit.canvass import ORDERED, Criteria, Part, Progress, RoundRow
from cockpit.quarantine import KINDS, QuarantineKind
from pages.parts import day_time, empty, facts, field, shape
from pages.screening.canvass.words import Names, bar, criteria_words, due_words
from pages.screening.words import short


def rounds(found: Sequence[RoundRow], names: Names) -> list[Any]:
    if not found:
        return [empty(_("No round of visits in your area yet."))]
    return [row(one, names) for one in found]


def row(one: RoundRow, names: Names) -> html.Div:
    tally = one.tally
    glyph = "done" if not one.round.open else "act" if one.overdue else "hand"
    told = [criteria_words(one.round.criteria, names), _("%(count)s homes left", count=tally.left)]
    what = [html.B(one.round.name), html.Small(" · ".join(told)), bar(tally)]
    side = [html.Time(f"{tally.percent} %"), due_words(one.round, one.overdue)]
    return html.Div(
        [shape(glyph), html.Span(what, className="what"), html.Span(side, className="side")],
        className="item overdue" if one.overdue else "item",
        role="option",
        tabIndex=0,
        **{"data-round": str(one.round.id), "data-key": f"round-{one.round.id}", "data-left": str(tally.left)},
    )


def areas(codes: Sequence[str], names: Names) -> list[dict[str, str]]:
    """The areas for which a round may be opened, each under the one around it."""
    return [{"value": one, "label": " › ".join(names[one[:n]] for n in (6, 9, 12) if n <= len(one))} for one in codes]


# One round


def detail(seen: Progress, names: Names, by: Actor) -> list[Any]:
    one, tally = seen.round, seen.whole.tally
    head = html.H2([one.name, " ", due_words(one, seen.overdue)])
    box = html.Div(
        [
            head,
            path(seen, names),
            bar(tally),
            facts(known(seen, names)),
            *([ordering(seen)] if by.may("order_quarantine") and one.id else []),
            steps(seen, by),
        ],
        className="panel pad form",
        **{"data-shown-round": str(one.id), "data-done": str(tally.done), "data-found": seen.whole.found},
    )
    return [box, html.Div(parts(seen, names), className="panel pad wide"), *second(seen, by)]


def fitting(homes: int, asked: Criteria) -> list[Any]:
    """Said before the round begins."""
    since = (
        [" · ", _("somebody came from a key region since %(day)s", day=short(asked.came_since))]
        if asked.came_since
        else []
    )
    says = ngettext("%(num)d home would be on it", "%(num)d homes would be on it", homes)
    return [html.B(says, **{"data-fit": str(homes)}), *since]


def path(seen: Progress, names: Names) -> html.Nav:
    """Where one is, and the areas around it, as far as the round and one's own area go."""
    where = seen.whole.area
    steps = [where[:n] for n in (6, 9, 12, 15) if n <= len(where) and inside(where[:n], seen.round.area)]
    buttons = [
        html.Button(names.get(one, one), type="button", className="quiet", disabled=one == where, **{"data-where": one})
        for one in steps
    ]
    return html.Nav(buttons, className="said-of", **{"aria-label": _("Area")})


def known(seen: Progress, names: Names) -> list[tuple[str, Any]]:
    one, tally, whole = seen.round, seen.whole.tally, seen.whole
    found: list[tuple[str, Any]] = [
        (_("Homes"), criteria_words(one.criteria, names)),
        (_("Opened"), day_time(one.opened_at)),
        (_("Done"), _("%(done)s of %(homes)s, %(percent)s %%", done=tally.done, homes=tally.homes, percent=tally.percent)),
        (_("Still to do"), html.B(str(tally.left), className="late" if seen.overdue else "")),
        (_("Pace"), pace(seen)),
        (_("Found, to stay apart"), html.B(whole.found)),
        (_("Isolated"), whole.isolated if seen.bare else isolated(seen)),
    ]  # fmt: skip
    if seen.first:
        found.insert(1, (_("Out of"), seen.first.name))
    return found


def isolated(seen: Progress) -> list[Any]:
    """All of them, or how many wait; and for whom nothing can be ordered yet."""
    tally = seen.whole.tally
    if tally.found and tally.isolated == tally.found:
        return [shape("done"), _("all %(count)s", count=tally.found)]
    waiting = _("%(count)s wait", count=tally.waiting)
    unnamed = _("%(count)s of them still to be entered in the inventory", count=tally.unnamed)
    over = _("for %(count)s the days were over before an order", count=tally.over)
    parts = [str(tally.isolated)]
    if tally.waiting:
        parts.append(waiting)
    if tally.unnamed:
        parts.append(unnamed)
    if tally.over:
        parts.append(over)
    return [html.Span(" · ".join(parts), className="late" if tally.waiting else "")]


def pace(seen: Progress) -> str:
    if not seen.round.open:
        return _("closed %(at)s", at=day_time(seen.round.closed_at)) if seen.round.closed_at else ""
    if not seen.whole.tally.left:
        return _("nobody is left")
    if seen.pace.ends_at is None:
        return _("nothing was done in the last 24 hours")
    daily = _("%(count)s homes a day", count=round(seen.pace.a_day))
    return _(", ").join([daily, _("finished by %(at)s at this pace", at=day_time(seen.pace.ends_at))])


def parts(seen: Progress, names: Names) -> list[Any]:
    """A row for each area below; with a finger on it one goes down."""
    heads = [_("Area"), _("Done"), "", _("Still to do"), _("To stay apart"), _("Isolated")]
    head = html.Thead(html.Tr([html.Th(one) for one in heads]))
    return [
        html.Table([head, html.Tbody([part(one, seen, names) for one in seen.parts])], className="table areas-of-round")
    ]


def part(one: Part, seen: Progress, names: Names) -> html.Tr:
    leads = not (seen.bare and len(one.area) > 9)
    name = names.get(one.area, one.area)
    first = (
        html.Button(name, type="button", className="quiet", **{"data-where": one.area}) if leads else html.Span(name)
    )
    return html.Tr(
        [
            html.Td(first),
            html.Td(f"{one.tally.done}/{one.tally.homes}"),
            html.Td(bar(one.tally)),
            html.Td(str(one.tally.left)),
            html.Td(one.found),
            html.Td(one.isolated),
        ],
        **{"data-part": one.area, "data-left": str(one.tally.left)},
    )


def ordering(seen: Progress) -> html.Div:
    """Hidden where nobody waits."""
    kinds = [{"value": one.value, "label": gettext(KINDS[one])} for one in ORDERED]
    waiting = seen.whole.tally.waiting - seen.whole.tally.unnamed
    label = _("Order for all %(count)s who wait", count=waiting)
    return html.Div(
        [
            field(_("Kind of quarantine"), dcc.RadioItems(kinds, QuarantineKind.HOME.value, id="screening-rounds-kind", className="chips", inline=True)),
            html.Button(label, id="screening-rounds-order", type="button", className="primary"),
        ],
        className="form",
        hidden=waiting <= 0,
    )  # fmt: skip


def steps(seen: Progress, by: Actor) -> html.Div:
    file = html.A(
        _("Take out as a file"), href=f"/reports/canvass/{seen.round.id}.csv?area={seen.whole.area}", className="button"
    )
    may = by.may("open_canvass") and by.sees(seen.round.area) and seen.round.open
    close = html.Button(_("Close the round"), id="screening-rounds-close", type="button", className="button")
    takes = [file] if len(seen.whole.area) < 15 else []
    share = html.Button(
        _("Share out: the nearest who fits, whoever was there last again"),
        id="screening-rounds-shareall",
        type="button",
        className="button",
    )
    shares = [share] if by.may("share_canvass") and seen.round.open and seen.whole.tally.left else []
    return html.Div([*takes, *shares, *([close] if may else [])], className="said-of")


def second(seen: Progress, by: Actor) -> list[Any]:
    """A second round, for whoever was not met in this one."""
    if not (by.may("open_canvass") and by.sees(seen.round.area)):
        return []
    name = _("%(name)s, second round", name=seen.round.name)[:60]
    return [
        html.Details(
            [
                html.Summary(_("Open a second round for whoever was not met")),
                field(_("What it is called"), dcc.Input(id="screening-rounds-secondname", type="text", maxLength=60, value=name)),
                field(_("Repeat answers older than"), dcc.Input(id="screening-rounds-before", type="date", value="")),
                field(_("Last day"), dcc.Input(id="screening-rounds-seconddue", type="date", value="")),
                html.P(_("Homes that were not met, refused, moved or are to be visited again; this round is closed by it."), className="hint"),
                html.Button(_("Open the second round"), id="screening-rounds-repeat", type="button", className="button"),
            ],
            className="panel form fold",
        )
    ]  # fmt: skip
