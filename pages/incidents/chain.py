"""The chain of an incident as a line of steps: what was done, what comes next and when, who was told and what they answered."""

from datetime import datetime, timedelta
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.escalation import Call, Chain, Stand, Step, promise_of
from cockpit.incidents.story import Story
from pages.chains import WHOM, why
from pages.parts import clock_time, local_day, shape, source_words, span, words


def line(story: Story) -> html.Section | None:
    """Nothing for what has no chain, or is over without that anybody was told."""
    chain = story.chain
    if chain is None or (story.incident.over and not story.calls):
        return None
    rows = [*(past(one, story) for one in done(chain)), *ahead(chain, story)]
    return html.Section([html.Ol(rows, className="chain", **{"aria-label": _("Chain of escalation")}), rule(story)])


def done(chain: Chain) -> list[Step]:
    """In the order they came about."""
    past = [one for one in chain.steps if one.at and one.stand in (Stand.DONE, Stand.NOBODY)]
    return sorted(past, key=lambda one: (one.at, one.number))


def past(step: Step, story: Story) -> html.Li:
    calls = [one for one in story.calls if one.step == step.number]
    nobody = step.stand is Stand.NOBODY
    told = [why(step.timer, step.after), *(answer(one, story) for one in calls)] + (
        [_("nobody there")] if nobody else []
    )
    return html.Li(
        [
            shape("plan" if nobody else "done"),
            html.Time(clock_time(step.at) if step.at else ""),
            html.Span([words(WHOM, step.to), html.Small(" · ".join(told))]),
        ],
        **{"data-step": str(step.number), "data-stand": step.stand.value},
    )


def answer(one: Call, story: Story) -> str:
    """Who was told, and what they answered: seen or not, by when they see to it, or that they fell silent."""
    name = story.people.get(one.account, f"#{one.account}")
    if one.promises and one.promised_until:
        return _("%(name)s sees to it by %(time)s", name=name, time=clock_time(one.promised_until))
    if one.lapsed:
        return _("%(name)s promised and was silent", name=name)
    if one.seen_at:
        return _("%(name)s saw it at %(time)s", name=name, time=clock_time(one.seen_at))
    return _("%(name)s has not seen it", name=name)


def ahead(chain: Chain, story: Story) -> list[html.Li]:
    """Of each timer the next step with its countdown; where it is held up, what holds it instead."""
    coming = chain.waiting(story.incident)
    promise = promise_of(story.calls)
    if chain.paused_at is not None:
        return [] if story.incident.over else [held(_("On hold: nobody else is told meanwhile"))]
    if promise and promise.look_at:
        return [held(_("Nobody else is told while it is seen to"), promise.look_at, story.at)]
    first = {one.timer: one for one in reversed(coming)}
    ordered = [one for one in coming if first[one.timer] is one]
    return [upcoming(one, story.at, "later" if n else "next") for n, one in enumerate(ordered)]


def held(says: str, until: datetime | None = None, at: datetime | None = None) -> html.Li:
    left = countdown(until, at) if until and at else ""
    return html.Li([shape("hand"), left, html.Span(says)], **{"data-stand": "held"})


def upcoming(step: Step, at: datetime, stand: str) -> html.Li:
    assert step.due
    return html.Li(
        [
            shape("plan"),
            countdown(step.due, at),
            html.Span([words(WHOM, step.to), html.Small(why(step.timer, step.after))]),
        ],
        **{"data-step": str(step.number), "data-stand": stand},
    )


def countdown(due: datetime, at: datetime) -> html.Time:
    """Goes on in the browser by the district's clock (assets/escalation.js)."""
    return html.Time(span(max(due - at, timedelta())), dateTime=due.isoformat(), className="countdown")


def rule(story: Story) -> html.Details | None:
    """Which version it follows, whatever was published since, and where that comes from."""
    if story.rule is None:
        return None
    day = local_day(story.rule.holds_from)
    says = _("Rule in force since %(day)s: %(source)s", day=day, source=source_words(story.rule))
    return html.Details([html.Summary(_("Which rule does this follow?")), html.P(says)], className="gone")


def promising(story: Story, prefix: str, by: Actor) -> html.Div:
    """For whoever was called in: seen, and by when it is seen to."""
    mine = [one for one in story.calls if one.account == by.id]
    promise = promise_of(story.calls)
    others = promise is not None and promise.account != by.id
    shown = by.may("see_to") and bool(mine) and not others and not story.incident.over
    options = [choice(minutes, story.at) for minutes in story.minutes]
    return html.Div(
        [
            html.P(_("It was escalated to you. By when do you see to it?"), className="hint"),
            dcc.RadioItems(
                options, story.minutes[0] if story.minutes else None, id=f"{prefix}-promise", className="chips"
            ),
            html.Button(_("Seen, I see to it"), id=f"{prefix}-see-to", type="button", className="button"),
        ],
        hidden=not shown,
        className="promising",
    )


def choice(minutes: int, at: datetime) -> dict[str, Any]:
    """The time is kept true in the browser as long as one thinks."""
    by = html.Time(clock_time(at + timedelta(minutes=minutes)), **{"data-minutes": str(minutes)})
    return {"value": minutes, "label": html.Span([by, html.Small(_("%(minutes)s min", minutes=minutes))])}
