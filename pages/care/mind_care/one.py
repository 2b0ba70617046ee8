"""One client's case as its counsellor reads it: how they are, how to reach them, the plan, every call; and one that waits, of which nothing is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from flask_babel import get_locale
from flask_babel import gettext as _

from cockpit.mind_care.care import OpenCase
from cockpit.mind_care.case import KINDS, OUTCOMES, Kind, MindCase
from cockpit.mind_care.change import Compared
from cockpit.mind_care.said import RISKS, SLEEPS, Answered, Call, Plan, Risk
from cockpit.mind_care.scale import MOST, ScaleName, answer_words, scales
from pages.care.mind_care.words import BANDS, CHANGES, total
from pages.parts import day_time, empty, facts, full_time, shape, words


def nothing() -> list[Any]:
    return [empty(_("Choose a case on the left. Of those that wait nothing is shown until you take one."))]


def waiting(one: MindCase) -> list[Any]:
    """Whoever has not taken it reads nothing of it."""
    since = one.crisis_at or one.asked_at or one.opened_at
    what = _("A crisis: somebody needs a human now.") if one.in_crisis else _("Somebody asks for a talk.")
    hint = _("What was answered is sealed; it opens for whoever takes the case, and for nobody else.")
    return [
        html.Div(
            [html.H2(_("Case #%(id)s", id=one.id)), html.P([shape("act" if one.in_crisis else "watch"), " ", what]),
             facts([(_("Since"), full_time(since))]), html.P(hint, className="hint")],
            className="panel pad", **{"data-shown-mind": str(one.id)},
        )
    ]  # fmt: skip


def detail(seen: OpenCase) -> list[Any]:
    one = seen.case
    crisis = html.P([shape("act"), " ", html.B(_("Crisis: call now, then say below how it went."))], className="late")
    fhir = html.A(_("FHIR R4 export of the tests"), href=f"/reports/mind/{one.id}.json", target="_blank")
    return [
        html.Div(
            [
                html.H2(_("Case #%(id)s", id=one.id)),
                *([crisis] if one.in_crisis else []),
                facts([*reach(seen), *states(one)]),
                changes(seen.compared),
                *[answered(each, first=place == 0 and not seen.calls) for place, each in enumerate(seen.answered)],
                html.P(fhir, className="hint"),
            ],
            className="panel pad",
            **{"data-shown-mind": str(one.id)},
        ),
        html.Div([html.H2(_("Plan")), *plans(seen.plans)], className="panel pad"),
        html.Div([html.H2(_("Calls")), *calls(seen.calls)], className="panel pad"),
    ]


def reach(seen: OpenCase) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    if seen.person:
        known = seen.person.fields
        found += [
            (label, known[name].text)
            for label, name in ((_("Name"), "name"), (_("Phone"), "phone"))
            if name in known and known[name].text
        ]
    if seen.reach:
        call = html.A(
            seen.reach.phone, href=f"tel:{''.join(one for one in seen.reach.phone if one.isdigit() or one == '+')}"
        )
        found += [(_("Wants to be called"), seen.reach.name or _("no name given")), (_("Number given"), call)]
    return found or [(_("Number given"), _("none: wait for the person to leave one"))]  # fmt: skip


def states(one: MindCase) -> list[tuple[str, Any]]:
    found = [(_("Opened"), full_time(one.opened_at))]
    if one.next_call_at:
        found.append((_("Next call"), full_time(one.next_call_at)))
    found.append(
        (
            _("Second test"),
            full_time(one.retested_at) if one.retested_at else _("from %(day)s on", day=full_time(one.retest_at)[:10]),
        )
    )
    if one.outcome and one.closed_at:
        found.append((_("Closed"), f"{full_time(one.closed_at)} · {words(OUTCOMES, one.outcome)}"))
    return found  # fmt: skip


def changes(found: Sequence[Compared]) -> html.Ul:
    return html.Ul([html.Li(change(one)) for one in found], className="mind-changes")


def change(one: Compared) -> list[Any]:
    short, most = scales()[one.scale].short, MOST * len(scales()[one.scale].items)
    if one.change is None:
        return [html.B(f"{short} {one.last}"), f" / {most}"]
    return [html.B(f"{short} {one.first} → {one.last}"), f" / {most} · {words(CHANGES, one.change)}"]


def answered(one: Answered, *, first: bool) -> html.Details:
    when = day_time(one.at) if one.at else ""
    scored = [
        f"{scales()[name].short} {total(found)} {words(BANDS, found.band) if found.band else ''}"
        for name, found in one.scored.items()
    ]
    body: list[Any] = [table(name, given) for name, given in one.answers.items()]
    if one.words:
        body.append(html.Blockquote(one.words))
    return html.Details([html.Summary(" · ".join([when, *scored])), *body], className="fold", open=first)  # fmt: skip


def table(name: ScaleName, given: Sequence[int | None]) -> html.Table:
    """In the standard words; what alarms is marked."""
    scale, language = scales()[name], str(get_locale() or "en")
    says = [one.said_in(language) for one in answer_words()]
    lines = [
        html.Tr([html.Td(f"{place}"), html.Td(item.said_in(language)), html.Td("–" if one is None else f"{one} {says[one]}")],
                className="late" if place == scale.alarming and one else "")
        for place, (item, one) in enumerate(zip(scale.items, given, strict=True), 1)
    ]  # fmt: skip
    return html.Table([html.Caption(scale.short), html.Tbody(lines)], className="table")


def plans(found: Sequence[Plan]) -> list[Any]:
    if not found:
        return [empty(_("No plan yet: say with the client what should become better, and how."))]
    latest, *older = found
    rest = html.Details([html.Summary(_("Before")), *(plan(one) for one in older)], className="fold")
    return [plan(latest), *([rest] if older else [])]


def plan(one: Plan) -> html.Div:
    return html.Div([html.P(one.goals, className="mind-note"), html.Small(_of(one.at, ways(one.kinds)))])


def calls(found: Sequence[Call]) -> list[Any]:
    if not found:
        return [empty(_("Not called yet."))]
    return [html.Ol([html.Li(call(one), **{"data-call": str(one.id)}) for one in found], className="mind-calls")]


def call(one: Call) -> list[Any]:
    said = [_("reached") if one.reached else _("not reached")]
    said += [_("mood %(mood)s of 10", mood=one.mood)] if one.mood is not None else []
    said += [_("sleep: %(sleep)s", sleep=words(SLEEPS, one.sleep))] if one.sleep else []
    risk = html.B(words(RISKS, one.risk), className="late" if one.risk in (Risk.THOUGHTS, Risk.PLAN) else "")
    return [
        shape("done" if one.reached else "watch"), " ", html.Span(_of(one.at, *said)), " · " if one.reached else "",
        risk if one.reached else "", html.P(one.note, className="mind-note") if one.note else "", html.Small(ways(one.kinds)),
    ]  # fmt: skip


def ways(kinds: Sequence[Kind], table: Mapping[Any, str] = KINDS) -> str:
    return _(", ").join(words(dict(table), one) for one in kinds)


def _of(at: Any, *said: str) -> str:
    return " · ".join([day_time(at), *(one for one in said if one)])
