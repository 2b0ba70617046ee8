"""Reading requests: one's own by receipt, and at the desk those of one's own area; each field as one's role may see it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.masks import written
from cockpit.people import Person, ShownPerson
from cockpit.policy import Policy
from cockpit.receipts import Receipt, its_person
from cockpit.requests.answer import holding
from cockpit.requests.request import Kind, Request, State
from cockpit.sight import sight

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 200  # for one screen; the most urgent come first


@dataclass(frozen=True)
class Seen:
    """A request as its reader may see it: `asked`, `why` and `said` are None where nothing of them is shown.

    `rule` is the version that decided, or else the one that set the due time.
    """

    request: Request
    asked: str | None
    why: str | None
    said: str | None
    rule: Policy


@dataclass(frozen=True)
class Opened:
    """One request at the desk: `held` names the emergency that keeps a deletion from being done now."""

    seen: Seen
    person: ShownPerson
    held: str | None
    own: bool


@allowed_to("ask_own")
def made_by(work: "Work", receipt: Receipt) -> list[Seen]:
    """What the person asked, newest first."""
    person = its_person(work, receipt)
    return [_seen(work, one, person) for one in work.requests.of_person(person.id)]


@allowed_to("see_requests")
def list_requests(
    work: "Work", kind: Kind | None = None, state: State | None = State.ASKED
) -> list[tuple[Request, str]]:  # fmt: skip
    """Requests of one's own area with the grid they come from, the first due first; nothing of a person is in it."""
    return work.requests.waiting(kind, state, MOST)


@allowed_to("see_requests")
def look_at_request(work: "Work", request_id: int) -> Opened:
    """One request with the person it is about: a look of its own at either."""
    one = work.requests.get(request_id)
    person = work.people.get(one.person)
    shown = work.looks.person(person)
    seen = _seen(work, one, person)
    read = [name for name in ("asked", "why", "said") if getattr(seen, name)]
    work.looked("request", one.id, [f"request.{name}" for name in read])
    mine = one.entered_by is not None and one.entered_by == work.by.id
    return Opened(seen, shown, holding(work, one, person) if one.open else None, mine)


def _seen(work: "Work", one: Request, person: Person) -> Seen:
    """What was asked in the form in which the reader sees the field; free words for who sees the whole name."""
    ties, role = work.people.ties(person), work.by.role
    known = work.requests.words(one)
    form = sight(role, one.field, ties).form if one.field else None
    street = work.areas.get(person.street).name
    asked = written(one.field, known["asked"], form, street) if one.field and form and "asked" in known else None
    words = known if sight(role, "name", ties).whole else {}
    return Seen(one, asked, words.get("why"), words.get("said"), work.policy.version(one.rule or one.policy))
