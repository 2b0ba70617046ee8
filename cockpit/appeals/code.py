"""The code of an order 申诉码: on the paper of the order, it opens this one episode of quarantine and nothing else.

Each print has a code of its own, and those of the papers before go on holding, so that nobody loses their appeal because an
order was looked at or printed once more; of many prints the last few hold.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.appeals.appeal import AppealRule, is_over, rule_of
from cockpit.clock import local_day_start
from cockpit.quarantine import Episode
from cockpit.receipts import let_in
from cockpit.refusals import Refusal

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Code:
    """What a code opens; the code itself stands on its paper alone."""

    episode: int
    person: int
    given_at: datetime
    id: int = 0


@allowed_to("order_quarantine")
def give_code(work: "Work", episode: Episode) -> str:
    """A fresh code for the paper that is printed now; empty for an order that is over."""
    if is_over(episode, local_day_start(work.at, work.zone).date()):
        return ""
    code = work.appeals.give_code(episode.id, work.at, most=rule_at(work, episode).codes)
    work.note_act("appeal_code_given", episode.subject, str(episode.id), {})
    return code


@allowed_to("appeal")
def knock(work: "Work", written: str, origin: str) -> Code | Refusal:
    """What the code on the paper opens; guesses count with those at receipts, by the same limit."""
    today = local_day_start(work.at, work.zone).date()
    since = rule_of(work.policy.get("appeal", "any", work.areas.district().code)).opens_since(today)
    return let_in(work, written, origin, lambda code: work.appeals.that_opens(code, since))


def rule_at(work: "Work", episode: Episode) -> AppealRule:
    return rule_of(work.policy.get("appeal", "any", work.people.get(episode.person).community))
