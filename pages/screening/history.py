"""The history of a case as it is drawn: one line for what happened, who did it, and when."""

from dash import html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import matrix
from cockpit.quarantine import LIFTED, Lifted
from cockpit.screening import DENIALS
from cockpit.screening.history import History, Step
from cockpit.texts import N_
from pages.parts import day_time, words
from pages.screening.words import SETTINGS, STATUSES

SHOWN = 20  # of a long one the last; what was before is folded
ORDERS = 8  # numbers of orders that stand in one line

SENTENCES = {
    "case_entered": N_("The case was entered: {status}"),
    "case_reported": N_("The case was reported"),
    "case_changed": N_("Status: {was} → {status}"),
    "case_corrected": N_("Its days were corrected"),
    "case_newer_rule": N_("Its contacts are looked for by a newer version of the rule"),
    "itinerary_added": N_("Itinerary: {added} pieces added, {asks} left to ask about"),
    "itinerary_answered": N_("Itinerary: a piece answered, {asks} left to ask about"),
    "itinerary_removed": N_("Itinerary: {removed} pieces taken out"),
    "contacts_found": N_("{found} contacts were listed{gone}"),
    "contacts_found_by_round": N_("A round found {found} contacts{gone}"),
    "contact_added": N_("A contact was added by hand: {setting}"),
    "contact_denied": N_("Somebody is no contact, by hand: {denied}"),
    "contact_listed_again": N_("Somebody who was said to be no contact is listed again"),
    "quarantine_ordered": N_("Quarantine was ordered for {count} people{orders}"),
    "quarantine_moved": N_("The last day of quarantine moved for {count} people{orders}"),
    "quarantine_lifted": N_("The quarantine of {count} people was lifted, {lifted}{orders}"),
    "quarantine_released": N_("{count} people were released, no contacts of a case any more{orders}"),
}

GONE = N_(", {gone} are none any more")


def history(found: History) -> html.Details:
    lines = [line(one, found) for one in found.steps]
    before, last = lines[:-SHOWN], lines[-SHOWN:]
    folded = html.Details(
        [html.Summary(_("%(count)s earlier ones", count=len(before))), html.Ol(before)], className="fold"
    )
    drawn = [*([folded] if before else []), html.Ol(last)]
    head = html.Summary([_("History"), html.Small(f" {len(lines)}")])
    return html.Details([head, *drawn], className="fold panel pad history", **{"data-history": str(found.case.id)})  # fmt: skip


def line(one: Step, found: History) -> html.Li:
    who = found.people.get(one.account or 0) or (_("The cockpit") if one.role == "system" else "")
    role = gettext(matrix()["roles"][one.role]["says"]) if one.role and one.role != "system" else ""
    by = " · ".join(filter(None, [who, role]))
    return html.Li(
        [html.Time(day_time(one.at)), html.Span([html.Span(sentence(one)), html.Small(by)])],
        **{"data-step": kind_of(one)},
    )


def sentence(one: Step) -> str:
    facts, numbers = one.facts, [f"#{number}" for number in one.orders[:ORDERS]]
    more = ["…"] if len(one.orders) > ORDERS else []
    listed = _(", ").join([*numbers, *more])
    said = {
        **facts,
        "was": words(STATUSES, facts.get("was")),
        "status": words(STATUSES, facts.get("status")),
        "setting": words(SETTINGS, facts.get("setting")),
        "denied": words(DENIALS, facts.get("why")),
        "lifted": words(LIFTED, facts.get("why")),
        "gone": gettext(GONE).format(gone=facts["gone"]) if facts.get("gone") else "",
        "removed": -facts.get("added", 0),
        "count": one.count,
        "orders": _(" (orders %(numbers)s)", numbers=listed) if listed else "",
    }
    return gettext(SENTENCES[kind_of(one)]).format(**said)


def kind_of(one: Step) -> str:
    """Which sentence says it."""
    facts, by_itself = one.facts, one.role == "system"
    if one.event == "case_changed" and facts["was"] == facts["status"]:
        return "case_newer_rule" if by_itself else "case_corrected"
    if one.event == "itinerary_told":
        added = facts["added"]
        return "itinerary_added" if added > 0 else "itinerary_removed" if added else "itinerary_answered"
    if one.event == "contacts_found" and by_itself:
        return "contacts_found_by_round"
    if one.event == "quarantine_lifted" and facts["why"] == Lifted.NO_CONTACT:
        return "quarantine_released"
    return one.event
