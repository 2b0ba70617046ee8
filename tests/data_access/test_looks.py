"""Looks, read back: by the auditor without a name, and by the person concerned without the officer's."""

from typing import Any

import pytest

from cockpit import audit, glass, inventory
from cockpit.access import Actor
from cockpit.audit import Chain, Look, looks_at, read_log
from cockpit.inventory import By
from cockpit.reasons import Reason
from cockpit.refusals import NotAllowed, NotFound
from cockpit.reveal import Field, reveal
from cockpit.sight import Tie
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT

JIN, OTHER = 1, 2
WHY = "她来电请求我们核对登记的信息"
AUDITOR = Actor(95, "auditor", "Shen", "auditor", DISTRICT)
JINS_RECEIPT = Actor(None, "public", "public", "public", DISTRICT)


@pytest.fixture
def looked(morning: Morning) -> Morning:
    """Rosa opens Jin, sees the phone in full, lists the community; Xia breaks the glass; Lin opens somebody else."""
    people = morning.people
    with morning.work(people.cockpit) as work:
        phone = work.people.open(JIN, ["phone"])["phone"]
    morning.do(people.rosa, inventory.look_at, JIN)
    morning.do(people.rosa, reveal, JIN, Field.PHONE, Reason.CALL_BACK, WHY)
    morning.do(people.rosa, inventory.list_community, people.lin.area)
    morning.do(people.lin, inventory.look_up, By.PHONE, CHANGQING, phone)
    morning.do(people.xia, glass.break_glass_for, "phone", [phone], Reason.DANGER, WHY)
    morning.do(people.lin, inventory.look_at, OTHER)
    return morning


def told(looks: list[Look]) -> list[tuple[str, str, str | None]]:
    return [(one.role, one.action, one.code) for one in looks]


def test_jin_learns_every_look_by_role_time_and_reason(looked: Morning) -> None:
    found = looked.do(AUDITOR, looks_at, JIN)
    assert told(found) == [
        ("street_officer", "glass_broken", "danger"),
        ("community", "listed", None),
        ("officer", "listed", None),
        ("officer", "revealed", "call_back"),
        ("officer", "looked", None),
    ]
    assert {one.at for one in found} == {looked.at}
    assert found[3].fields == ("phone",)


def test_a_look_names_nobody(looked: Morning) -> None:
    drawn = str(looked.do(AUDITOR, looks_at, JIN))
    people = vars(looked.people).values()
    assert not [one.name for one in people if one.id and one.name in drawn]
    assert WHY not in drawn


def test_of_somebody_else_only_what_concerns_them_is_told(looked: Morning) -> None:
    assert told(looked.do(AUDITOR, looks_at, OTHER)) == [
        ("community", "looked", None),
        ("officer", "listed", None),  # the list of the community they both live in
    ]


def test_a_receipt_tells_of_its_own_person_alone(looked: Morning) -> None:
    with looked.work(JINS_RECEIPT) as work:
        work.people.admit(JIN, tie=Tie.SELF)
        assert len(looks_at(work, JIN)) == 5
        with pytest.raises(NotFound):
            looks_at(work, OTHER)
    with pytest.raises(NotFound):
        looked.do(JINS_RECEIPT, looks_at, JIN)


@pytest.mark.parametrize("name", ["rosa", "gu", "lin", "wu", "eve"])
def test_staff_do_not_read_who_looked(looked: Morning, name: str) -> None:
    for ask in (looks_at, read_log):
        with pytest.raises(NotAllowed):
            looked.do(getattr(looked.people, name), ask, JIN)


def test_the_auditor_reads_looks_by_person_and_by_kind(looked: Morning) -> None:
    def found(**asked: Any) -> list[str]:
        return [entry.line.action for entry in looked.do(AUDITOR, read_log, chain=Chain.LOOKS, **asked)]

    assert found() == ["looked", "glass_broken", "listed", "listed", "revealed", "looked"]
    assert found(subject=f"person/{JIN}") == ["glass_broken", "revealed", "looked"]
    assert found(action="revealed") == ["revealed"]
    assert found(subject="person/list", limit=1) == ["listed"]


def test_no_line_of_looks_holds_a_value_or_a_name_of_the_person(looked: Morning) -> None:
    with looked.work(looked.people.cockpit) as work:
        secrets = list(work.people.open(JIN, ["name", "phone", "number", "address"]).values())
    lines = str(looked.do(AUDITOR, audit.read_log, chain=Chain.LOOKS))
    assert not [one for one in [*secrets, WHY] if one in lines]
