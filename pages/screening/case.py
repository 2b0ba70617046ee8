"""One case: what is known of it, by which rule its contacts are found, who they are, and what was ordered for them."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.people import ShownPerson
from cockpit.quarantine import BY_HAND, KINDS, LIFTED, QuarantineKind
from cockpit.screening import DENIALS, CaseSeen, Closeness, ContactSeen, SecondSeen
from pages.parts import day_time, empty, facts, field, shape, source_words, words
from pages.screening.notes import notes_of
from pages.screening.risk_words import level_mark
from pages.screening.words import CLOSENESS, STATUSES, explained, met_words, short


def nothing() -> list[Any]:
    return [empty(_("Choose a case on the left: it shows its contacts and what each of them rests on."))]


def detail(seen: CaseSeen, names: dict[str, str], by: Actor) -> list[Any]:
    """`names` are those of areas."""
    case = seen.case
    head = html.H2(" · ".join([case.code, words(STATUSES, case.status), *name_of(seen.person)]))
    return [
        html.Div(
            [dcc.Store(id="screening-case-about", data=case.id), head, facts(known(seen, names))],
            className="panel pad",
            **{"data-shown-case": str(case.id)},
        ),
        html.Div(contacts(seen, names, by), className="panel pad"),
    ]


def name_of(person: ShownPerson | None) -> list[str]:
    if person is None:
        return []
    return [_("Erased")] if person.erased else [person.fields["name"].text or ""] if "name" in person.fields else []


def known(seen: CaseSeen, names: dict[str, str]) -> list[tuple[str, Any]]:
    case, person = seen.case, seen.person
    isolated = day_time(case.isolated_at) if case.isolated_at else html.Span(_("not yet"), className="late")
    found: list[tuple[str, Any]] = [
        (_("Onset"), case.onset.isoformat() if case.onset else _("not known")),
        (_("Sampling"), case.sampled.isoformat() if case.sampled else _("not known")),
        (_("Time of isolation"), isolated),
    ]
    if person:
        found.append((_("Lives in"), where(person, names)))
        found += (
            [(_("Phone"), person.fields["phone"].text)]
            if "phone" in person.fields and person.fields["phone"].text
            else []
        )
    if case.severe:
        found.append((_("Symptoms"), _("severe: a close contact however short it was")))
    return [*found, (_("Rule"), f"{source_words(seen.rule)} · {_('version %(number)s', number=seen.rule.id)}")]


def where(person: ShownPerson, names: dict[str, str]) -> str:
    return " › ".join(names[code] for code in (person.street, person.community, person.grid) if code in names)


# Contacts


def contacts(seen: CaseSeen, names: dict[str, str], by: Actor) -> list[Any]:
    waiting = sum(one.stands.waits(seen.today) for one in seen.contacts)
    left = _("%(count)s of them not apart", count=waiting)
    head = html.H2(
        [
            _("Contacts"),
            html.Small(f" {len(seen.contacts)}"),
            html.Small(f" · {left}", className="late" if waiting else "", hidden=not waiting),
        ]
    )
    steps = [ordering(waiting, bool(seen.contacts), seen.case.id)] if by.may("order_quarantine") else []
    close = [contact(one, seen, names, by) for one in seen.contacts if one.stands.close]
    general = [contact(one, seen, names, by) for one in seen.contacts if not one.stands.close]
    nobody = empty(_("Nobody in your area is known to have been near this case."))
    found = [html.Ul(close, className="contacts")] if close else []
    if general:
        found += [html.H3(_("General contacts")), html.Ul(general, className="contacts")]
    return [head, *steps, *(found or [nobody]), *second(seen, names), *denied(seen, by)]


def second(seen: CaseSeen, names: dict[str, str]) -> list[Any]:
    """Contacts of contacts: told what to watch for, and ordered nothing."""
    if not seen.second:
        return []
    rows = [
        html.Li(
            [
                html.P([html.B(" · ".join(name_of(one.person))), html.Small(where(one.person, names))]),
                html.P(chain_words(one, seen), className="hint"),
            ],
            **{"data-second": str(one.person.id)},
        )
        for one in seen.second
    ]
    says = _("Contacts of contacts: %(count)s, listed and not ordered anything", count=len(rows))
    more = _("The rule looks no further than %(most)s of a case: there may be more.", most=seen.second_most)
    listed = [
        html.Summary(says),
        html.Ul(rows, className="contacts"),
        html.P(more, className="late", hidden=not seen.second_most),
    ]
    return [html.Details(listed, className="fold")]


def chain_words(one: SecondSeen, seen: CaseSeen) -> str:
    """How they met the contact between, and how that one met the case."""
    contact = next((each for each in seen.contacts if each.person.id == one.through), None)
    name = (" ".join(name_of(contact.person)) if contact else "") or _("a contact")
    near = met_words(one.near, name, seen) if one.near else _("lives with %(name)s", name=name)
    if contact is None:
        return near
    own = [each for each in contact.stands.contact.exposures if each.case == seen.case.id]
    nearest = max(own, key=lambda each: (each.closeness, each.ended))
    return _("%(near)s, who is a contact: %(why)s", near=near, why=explained(nearest, seen))


def denied(seen: CaseSeen, by: Actor) -> list[Any]:
    """Who is no contact by an investigator's word; it can be taken back."""
    if not seen.denied:
        return []
    rows = []
    for person, why in seen.denied:
        says = html.Span(" · ".join([*name_of(person), words(DENIALS, why)]))
        again = html.Button(
            _("List again"), type="button", className="quiet", **{"data-say": "again", "data-about": str(person.id)}
        )
        rows.append(
            html.Li(
                [
                    html.P([says, *([again] if by.may("keep_cases") else [])], className="said-of"),
                    *notes_of(seen, person.id),
                ],
                **{"data-denied": str(person.id)},
            )
        )
    return [html.H3(_("No contacts, by the investigator's word")), html.Ul(rows, className="contacts")]


def ordering(waiting: int, shown: bool, case: int) -> html.Div:
    """There for each word that is said of somebody, and hidden where there is nobody to order."""
    kinds = [
        {"value": one.value, "label": gettext(KINDS[one])}
        for one in (QuarantineKind.HOME, QuarantineKind.INSTITUTIONAL)
    ]
    label = _("Order for all %(count)s who wait", count=waiting)
    return html.Div(
        [
            field(_("Kind of quarantine"), dcc.RadioItems(kinds, QuarantineKind.HOME.value, id="screening-kind", className="chips", inline=True)),
            html.Div(field(_("Where, for a facility"), dcc.Input(id="screening-where", type="text", maxLength=60, value="")), className="of-facility"),
            html.Button(label, id="screening-order-all", type="button", className="primary", hidden=not waiting),
            html.A(_("Print all orders"), href=f"/reports/quarantines/{case}", target="_blank"),
        ],
        className="form",
        hidden=not shown,
    )  # fmt: skip


def contact(one: ContactSeen, seen: CaseSeen, names: dict[str, str], by: Actor) -> html.Li:
    stands, person = one.stands, one.person
    title = [*name_of(person), words(CLOSENESS, stands.contact.closeness)]
    risk = [level_mark(one.level)] if one.level else []
    reasons = [html.Li(explained(each, seen)) for each in stands.contact.exposures]
    return html.Li(
        [
            html.P([shape(shape_of(one, seen)), html.B(" · ".join(title)), *risk, html.Small(where(person, names))]),
            html.Ul(reasons, className="reasons"),
            html.P(days(one, seen), className="late" if stands.waits(seen.today) else "hint"),
            *notes_of(seen, person.id),
            *(steps(one, seen) if by.may("order_quarantine") else []),
            *([asking(person)] if by.may("keep_cases") and stands.contact.closeness is Closeness.TO_ASK else []),
            *([denying(person)] if by.may("keep_cases") else []),
        ],
        **{"data-contact": str(person.id), "data-waits": "yes" if stands.waits(seen.today) else "no"},
    )


def asking(person: ShownPerson) -> html.P:
    """Of whom no record knows the seat: two words settle it."""
    about = {"data-about": str(person.id)}
    return html.P(
        [
            html.Span(_("Which seat was it?")),
            html.Button(_("Sat near"), type="button", className="button", **{"data-say": "near", **about}),
            html.Button(_("Sat too far away"), type="button", className="button", **{"data-say": "deny_seat", **about}),
        ],
        className="said-of",
    )


def denying(person: ShownPerson) -> html.Details:
    about = str(person.id)
    why = [
        html.Button(
            gettext(says), type="button", className="quiet", **{"data-say": f"deny_{each}", "data-about": about}
        )
        for each, says in DENIALS.items()
    ]
    drawn = [html.Summary(_("No contact")), html.P(why, className="chosen-why")]
    return html.Details(drawn, className="fold", **{"data-stays": f"deny/{about}"})


def shape_of(one: ContactSeen, seen: CaseSeen) -> str:
    stands = one.stands
    if stands.waits(seen.today):
        return "act"
    if stands.behind(seen.today):
        return "watch"
    return "hand" if stands.apart(seen.today) else "done" if seen.today > stands.until else "plan"


def days(one: ContactSeen, seen: CaseSeen) -> str:
    """How the observation and the quarantine stand today."""
    stands = one.stands
    lasts = _("observation until %(day)s", day=short(stands.until))
    if stands.case:
        return _("fell ill: case %(code)s", code=stands.case.code)
    if not stands.close:
        return _("no quarantine")
    if stands.apart(seen.today) and stands.episode:
        episode, total = stands.episode, (stands.until - stands.episode.since).days
        day = _(
            "%(kind)s, day %(day)s of %(total)s",
            kind=words(KINDS, episode.kind),
            day=episode.day(seen.today),
            total=total,
        )
        late = (
            [_("ordered until %(day)s only", day=short(episode.until))]
            if stands.behind(seen.today) and episode.until
            else []
        )
        return " · ".join([day, lasts, *late])
    if stands.excused and stands.episode and stands.episode.lifted:
        return " · ".join([_("lifted: %(why)s", why=words(LIFTED, stands.episode.lifted)), lasts])
    return (
        _("observation is over since %(day)s", day=short(stands.until))
        if seen.today > stands.until
        else " · ".join([_("not apart"), lasts])
    )


def steps(one: ContactSeen, seen: CaseSeen) -> list[Any]:
    stands, person = one.stands, str(one.person.id)
    if stands.waits(seen.today) or stands.behind(seen.today):
        label = _("Order") if stands.waits(seen.today) else _("Order for longer")
        ordering = html.Button(label, type="button", className="button", **{"data-say": "order", "data-about": person})
        return [html.P(ordering, className="said-of")]
    if stands.episode is None:
        return []
    if not stands.apart(seen.today):
        slip = html.A(_("Print the slip of release"), href=f"/reports/release/{stands.episode.id}", target="_blank")
        return [html.P(slip, className="said-of")]
    about = str(stands.episode.id)
    why = [
        html.Button(
            gettext(LIFTED[each]), type="button", className="quiet", **{"data-say": f"lift_{each}", "data-about": about}
        )
        for each in BY_HAND
    ]
    paper = html.A(_("Print the order"), href=f"/reports/quarantine/{about}", target="_blank")
    drawn = [html.Summary(_("Lift it before its last day")), html.P(why, className="chosen-why")]
    lifting = html.Details(drawn, className="fold", **{"data-stays": f"lift/{about}"})
    return [html.Div([paper, lifting], className="said-of")]
