"""Chains of transmission as they are drawn: days across, chains down, each case a node; `assets/screening_chains.js` draws them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _
from flask_babel import ngettext

from cockpit.access import Actor
from cockpit.screening import Setting
from cockpit.screening.chain import Link, Node, Transmission
from pages.parts import empty, loading, source_words, words
from pages.screening.words import SETTINGS, STATUSES, aboard_words, short


def section(by: Actor, _asked: Mapping[str, str]) -> html.Div:
    hint = _(
        "A line is a guess: of all cases somebody met before the onset, the one whose days fit best. Thin lines are others that are possible."
    )
    column = [
        html.H1(_("Chains of transmission")),
        html.Div([html.P(hint, className="hint"), scale()], className="headed"),
        dcc.Store(id="screening-chains-data"),
        dcc.Store(id="screening-chains-tick"),
        html.Div(loading(), id="screening-chains-drawn", className="panel pad", tabIndex=0, role="group", **{"aria-label": _("Chains of transmission")}),
        html.Div(id="screening-chains-beside", className="chains-beside"),
    ]  # fmt: skip
    return html.Div(html.Section(column, className="column"), id="screening-chains", className="page")


def scale() -> html.Div:
    """The picture smaller, larger, and whole; + - 0 do the same while it has the focus."""
    says = {"out": ("−", _("Smaller")), "fit": (_("Whole"), _("The whole picture")), "in": ("+", _("Larger"))}
    buttons = [
        html.Button(
            sign, type="button", className="quiet", title=label, **{"data-chains-scale": name, "aria-label": label}
        )
        for name, (sign, label) in says.items()
    ]
    return html.Div(buttons, className="chains-scale")


def graph(found: Transmission) -> dict[str, Any]:
    """What the browser draws: nodes with their day and row, lines with what they rest on."""
    rows = rows_of(found.nodes, found.links)
    days = [one.day for one in found.nodes]
    first = min(days, default=None)
    return {
        "days": [short(first.fromordinal(first.toordinal() + n)) for n in range((max(days) - first).days + 1)] if first else [],
        "nodes": [
            {
                "case": one.case.id, "code": one.case.code, "day": (one.day - first).days if first else 0,
                "row": rows[one.case.id], "status": one.case.status.value, "many": one.many, "infected": one.infected,
                "says": says(one),
            }
            for one in found.nodes
        ],
        "links": [
            {"source": one.source, "target": one.target, "likely": one.likely, "says": met(one, found.places), "how": words(SETTINGS, one.setting)}
            for one in found.links
        ],
    }  # fmt: skip


def rows_of(nodes: Sequence[Node], links: Sequence[Link]) -> dict[int, int]:
    """A chain keeps together: each case stands below the one it most likely has it from."""
    children: dict[int | None, list[int]] = {}
    source = {one.target: one.source for one in links if one.likely}
    for one in nodes:
        children.setdefault(source.get(one.case.id), []).append(one.case.id)
    found: dict[int, int] = {}
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        case = waiting.pop()
        found[case] = len(found)
        waiting += reversed(children.get(case, []))
    return found


def says(one: Node) -> str:
    told = [
        one.case.code,
        words(STATUSES, one.case.status),
        short(one.day),
        _("generation %(number)s", number=one.generation),
    ]
    led = (
        [ngettext("most likely infected %(num)d", "most likely infected %(num)d", one.infected)] if one.infected else []
    )
    return " · ".join([*told, *led])


def met(one: Link, places: Mapping[int, str]) -> str:
    where = places.get(int(one.where), "") if one.setting is Setting.PLACE else aboard_words(one.where)
    told = [words(SETTINGS, one.setting), where, short(one.met.date())]
    return " · ".join(part for part in told if part)


def beside(found: Transmission) -> list[Any]:
    """Clusters, who infected many, and the same chains as a list for whoever does not see the picture."""
    if not found.nodes:
        return [empty(_("No case with a day is known."))]
    codes = {one.case.id: one.case.code for one in found.nodes}
    clusters = [
        html.Li([html.B(found.places.get(one.place, _("a place that is not known"))), f" · {_(', ').join(codes[each] for each in one.cases if each in codes)}"])
        for one in found.clusters
    ]  # fmt: skip
    many = [html.Li([opens(one), f" · {says(one)}"]) for one in found.nodes if one.many]
    listed = [html.Li([opens(one), f" · {says(one)}", origin(one, found)]) for one in found.nodes]
    return [
        *([html.Div([html.H2(_("Infected many")), html.Ul(many)], className="panel pad")] if many else []),
        html.Div([html.H2(_("Places at which cases met")), html.Ul(clusters) if clusters else empty(_("No place yet."))], className="panel pad"),
        html.Details([html.Summary(_("As a list")), html.Ul(listed, className="chain-list")], className="panel pad fold"),
        html.P(_("Rule: %(source)s", source=source_words(found.rule)), className="hint"),
    ]  # fmt: skip


def opens(one: Node) -> dcc.Link:
    return dcc.Link(one.case.code, href=f"/screening?case={one.case.id}")


def origin(one: Node, found: Transmission) -> str:
    link = next((each for each in found.links if each.likely and each.target == one.case.id), None)
    if link is None:
        return ""
    code = next(each.case.code for each in found.nodes if each.case.id == link.source)
    return _(" · most likely from %(code)s: %(how)s", code=code, how=met(link, found.places))
