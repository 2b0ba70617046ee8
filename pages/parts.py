"""Small pieces that several pages draw: figures, states, times, empty and failed panels."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from dash import html
from flask_babel import get_timezone, gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.incidents import RESOLUTIONS, Kind, Source, State
from cockpit.notifications import Standing, Told
from cockpit.policy import Policy
from cockpit.refusals import Refusal
from cockpit.texts import N_

KINDS = {
    Kind.CROWD: N_("Crowd"),
    Kind.SUPPLY: N_("Supplies needed"),
    Kind.FEVER: N_("Fever"),
    Kind.ARRIVAL: N_("Arrival"),
    Kind.HAZARD: N_("Hazard"),
    Kind.DISPUTE: N_("Dispute"),
    Kind.OTHER: N_("Other"),
    Kind.HELP: N_("A team calls for help"),
}
STATES = {
    State.REPORTED: N_("Reported"),
    State.CONFIRMED: N_("Confirmed"),
    State.DISPATCHED: N_("Dispatched"),
    State.ACKNOWLEDGED: N_("Acknowledged"),
    State.EN_ROUTE: N_("En route"),
    State.ON_SCENE: N_("On scene"),
    State.RESOLVED: N_("Resolved"),
    State.VERIFIED: N_("Verified"),
    State.CLOSED: N_("Closed"),
    State.ON_HOLD: N_("On hold"),
    State.REOPENED: N_("Sent back"),
    State.DUPLICATE: N_("Merged"),
    State.FALSE_ALARM: N_("False alarm"),
    State.CANCELLED: N_("Cancelled"),
    "declined": N_("Declined"),
    "timed_out": N_("No answer"),
    "recalled": N_("Recalled"),
}
SOURCES = {
    Source.WARNING: N_("Sensor warning"),
    Source.PHONE: N_("Phone call"),
    Source.PATROL: N_("Patrol"),
    Source.DESK: N_("Desk"),
}
STANDINGS = {
    Standing.HANDED_OVER: ("done", N_("handed to the gateway")),
    Standing.WAITING: ("hand", N_("on its way")),
    Standing.NOT_DELIVERED: ("act", N_("not delivered")),
}
MARKS = {"police": N_("P"), "enforcement": N_("E"), "volunteer": N_("V")}
__all__ = ["KINDS", "MARKS", "RESOLUTIONS", "SOURCES", "STATES", "clock_time", "span", "words"]


def words(table: dict[Any, str], key: Any) -> str:
    """The table's word for a key in the reader's language."""
    return gettext(table[key]) if key in table else str(key)


def why(refusal: Refusal) -> str:
    """A refusal of one of many as its sentence, in the reader's language."""
    facts = {name: _fact(name, value) for name, value in refusal.facts.items()}
    return gettext(refusal.says).format(**facts)


def _fact(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return clock_time(value)
    if name == "state":
        return words(STATES, value)
    return gettext(value) if isinstance(value, str) and value else value


def source_words(policy: Policy) -> str:
    """Where a rule comes from; the district's own text stays as it was written, the defaults are translated."""
    source = policy.source
    return gettext(source)


def clock_time(at: datetime) -> str:
    """07:31, in the district's time."""
    return at.astimezone(get_timezone()).strftime("%H:%M")


def day_time(at: datetime) -> str:
    """02-01 07:31, where it may be another day."""
    return at.astimezone(get_timezone()).strftime("%m-%d %H:%M")


def full_time(at: datetime) -> str:
    """2020-02-01 07:31, where it may be another year."""
    return at.astimezone(get_timezone()).strftime("%Y-%m-%d %H:%M")


def local_day(at: datetime) -> str:
    """2020-05-01, the district's own."""
    return at.astimezone(get_timezone()).strftime("%Y-%m-%d")


def district_time(instant: str) -> str:
    """An instant in RFC 3339 as people of the district write it: 2020-04-30 16:05."""
    return full_time(datetime.fromisoformat(instant))


def span(length: timedelta | float) -> str:
    """1:24 (minutes:seconds), from an hour on 1:02:24."""
    total = int(length.total_seconds() if isinstance(length, timedelta) else length)
    minutes, seconds = divmod(max(0, total), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def shape(state: str) -> html.Span:
    """State as a shape: ▲ act, ◆ watch, ● in hand, ✓ done, ○ planned."""
    glyph = {"act": "▲", "watch": "◆", "hand": "●", "done": "✓", "plan": "○"}[state]
    return html.Span(glyph, className=f"shape shape-{state}", **{"aria-hidden": "true"})


def untouched(place: Callable[..., Any], **props: Any) -> Any:
    """The one number that must be none, in a component of that kind; assets/untouched.js counts it by the clock."""
    says = _("Open, and nobody had a hand on it for longer than its state allows. It must be none.")
    return place(
        [shape("done"), html.Span(_("Untouched")), html.B("–"), html.Small(_("cases"))],
        className="untouched", title=says, **props,
    )  # fmt: skip


def unseen(place: Callable[..., Any], **props: Any) -> Any:
    """The other one that must be none, likewise; assets/unseen.js asks for it."""
    says = _("At home in our care, and nobody has reached them for 24 hours. It must be none.")
    inside = [shape("done"), html.Span(_("Nobody greeted for 24 hours")), html.B("–"), html.Small(_("people"))]
    return place(inside, className="untouched unseen", title=says, **props)


def shape_of(state: State | str) -> str:
    if state in (State.REPORTED, State.CONFIRMED, State.REOPENED):
        return "act"
    if state in (State.CLOSED, State.DUPLICATE, State.FALSE_ALARM, State.CANCELLED):
        return "done"
    return "plan" if state == State.ON_HOLD else "watch" if state in (State.RESOLVED, State.VERIFIED) else "hand"


def standing_words(one: Told, standing: Standing) -> list[Any]:
    """What can be proven of a notice, in a shape and words; and by which channel it did not go out."""
    glyph, says = STANDINGS[standing]
    ways = _(", ").join(f"{way.kind} ({way.id})" for way in one.open)
    return [shape(glyph), f" {gettext(says)}", f" · {ways}" if ways else ""]


def empty(sentence: str) -> html.P:
    return html.P(sentence, className="empty")


def facts(rows: Sequence[tuple[str, Any]]) -> html.Dl:
    """Name and value pairs."""
    cells = [cell for name, value in rows for cell in (html.Dt(name), html.Dd(value))]
    return html.Dl(cells, className="facts")


def primary(label: str, key: str, **props: Any) -> html.Button:
    """The one primary button of a view, with the key that presses it."""
    return html.Button([label, html.Kbd(key)] if key else label, className="primary", type="button", **props)


def kept(by: Actor, thing: str) -> dict[str, str]:
    """Makes a field keep what is typed over a reload or a lost session: for this account, until it is sent or emptied.

    It may be about a person, so it lies in the tab's own sessionStorage, which ends with the tab and which nothing else
    reads. That is enough: who loses the session is led to the sign-in page and back within the same tab. Signing out
    ends it, too.
    """
    return {"persistence": f"{by.id}/{thing}", "persistence_type": "session"}


def field(label: str, *parts: Any) -> html.Div:
    """What is asked for, with its name above it."""
    return html.Div(
        [html.Span(label, className="label"), *parts], className="field", role="group", **{"aria-label": label}
    )


def loading() -> html.Div:
    """Nothing for 300 ms, then grey bars (the style sheet delays them)."""
    return html.Div([html.I(), html.I(), html.I()], className="bars", **{"aria-label": _("Loading")})
