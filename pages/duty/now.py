"""Who is on now: gaps first, then who holds the posts of the desk; streets, communities and grids by their counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor, matrix
from cockpit.areas import Area
from cockpit.duty import ROLES, TEAM_ROLES, Board, Held, Post, Turn
from cockpit.texts import N_
from pages.parts import clock_time, day_time, empty, loading, local_day, shape

HELD = {
    Held.GAP: ("act", N_("Nobody")),
    Held.HANDOVER: ("watch", N_("Handing over")),
    Held.UNPLANNED: ("watch", N_("No roster: all are told")),
    Held.ON_CALL: ("hand", N_("On call")),
    Held.ON: ("hand", N_("On shift")),
    Held.REST: ("plan", N_("Not needed now")),
    Held.NOBODY: ("plan", N_("Nobody has this role")),
}
LOUD = (Held.GAP, Held.HANDOVER, Held.UNPLANNED)
SHOWN = 60


@dataclass(frozen=True)
class Asked:
    """What the address asks for; an empty one is the reader's own area, every role, the posts that matter."""

    area: str = ""
    role: str = ""
    held: str = ""


def section(_by: Actor) -> list[Any]:
    return [html.Div(loading(), id="duty-now"), dcc.Store(id="duty-now-tick")]


def address(area: str, role: str = "", held: str = "") -> str:
    asked = {"show": "now", "area": area, "role": role, "held": held}
    return f"/duty?{urlencode({name: value for name, value in asked.items() if value})}"


def drawn(board: Board, asked: Asked, path: Sequence[Area], names: Mapping[str, str]) -> html.Div:
    """`path` are the areas from the reader's own down to the one that is shown; `names` of areas by code."""
    shown = fitting(board, asked)
    return html.Div(
        [
            head(board, asked),
            crumb(path, asked),
            chips(board, asked),
            listed(board, shown, names),
            *([within(board, asked)] if board.within else []),
        ],
        className="duty-now",
        **{"data-changes-at": board.changes_at.isoformat()},
    )


def head(board: Board, asked: Asked) -> html.Header:
    gaps = board.gaps
    says = _("Gaps: {count}").format(count=gaps) if gaps else _("No gaps")
    link = dcc.Link(
        [shape("act" if gaps else "done"), f" {says}"],
        href=address(board.area.code, asked.role, "gap"),
        className="duty-gaps warn-act" if gaps else "duty-gaps hint",
    )
    stand = html.Span(_("As of {time}").format(time=clock_time(board.at)), className="hint")
    return html.Header([html.H1(_("Who is on now")), link, stand], className="duty-head")


def crumb(path: Sequence[Area], asked: Asked) -> html.Nav:
    steps = [
        dcc.Link(one.name, href=address(one.code, asked.role, asked.held)) if one is not path[-1] else html.B(one.name)
        for one in path
    ]
    parts = [part for one in steps for part in (one, html.Span(" › ", className="hint"))][:-1]
    return html.Nav(parts, className="areas", **{"aria-label": _("Area")})


def chips(board: Board, asked: Asked) -> html.Nav:
    roles = [role for role in ROLES if any(one.role == role for one in board.posts)]
    return html.Nav(
        [
            chip(_("All roles"), address(board.area.code, "", asked.held), not asked.role),
            *(chip(role_words(one), address(board.area.code, one, asked.held), one == asked.role) for one in roles),
            chip(_("Gaps only"), address(board.area.code, asked.role, "" if asked.held else "gap"), bool(asked.held)),
        ],
        className="picked",
        **{"aria-label": _("Role")},
    )


def chip(says: str, where: str, here: bool) -> dcc.Link:
    return dcc.Link(says, href=where, className="chip here" if here else "chip")


def role_words(role: str) -> str:
    return gettext(matrix()["roles"][role]["says"])


def fitting(board: Board, asked: Asked) -> list[Post]:
    """Of a whole district without a role, the desk's posts and what is loud; the teams stand in the counts below."""
    posts = [one for one in board.posts if asked.role in ("", one.role)]
    if asked.held:
        return [one for one in posts if one.held == asked.held]
    if asked.role or len(board.area.code) > 6:
        return posts
    return [one for one in posts if one.held in LOUD or (one.role not in TEAM_ROLES and one.held is not Held.NOBODY)]


def listed(board: Board, shown: Sequence[Post], names: Mapping[str, str]) -> html.Div:
    if not shown:
        return html.Div(empty(_("No gap: every post that needs somebody has somebody.")), className="panel")
    heads = (_("State"), _("Post"), _("Who"), _("On until"), _("Relieved by"))
    rows = [row(one, board, names) for one in shown[:SHOWN]]
    more = len(shown) - SHOWN
    table = html.Table(
        [html.Thead(html.Tr([html.Th(one, scope="col") for one in heads])), html.Tbody(rows)], className="table"
    )
    rest = _("And {count} more: choose a street or a role.").format(count=more)
    return html.Div(
        [table, *([html.P(rest, className="hint pad")] if more > 0 else [])], className="panel wide", tabIndex=0,
        role="region", **{"aria-label": _("Who is on now")},
    )  # fmt: skip


def row(one: Post, board: Board, names: Mapping[str, str]) -> html.Tr:
    glyph, says = HELD[one.held]
    state = html.Span([shape(glyph), f" {gettext(says)}"], className=f"held held-{one.held.value}")
    where = [html.B(role_words(one.role)), html.Small(names.get(one.area, one.area))]
    return html.Tr(
        [
            html.Td(state),
            html.Th(where, scope="row", className="post"),
            html.Td(called(one)),
            html.Td(when(one.until, board) if one.until else "–"),
            html.Td(coming(one.next, board)),
        ],
        **{"data-post": f"{one.role}/{one.area}", "data-held": one.held.value},
    )


def called(one: Post) -> Any:
    """Who is on shift, and behind them who is on call; where no roster is kept, all who have the role."""
    if one.held is Held.UNPLANNED:
        return _(", ").join(each.name for each in one.holders)
    named = [each.holder.name for each in one.on]
    named += [_("{name} (on call)").format(name=each.holder.name) for each in one.on_call]
    return _(", ").join(named) or "–"


def coming(turn: Turn | None, board: Board) -> Any:
    if turn is None:
        return "–"
    name = _("{name} (on call)").format(name=turn.holder.name) if turn.shift.on_call else turn.holder.name
    return [name, html.Small(when(turn.shift.starts, board))]


def when(at: Any, board: Board) -> str:
    """15:00, with its day where that is another one."""
    return clock_time(at) if local_day(at) == local_day(board.at) else day_time(at)


def within(board: Board, asked: Asked) -> html.Div:
    """The areas one level down: how many posts of each role are held, and how many are gaps."""
    roles = [role for role in ROLES if any(counts.get(role) for _one, counts in board.within)]
    head = html.Thead(html.Tr([html.Th(one, scope="col") for one in (_("Area"), *map(role_words, roles))]))
    rows = [
        html.Tr(
            [
                html.Th(dcc.Link(area.name, href=address(area.code, asked.role)), scope="row"),
                *(html.Td(counted(counts.get(role, Counter()))) for role in roles),
            ]
        )
        for area, counts in board.within
    ]
    return html.Div(
        html.Table([head, html.Tbody(rows)], className="table counts"), className="panel wide", tabIndex=0,
        role="region", **{"aria-label": _("By area")},
    )  # fmt: skip


def counted(held: Counter[Held]) -> Any:
    """36 of 36; red where a post has nobody, quiet where nobody is needed."""
    whole = sum(held.values())
    if not whole or held[Held.NOBODY] == whole:
        return html.Span("–", className="hint")
    if held[Held.REST] == whole:
        return html.Span(_("Not needed now"), className="hint")
    says = _("{on} of {all}").format(on=whole - held[Held.GAP] - held[Held.NOBODY] - held[Held.REST], all=whole)
    return html.Span([shape("act"), f" {says}"], className="warn-act") if held[Held.GAP] else says
