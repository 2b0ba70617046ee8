"""People as they leave the database: masked for whoever asks, with a line for each look, and no mask ever kept."""

from typing import Any

import pytest
from sqlalchemy import text

from cockpit import inventory
from cockpit.access import Actor
from cockpit.people import ShownPerson
from cockpit.refusals import Invalid, LookNotKept, NotAllowed, NotFound
from cockpit.sight import Tie
from tests.morning import Morning
from tests.people import DISTRICT

JIN = 1  # a planted resident of the community that Lin works for
DATA_OFFICER = Actor(90, "data_officer", "Dai", "data_officer", DISTRICT, session="90")


def values(morning: Morning) -> dict[str, str]:
    with morning.work(morning.people.cockpit) as work:
        found: dict[str, str] = work.people.open(JIN, ["name", "number", "phone", "address"])
        return found


def shown(morning: Morning, by: Actor, tie: Tie | None = None) -> ShownPerson:
    with morning.work(by) as work:
        if tie:
            work.people.admit(JIN, tie=tie)
        found: ShownPerson = work.people.shown([work.people.get(JIN)])[0]
        return found


def texts(person: ShownPerson) -> dict[str, Any]:
    return {field: one.text for field, one in person.fields.items()}


def sealed_row(morning: Morning) -> Any:
    with morning.work(morning.people.cockpit) as work:
        return work.connection.execute(text("select name, number, phone from person where id = :id"), {"id": JIN}).one()


def looks(morning: Morning) -> list[Any]:
    with morning.database.connection() as connection:
        return list(connection.execute(text("select * from look_entry order by id")))


# What is shown


def test_rosa_gets_masks_lin_gets_the_whole_but_for_the_number(morning: Morning) -> None:
    known, people = values(morning), morning.people
    of_rosa, of_lin = texts(shown(morning, people.rosa)), texts(shown(morning, people.lin))

    assert of_rosa["name"] == f"{known['name'][0]}**" and of_rosa["number"] is None
    assert of_rosa["phone"] == f"{known['phone'][:3]}****{known['phone'][-4:]}"
    assert of_lin == known | {"number": f"**************{known['number'][-4:]}"}


def test_an_address_is_masked_down_to_the_streets_name(morning: Morning) -> None:
    with morning.work(morning.people.rosa) as work:
        street = work.areas.get(work.people.get(JIN).street).name
    assert texts(shown(morning, morning.people.rosa))["address"] == street


def test_wu_and_mei_see_of_whom_they_are_sent_to_what_their_job_needs(morning: Morning) -> None:
    known = values(morning)
    assert texts(shown(morning, morning.people.wu, Tie.ASSIGNED)) == {field: known[field] for field in ("name", "phone", "address")} | {"number": None}  # fmt: skip
    of_mei = shown(morning, morning.people.mei, Tie.ASSIGNED)
    assert "number" not in of_mei.fields and not of_mei.fields["name"].whole
    assert of_mei.fields["address"].text == known["address"]


def test_only_what_is_seen_or_may_be_asked_for_is_opened(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose role sees nothing of the number does not even have it in memory."""
    with morning.work(morning.people.mei) as work:
        work.people.admit(JIN)
        asked: list[Any] = []
        real = work.people.open_many
        monkeypatch.setattr(
            work.people, "open_many", lambda ids, fields: asked.append(set(fields)) or real(ids, fields)
        )
        work.people.shown([work.people.get(JIN)])
    assert asked == [{"name", "phone", "address"}]


def test_who_is_erased_is_shown_as_erased(morning: Morning) -> None:
    with morning.work(morning.people.lin) as work:
        work.people.destroy_key(JIN)
    gone = shown(morning, morning.people.lin)
    assert gone.erased and gone.seen == []


# Looks


def test_a_look_at_a_person_is_one_line_with_the_fields_and_no_value(morning: Morning) -> None:
    morning.do(morning.people.rosa, inventory.look_at, JIN)
    (line,) = looks(morning)

    assert (line.action, line.subject, line.subject_id, line.role) == ("looked", "person", str(JIN), "officer")
    assert line.facts == {"fields": ["name", "phone", "address"]}
    assert not [value for value in values(morning).values() if value in str(line)]


def test_eve_may_not_look_and_another_streets_officer_finds_nothing(morning: Morning) -> None:
    with pytest.raises(NotAllowed):
        morning.do(morning.people.eve, inventory.look_at, JIN)
    for missing in (JIN, 10**9):
        with pytest.raises(NotFound):
            morning.do(morning.people.xia, inventory.look_at, missing)
    assert looks(morning) == []


def test_where_the_look_cannot_be_written_nothing_is_shown(morning: Morning) -> None:
    with morning.database.connection() as connection:
        connection.execute(text("revoke execute on function look_append(jsonb) from cockpit_app"))
    with pytest.raises(LookNotKept):
        morning.do(morning.people.rosa, inventory.look_at, JIN)


# A masked form


def test_a_hundred_saves_of_a_masked_form_change_nothing(morning: Morning) -> None:
    """Rosa's and Lin's forms, sent back as they were shown: not a byte of what is kept changes."""
    before = sealed_row(morning)
    for by in (morning.people.rosa, morning.people.lin):
        with morning.work(by) as work:
            for _ in range(50):
                person = work.people.shown([work.people.get(JIN)])[0]
                assert work.people.correct(JIN, {field: text or "" for field, text in texts(person).items()}) == []
    assert sealed_row(morning) == before


def test_a_real_change_among_masks_is_kept_and_the_masks_are_not(morning: Morning) -> None:
    before = values(morning)
    with morning.work(morning.people.rosa) as work:
        form = {field: text or "" for field, text in texts(work.people.shown([work.people.get(JIN)])[0]).items()}
        assert work.people.correct(JIN, form | {"phone": "10012345678"}) == ["phone"]
    assert values(morning) == before | {"phone": "10012345678"}


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "100****5678"), ("number", "3301**********12"), ("name", "王＊")]
)
def test_no_door_keeps_a_mask(morning: Morning, field: str, value: str) -> None:
    before = sealed_row(morning)
    for ask in ("keep", "correct"):
        with pytest.raises(Invalid), morning.work(morning.people.lin) as work:
            work.people.keep(JIN, field, value) if ask == "keep" else work.people.correct(JIN, {field: value})
    assert sealed_row(morning) == before


def test_an_address_is_not_changed_by_a_form(morning: Morning) -> None:
    with pytest.raises(Invalid), morning.work(morning.people.lin) as work:
        work.people.correct(JIN, {"address": "别处 1 号"})


def test_the_data_officer_corrects_a_person_and_the_change_names_nobody(morning: Morning) -> None:
    form = values(morning) | {"name": "金改名"}
    morning.do(DATA_OFFICER, inventory.correct_person, JIN, form)
    assert values(morning)["name"] == "金改名"
    with morning.database.connection() as connection:
        told = connection.execute(text("select * from change where subject = 'person'")).one()
    assert (told.event, told.facts) == ("corrected", {"fields": 1}) and "金改名" not in str(told)


def test_whoever_may_not_correct_is_refused(morning: Morning) -> None:
    for person in (morning.people.rosa, morning.people.lin, morning.people.eve):
        with pytest.raises(NotAllowed):
            morning.do(person, inventory.correct_person, JIN, {"name": "某"})
    with pytest.raises(NotFound):
        morning.do(DATA_OFFICER, inventory.correct_person, 10**9, {"name": "某"})
