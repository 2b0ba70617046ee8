"""What was told to me: the bell of the frame; and who was told of an incident, with what can be proven of it."""

import json
from collections.abc import Sequence
from typing import Any

from dash import html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor, matrix
from cockpit.paging import KINDS, SAID, Delivery, Kind, PersonTold, Said, Standing
from cockpit.texts import N_
from pages.parts import clock_time, shape

STANDINGS = {
    Standing.SEEN: N_("seen"),
    Standing.DELIVERED: N_("delivered, not opened"),
    Standing.HANDED_OVER: N_("handed over, nothing says that it arrived"),
    Standing.WAITING: N_("on its way"),
    Standing.NOT_DELIVERED: N_("not delivered"),
}
SHAPES = {Standing.SEEN: "done", Standing.NOT_DELIVERED: "act", Standing.WAITING: "plan"}


def bell(actor: Actor) -> html.Details:
    """Empty until the browser has asked; how many are unseen stands beside it."""
    summary = html.Summary([_("Told to me"), html.B(id="shell-paging-count")])
    return html.Details(
        [summary, html.Div(id="shell-paging-list", role="list")],
        id="shell-paging",
        className="menu bell",
        hidden=not actor.may("be_paged"),
        **{"data-words": json.dumps(browser_words(), ensure_ascii=False)},
    )


def browser_words() -> dict[str, Any]:
    """For assets/paging.js and assets/push.js, on every page and on the phones."""
    return {
        "nothing": _("Nothing was told to you yet."),
        "seen": _("seen {time}"),
        "unseen": _("not opened yet"),
        "open": _("Open"),
        "failed": _("It could not be read; try again in a moment."),
        "allow": _("Wake this phone or browser when I am told something"),
        "stop": _("Do not wake this phone or browser any more"),
        "denied": _("This browser was told not to; its own settings allow it again."),
    }


def persons(found: Sequence[PersonTold]) -> html.Details | html.Ul | None:
    """By person, the latest of each first; folded away once everybody has seen it."""
    if not found:
        return None
    rows = html.Ul([person(one) for one in reversed(found)], className="told-persons")
    missing = sum(one.standing is Standing.NOT_DELIVERED for one in found)
    summary = _("Told to %(count)s persons", count=len({one.paging.account for one in found}))
    if missing:
        summary = f"{summary} · {_('%(count)s not delivered', count=missing)}"
    open_ = any(one.standing is not Standing.SEEN for one in found)
    return html.Details(
        [html.Summary([shape("act" if missing else "done"), " ", summary], className="late" if missing else ""), rows],
        open=open_,
        className="told-to",
    )


def person(one: PersonTold) -> html.Li:
    """Name and role or team, never where they are reached."""
    who = f"{one.name} ({one.team or gettext(matrix()['roles'][one.role]['says'])})"
    state = gettext(STANDINGS[one.standing])
    if one.paging.seen_at:
        state = _("seen {time}").format(time=clock_time(one.paging.seen_at))
    ways = [marks(each) for each in one.deliveries] or [_("no channel of their own took it: the bell alone")]
    return html.Li(
        [
            shape(SHAPES.get(one.standing, "hand")), " ", html.B(who), " ", clock_time(one.paging.district_at), " · ",
            state, html.Small(" · ".join(ways)),
        ],
        className="late" if one.standing is Standing.NOT_DELIVERED else "",
        **{"data-standing": one.standing.value, "data-account": str(one.paging.account)},
    )  # fmt: skip


def marks(one: Delivery) -> str:
    """What this channel proves, each mark with its time."""
    told = [gettext(KINDS[Kind(one.kind)])]
    if one.handed_at:
        told.append(_("handed over {time}").format(time=clock_time(one.handed_at)))
    elif one.said:
        told.append(gettext(SAID[Said(one.said)]))
    if one.delivered_at:
        told.append(_("delivered {time}").format(time=clock_time(one.delivered_at)))
    return " ".join(told)
