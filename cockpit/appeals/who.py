"""Who must not decide: whoever ordered it, or where nobody knows who did, whoever entered the cases it rests on."""

from typing import TYPE_CHECKING

from cockpit.quarantine import Episode

if TYPE_CHECKING:
    from data_access.work import Work

ORDERED, ENTERED = "quarantine_ordered", "case_entered"


def barred_from(work: "Work", episode: Episode) -> set[int]:
    """Accounts. Orders from before it was kept who gave them are known by what was told of them then."""
    known = set(episode.ordered_by) or _tellers(work, "quarantine", episode.id, ORDERED)
    if known:
        return known
    cases = {one.case for one in work.exposures.of_persons([episode.person], work.at)}
    return {account for case in cases for account in _tellers(work, "case", case, ENTERED)}


def _tellers(work: "Work", subject: str, number: int, event: str) -> set[int]:
    return {one.account for one in work.timeline(subject, number) if one.event == event and one.account}
