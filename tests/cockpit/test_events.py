"""Events as they are written down."""

from dataclasses import fields
from datetime import datetime, timedelta, timezone

from cockpit.desk import Seat, TookOver
from cockpit.dispatch.told import EnRoute, Sent
from cockpit.incidents import Kind, Source
from cockpit.incidents.told import Reported
from cockpit.refusals import AlreadySent, Invalid, Refusal
from cockpit.teams import TeamRole
from cockpit.warnings.warning import Watched

EIGHT = datetime(2020, 2, 1, 8, 0, tzinfo=timezone(timedelta(hours=8)))


def test_an_event_is_told_by_its_name_in_small_letters() -> None:
    assert (Sent.name(), EnRoute.name(), TookOver.name()) == ("sent", "en_route", "took_over")


def test_its_facts_are_plain_words_numbers_and_instants() -> None:
    assert Reported(Kind.CROWD, Source.WARNING, 1).facts == {
        "kind": "crowd",
        "source": "warning",
        "priority": 1,
        "count": None,
    }
    assert Watched(31, EIGHT).facts == {"count": 31, "alerts_at": "2020-02-01T08:00:00+08:00"}
    assert type(Sent(3, TeamRole.POLICE).facts["role"]) is str
    assert type(TookOver(Seat.FIRST, 1, None).facts["seat"]) is str


def test_a_refusal_says_who_was_faster() -> None:
    refusal = AlreadySent(code="I-0012", who="罗莎", at=EIGHT)

    assert str(refusal) == "I-0012 was already sent by 罗莎 at 2020-02-01 08:00:00+08:00."
    assert refusal.facts == {"code": "I-0012", "who": "罗莎", "at": EIGHT}
    assert refusal.status == 409


def test_every_refusal_has_a_status_and_a_sentence_that_its_facts_fill() -> None:
    facts = {"minutes": 1, "limit_kib": 1, "at": EIGHT}
    for kind in every_kind_of(Refusal):
        names = [one.name for one in fields(kind)]
        refusal = kind(**{name: facts.get(name, "word") for name in names})
        assert 400 <= refusal.status < 600, kind
        assert str(refusal)
        assert kind is Refusal or kind.says != Refusal.says, kind


def every_kind_of(kind: type[Refusal]) -> list[type[Refusal]]:
    return [kind, *(one for sub in kind.__subclasses__() for one in every_kind_of(sub))]


def test_refusals_can_be_raised_through_any_context() -> None:
    assert isinstance(Invalid("count", "is negative"), Exception)
