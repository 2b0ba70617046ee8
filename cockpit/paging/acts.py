"""Telling persons, and what they open: there at once in the cockpit, by their channels later by the worker."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cockpit import duty
from cockpit.access import allowed_to
from cockpit.events import Event, plain
from cockpit.paging.channels import OwnChannel, mine
from cockpit.paging.delivery import Delivery, Standing, Waiting, ripe, rule_of, standing
from cockpit.paging.paging import ORDINARY, TEST, URGENT, News, NotReached, Paged, Paging, PagingSeen
from cockpit.refusals import NotFound, NotSignedIn

if TYPE_CHECKING:
    from cockpit.incidents import Incident
    from data_access.work import Work

SHOWN = 50  # of one's own, the unseen first


@dataclass(frozen=True)
class PersonTold:
    """Somebody who was told of an incident, as whoever reads the incident may see it: no address is in it."""

    name: str
    role: str
    team: str
    paging: Paging
    standing: Standing
    deliveries: tuple[Delivery, ...]


def page(
    work: "Work",
    accounts: Iterable[int],
    event: str,
    incident: "Incident | None",
    *,
    urgent: bool = False,
    **facts: Any,
) -> tuple[int, ...]:
    """Tell each of these persons, once; returns who of them was told: who is off duty or disabled is not. What is `urgent` waits for
    no quiet hour to end, though it is about no incident."""
    asked = tuple(dict.fromkeys(accounts))
    told = tuple(one for one in asked if work.pagings.reachable(one) and duty.is_on(work, one))
    for account in told:
        one = work.pagings.add(_paging(work, account, event, incident, facts, URGENT if urgent else ORDINARY))
        work.tell_area(one.area, "paging", one.id, Paged(account))
    return told


def _paging(
    work: "Work", account: int, event: str, incident: "Incident | None", facts: dict[str, Any], otherwise: int
) -> Paging:
    about = ("incident", str(incident.id), incident.spot.grid) if incident else ("", "", work.by.area)
    code = {"code": incident.code} if incident else {}
    priority = incident.priority if incident else otherwise
    told = {name: plain(value) for name, value in facts.items()} | code
    return Paging(account, event, *about, priority, told, work.machine_at, work.at, work.by.id)


@allowed_to("be_paged")
def my_pagings(work: "Work") -> News:
    """What was told to me."""
    assert work.by.id is not None
    return News(work.pagings.of_account(work.by.id, SHOWN), work.pagings.unseen(work.by.id))


@allowed_to("be_paged")
def open_paging(work: "Work", paging_id: int) -> Paging:
    """Opened is seen; the first time counts."""
    one = work.pagings.get(paging_id)
    if one.account != work.by.id:
        raise NotFound()
    if work.pagings.seen(one, work.at):
        tell_about(work, one, PagingSeen(one.account))
    return work.pagings.get(paging_id)


@allowed_to("be_paged")
def opened(work: "Work", incident_id: int) -> None:
    """Whoever opens the incident itself has seen what they were told of it."""
    for one in work.pagings.of_incident(incident_id):
        if work.by.id and one.account == work.by.id and one.seen_at is None:
            open_paging(work, one.id)


def tell_about(work: "Work", one: Paging, event: Event) -> None:
    """Of an incident it is told with it, so that whoever has it open learns of it; else with the paging alone."""
    if one.incident is None:
        return work.tell_area(one.area, "paging", one.id, event)
    try:
        work.tell(work.incidents.get(one.incident), event)
    except NotFound:  # a job that is theirs no more: the sender's detail shows it when it is drawn next
        work.tell_area(one.area, "paging", one.id, event)


@allowed_to("see_incidents")
def pagings_of(work: "Work", incident_id: int) -> Sequence[PersonTold]:
    """Who was told of an incident that the caller has read, oldest first, and what can be proven of it."""
    found = work.pagings.of_incident(incident_id)
    marks = work.pagings.deliveries([one.id for one in found])
    rule = rule_of(work)
    return [_person_told(work, one, marks.get(one.id, []), rule) for one in found]


def _person_told(work: "Work", one: Paging, marks: Sequence[Delivery], rule: Any) -> PersonTold:
    who = work.accounts.get(one.account)
    team = work.teams.name_of(who.team) if who.team else ""
    return PersonTold(who.name, who.role, team, one, standing(one, marks, work.machine_at, rule), tuple(marks))


# Tests of a channel


@allowed_to("own_channels")
def try_channel(work: "Work", channel_id: int) -> Paging:
    """A paging of its own by this channel alone: whoever sees it arrive knows that the way is open."""
    return _test(work, mine(work, channel_id).account, channel_id)


def _test(work: "Work", account: int, channel: int) -> Paging:
    about = (account, TEST, "", "", work.by.area, ORDINARY)
    return work.pagings.add(Paging(*about, {}, work.machine_at, work.at, work.by.id, channel))


@allowed_to("keep_clocks")
def self_test(work: "Work") -> int:
    """Once in so many days each channel is tested by itself; how many were due. Who is off duty is left in peace."""
    before = work.machine_at - timedelta(days=rule_of(work).test_days)
    due = [one for one in work.own_channels.untested(before) if duty.is_on(work, one.account)]
    for one in due:
        _test(work, one.account, one.id)
    return len(due)


# By the worker


@allowed_to("keep_clocks")
def due_now(work: "Work") -> Sequence[tuple[Waiting, OwnChannel]]:
    """What goes out now by which channel, of persons who are on duty; what nobody opened is tried until it is given up."""
    rule, hour = rule_of(work), work.at.astimezone(work.zone).hour
    found = work.pagings.waiting(work.machine_at - rule.give_up)
    due = [(one, channel) for one in found for channel in one.due(rule, work.machine_at, hour)]
    on = {account: duty.is_on(work, account) for account in {channel.account for _, channel in due}}
    return ripe([pair for pair in due if on[pair[1].account] or pair[0].paging.channel], rule, work.machine_at)


@allowed_to("keep_clocks")
def tell_late(work: "Work") -> int:
    """Say once of each paging that nothing proves it arrived in time, so that its incident shows it; how many."""
    late = work.pagings.late(work.machine_at - rule_of(work).late)
    for one in late:
        work.pagings.told_late(one, work.machine_at)
        tell_about(work, one, NotReached(one.account))
    return len(late)


@allowed_to("keep_clocks")
def expire(work: "Work") -> int:
    """What was told longer ago than the rule says is taken away, whole hours at a time; how many."""
    days = work.policy.get("retention", "paging", work.by.area).body["days"]
    before = work.machine_at.replace(minute=0, second=0, microsecond=0) - timedelta(days=days)
    gone = work.pagings.expire(before)
    if gone:
        work.note_act("expired", "expiry", before.isoformat(), {"pagings": gone})
    return gone


@allowed_to("report_delivered")
def delivered(work: "Work", name: str, receipt: str) -> None:
    """A gateway, or the phone itself, reports that a message arrived; whose receipt does not fit reports nothing."""
    channel_id, _, bundle = name.partition("-")
    if not (channel_id.isdecimal() and bundle.isdecimal() and len(name) < 40):
        raise NotSignedIn()
    channel = work.own_channels.find(int(channel_id))
    if channel is None or not hmac.compare_digest(receipt_of(channel.secret, name).encode(), receipt.encode()):
        raise NotSignedIn()
    work.pagings.delivered(channel.id, int(bundle), work.at)


def receipt_of(secret: str, name: str) -> str:
    """What proves that whoever reports a message as delivered has got it."""
    return hmac.digest(secret.encode(), b"delivered " + name.encode(), "sha256").hex()
