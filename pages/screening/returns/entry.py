"""One entry: how it stands and why, what each source said, where they contradict each other, and what comes next."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import Area
from cockpit.people import ShownPerson
from cockpit.quarantine import BY_HAND, KINDS, LIFTED, Lifted
from cockpit.returns import CLOSED, VISITS, Contradiction, EntrySeen, State, Visit, Word, called
from pages.parts import day_time, empty, facts, field, source_words, words
from pages.screening.returns.board import name_of
from pages.screening.returns.words import FIELDS, SOURCES, STATES, explained, said, value_words, where

Names = dict[str, str]


def nothing() -> list[Any]:
    return [empty(_("Choose an entry: it shows what each source said, and what comes next."))]


def detail(seen: EntrySeen, names: Names, accounts: dict[int, str], by: Actor) -> list[Any]:
    """`names` are those of areas, `accounts` of those who wrote the words down."""
    stands = seen.seen.stands
    entry = stands.entry
    head = html.H2(" · ".join([entry.code, *name_of(seen.seen.person), words(STATES, stands.state)]))
    parts = [
        head,
        html.P(explained(stands), className="late" if stands.waits else "", **{"data-explained": "yes"}),
        facts(known(seen, names, accounts)),
        *quarantine(seen),
        *([steps(seen, by)] if stands.state is not State.OVER else []),
    ]
    told = [
        html.H3(_("What each source said")),
        html.Ul([word(one, names, accounts) for one in seen.words], className="words"),
    ]
    against = [
        html.P(contradicted(one, names), className="warn", **{"data-against": one.field}) for one in seen.contradictions
    ]
    attributes = {"data-shown-entry": str(entry.id), "data-state": stands.state.value}
    return [html.Div(parts, className="panel pad", **attributes), html.Div([*told, *against], className="panel pad")]


def known(seen: EntrySeen, names: Names, accounts: dict[int, str]) -> list[tuple[str, Any]]:
    entry = seen.seen.stands.entry
    days = [(_("Left there on"), entry.left), (_("Expected on"), entry.expected), (_("Arrived on"), entry.arrived)]
    found: list[tuple[str, Any]] = [
        (_("Comes from"), called(entry.origin) or _("not known")),
        *[(says, day.isoformat()) for says, day in days if day],
        (_("Lives in"), where(entry.area, names)),
        *phone(seen.seen.person),
    ]
    if entry.person is None:
        found.append((_("Inventory"), html.Span(_("nobody of it yet"), className="warn")))
    if entry.visit and entry.visited_at:
        who = accounts.get(entry.visited_by or 0, "")
        found.append(
            (_("Visit"), " · ".join(filter(None, (words(VISITS, entry.visit), day_time(entry.visited_at), who))))
        )
    if entry.closed:
        found.append((_("Closed"), words(CLOSED, entry.closed)))
    if (line := seen.seen.stands.region) and line.source:
        found.append((_("List"), gettext(line.source)))
    return [*found, (_("Rule"), f"{source_words(seen.rule)} · {_('version %(number)s', number=seen.rule.id)}")]


def phone(person: ShownPerson | None) -> list[tuple[str, Any]]:
    one = person.fields.get("phone") if person else None
    return [(_("Phone"), one.text)] if one and one.text else []


def quarantine(seen: EntrySeen) -> list[Any]:
    stands = seen.seen.stands
    if seen.case:
        return [html.P(_("fell ill: case %(code)s", code=seen.case.code), className="late")]
    if stands.episode is None:
        return []
    kind = words(KINDS, stands.episode.kind)
    if stands.apart:
        day = _(
            "%(kind)s, day %(day)s of %(total)s",
            kind=kind,
            day=stands.episode.day(stands.today),
            total=stands.episode.days,
        )
        return [html.P(day, **{"data-day": str(stands.episode.day(stands.today))})]
    if stands.episode.lifted:
        return [html.P(_("lifted: %(why)s", why=words(LIFTED, stands.episode.lifted)), className="hint")]
    return []


# What was said


def word(one: Word, names: Names, accounts: dict[int, str]) -> html.Li:
    when = [day_time(one.at)] if one.at else []
    who = [accounts[one.account]] if one.account in accounts else [_("the cockpit")]
    head = html.P([html.B(words(SOURCES, one.source)), html.Small(" · ".join([*when, *who]))])
    return html.Li([head, html.P(said(one, names), className="hint")], **{"data-word": one.source.value})


def contradicted(one: Contradiction, names: Names) -> str:
    sides = _(", ").join(
        f"{words(SOURCES, source)}: {value_words(one.field, value, names)}" for source, value in one.said
    )
    return _(
        "They contradict each other, %(field)s: %(sides)s. The first one counts.",
        field=words(FIELDS, one.field),
        sides=sides,
    )


# What comes next


def steps(seen: EntrySeen, by: Actor) -> html.Div:
    stands = seen.seen.stands
    about = str(stands.entry.id)
    keeping = keep_steps(seen, about) if by.may("keep_returns") else []
    ordering = order_steps(seen, about) if by.may("order_quarantine") else []
    lifting = lift_steps(seen) if by.may("order_quarantine") else []
    return html.Div(
        [
            html.Div([*keeping, *ordering], className="said-of"),
            *lifting,
            *(endings(about) if by.may("keep_returns") and not stands.apart else []),
        ]
    )


def keep_steps(seen: EntrySeen, about: str) -> list[Any]:
    entry = seen.seen.stands.entry
    unknown = [say("know", _("Look up in the inventory"), about)] if entry.person is None else []
    if entry.arrived is None:
        return [say("arrived", _("Arrived today"), about), *unknown]
    if not entry.visited:
        return [say(one, gettext(VISITS[one]), about) for one in (Visit.MET, Visit.ABSENT)] + unknown
    return unknown


def order_steps(seen: EntrySeen, about: str) -> list[Any]:
    stands = seen.seen.stands
    if stands.apart and stands.episode:
        paper = [html.A(_("Print the order"), href=f"/reports/quarantine/{stands.episode.id}", target="_blank")]
        return [say("order", _("Order for longer"), about), *paper] if stands.behind else paper
    return [say("order", _("Order"), about)] if stands.waits and seen.case is None else []


def lift_steps(seen: EntrySeen) -> list[Any]:
    """Of the episode, before its last day, for a reason of the closed list."""
    stands = seen.seen.stands
    if not stands.apart or stands.episode is None:
        return []
    label, about = _("Lift it before its last day"), str(stands.episode.id)
    return [folded(label, {f"lift_{one}": gettext(LIFTED[one]) for one in BY_HAND if one is not Lifted.OTHER}, about)]


def folded(label: str, words: dict[str, str], about: str) -> html.Details:
    why = [
        html.Button(says, type="button", className="quiet", **{"data-say": one, "data-about": about})
        for one, says in words.items()
    ]
    return html.Details([html.Summary(label), html.P(why, className="said-of")], className="fold")


def say(what: str, label: str, about: str) -> html.Button:
    return html.Button(label, type="button", className="button", **{"data-say": str(what), "data-about": about})


def endings(about: str) -> list[Any]:
    says = {f"close_{one}": gettext(why) for one, why in CLOSED.items()}
    return [folded(_("Nobody waits for it any more"), says, about)]


def correcting(seen: EntrySeen, areas: Sequence[Area]) -> list[Any]:
    """What is left as it is changes nothing; drawn for another entry, or after it was saved, and never under somebody's hands."""
    if seen.seen.stands.entry.closed:
        return []
    choices = [{"value": one.code, "label": one.name} for one in areas]
    days = [("left", _("Left there on")), ("expected", _("Expected on")), ("arrived", _("Arrived on"))]
    fields = [
        field(says, dcc.Input(id=f"screening-returns-known-{name}", type="date", value="")) for name, says in days
    ]  # fmt: skip
    save = html.Button(_("Correct"), id="screening-returns-correct", type="button", className="button")
    return [
        html.Details(
            [
                html.Summary(_("Correct what is known")),
                field(_("Comes from"), origin("screening-returns-known-from")),
                *fields,
                field(_("Lives in"), dcc.Dropdown(choices, id="screening-returns-known-community", placeholder=_("As it is"))),
                html.P(_("What is left empty stays as it is. The words of others stay."), className="hint"),
                save,
            ],
            className="panel form fold",
        )
    ]  # fmt: skip


def origin(number: str) -> dcc.Input:
    return dcc.Input(id=number, type="text", maxLength=60, autoComplete="off", placeholder=_("湖北省武汉市, or 420100"))
