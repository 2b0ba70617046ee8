"""A notice 告知 is what somebody reads before giving data: who asks, what for, how long it is kept, whom to ask.

Each is dated policy, so that the version which somebody read can be kept with what they gave.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to

if TYPE_CHECKING:
    from cockpit.policy import Policy
    from data_access.work import Work

KIND = "notice"
PARTS = ("who", "what_for", "what", "how_long", "whom")


@dataclass(frozen=True)
class Notice:
    """`version` is the id of the policy's version; the parts are sentences, in English where they are the defaults."""

    key: str
    version: int
    since: datetime
    who: str
    what_for: str
    what: str
    how_long: str
    whom: str


def notice_of(policy: "Policy") -> Notice:
    return Notice(policy.key, policy.id, policy.holds_from, **{part: policy.body[part] for part in PARTS})


@allowed_to("see_notices")
def notice(work: "Work", key: str) -> Notice:
    """The one in force now."""
    return notice_of(work.policy.get(KIND, key, work.areas.district().code))


@allowed_to("see_notices")
def notices(work: "Work") -> list[Notice]:
    """All that are in force now, in the order of their keys."""
    keys = sorted({version.key for version in work.policy.versions if version.kind == KIND})
    found = [work.policy.find(KIND, key, work.areas.district().code) for key in keys]
    return [notice_of(one) for one in found if one]


@dataclass(frozen=True)
class Kept:
    """How long one kind of data is kept, by the rule in force: `days`, counted from what `since` says."""

    key: str
    days: int
    since: str


@allowed_to("see_notices")
def how_long(work: "Work") -> list[Kept]:
    """The retention rules as the public may read them."""
    district = work.areas.district().code
    emergency = work.policy.get("retention", "emergency", district).body["days_after_end"]
    rules = {
        key: work.policy.get("retention", key, district).body["days"]
        for key in ("note", "quarantine", "report", "need", "mind", "contact", "record", "request")
    }
    return [
        Kept("emergency", emergency, "ended"),
        Kept("note", rules["note"], "closed"),
        Kept("quarantine", rules["quarantine"], "ended"),
        Kept("report", rules["report"], "reported"),
        Kept("need", rules["need"], "brought"),
        Kept("mind", rules["mind"], "closed"),
        Kept("contact", rules["contact"], "observed"),
        Kept("record", rules["record"], "made"),
        Kept("request", rules["request"], "answered"),
    ]
