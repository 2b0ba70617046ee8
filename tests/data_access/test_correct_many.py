"""Many corrected at once: a result for each, one line in the audit, a change in each community, and a way back."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import importing
from cockpit.access import Actor
from cockpit.importing.kinds import Kind
from cockpit.inventory import correct, correct_many, find, open_place
from cockpit.inventory.correct import FasterHand
from cockpit.inventory.finding import What
from cockpit.inventory.many import MOST, Done, Outcome, Part
from cockpit.places import PlaceKind
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.sources import Source
from data_access import sources
from data_access.database import Database
from data_access.importing.jobs import Runner
from tests.morning import Morning
from tests.people import DISTRICT, somebody

HOSPITAL = {"kind": "hospital"}


@pytest.fixture
def jia(database: Database) -> Actor:
    """The data officer."""
    return somebody(database, "data_officer")


def codes(morning: Morning) -> list[str]:
    return [one.code for one in morning.watched]


def set_all(morning: Morning, by: Actor, part: Part = Part.KIND, sent: Any = HOSPITAL, **more: Any) -> Done:
    wanted = more.get("codes", codes(morning))
    done: Done = morning.do(by, correct_many, What.PLACES, wanted, part, sent, more.get("seen", 0))
    return done


def kinds(morning: Morning, by: Actor) -> list[PlaceKind]:
    return [morning.do(by, open_place, code).place.kind for code in codes(morning)]


def test_each_has_a_result_and_one_that_was_so_already_or_is_not_there_stays(morning: Morning, jia: Actor) -> None:
    first = codes(morning)[0]
    set_all(morning, jia, codes=[first])
    with morning.work(jia) as work:
        seen = work.inventory.newest()
    done = set_all(morning, jia, codes=[*codes(morning), "P-99999", first], seen=seen)
    assert [one.outcome for one in done.results] == [
        Outcome.UNCHANGED, Outcome.CHANGED, Outcome.CHANGED, Outcome.CHANGED, Outcome.REFUSED
    ]  # fmt: skip
    assert set(kinds(morning, jia)) == {PlaceKind.HOSPITAL}


def test_one_line_in_the_audit_and_a_change_in_each_community(morning: Morning, jia: Actor) -> None:
    done = set_all(morning, jia)
    with morning.database.connection() as connection:
        lines = connection.execute(text("select * from audit_entry where action = 'many_corrected'")).all()
        rows = connection.execute(text("select * from change where event = 'many_corrected'")).all()
    assert [line.facts for line in lines] == [{"kind": "places", "changed": 4, "unchanged": 0, "refused": 0}]
    assert {row.subject_id for row in rows} == {str(done.batch)}
    communities = {one.spot.community for one in morning.watched}
    assert {row.community for row in rows if row.community} == communities


def test_it_is_taken_back_as_an_import_is(morning: Morning, jia: Actor) -> None:
    done = set_all(morning, jia)
    assert done.batch
    page = morning.do(jia, open_place, codes(morning)[0])
    assert page.past[0].batch == done.batch and page.past[0].file
    morning.do(jia, importing.undo_here, done.batch)
    Runner(morning.database, jia, done.batch, Path()).undo()
    assert set(kinds(morning, jia)) == {PlaceKind.PHARMACY}
    assert morning.do(jia, importing.look, done.batch).state == "undone"


def test_what_somebody_else_changed_since_it_was_listed_stays_and_says_who(morning: Morning, jia: Actor) -> None:
    with morning.work(jia) as work:
        seen = find(work, {}).seen
    first = codes(morning)[0]
    morning.do(jia, correct, What.PLACES, first, {"name": "新安药店"}, 0)
    done = set_all(morning, jia, seen=seen)
    assert done.results[0].outcome is Outcome.REFUSED and isinstance(done.results[0].faster, FasterHand)
    assert done.results[0].faster.who == jia.name
    assert kinds(morning, jia)[0] is PlaceKind.PHARMACY


def test_who_is_responsible_is_set_for_all_and_lies_sealed(morning: Morning, jia: Actor) -> None:
    done = set_all(morning, jia, Part.CONTACT, {"contact": "钱多多", "phone": "１００１２３４００７７"})
    assert done.counts[Outcome.CHANGED] == 4
    for code in codes(morning):
        assert morning.do(jia, open_place, code).contact["phone"].text == "10012340077"
    with morning.database.connection() as connection:
        for table in ("place", "history", "import_batch", "change", "audit_entry"):
            assert "钱多多" not in "\n".join(connection.execute(text(f"select t::text from {table} t")).scalars()), (
                table
            )


def test_a_flag_is_cleared_where_there_is_one(morning: Morning, jia: Actor) -> None:
    first = codes(morning)[0]
    with morning.database.connection() as connection:
        connection.execute(text("update place set flagged = true where code = :code"), {"code": first})
    done = set_all(morning, jia, Part.FITS, {})
    assert [one.outcome for one in done.results] == [Outcome.CHANGED, *[Outcome.UNCHANGED] * 3]
    assert not morning.do(jia, open_place, first).place.flagged


def test_it_counts_as_corrected_by_hand_and_not_as_brought_by_a_file(morning: Morning, jia: Actor) -> None:
    grids = {one.spot.grid for one in morning.watched}
    before = places_of(morning, grids)
    set_all(morning, jia)
    after = places_of(morning, grids)
    assert {one.brought for one in after} == {one.brought for one in before}
    assert {one.edited and (one.edited.at, one.edited.role) for one in after} == {(morning.at, "data_officer")}


def places_of(morning: Morning, grids: set[str]) -> list[Source]:
    sources.reckon(morning.database, morning.people.cockpit)
    with morning.work(morning.people.cockpit) as work:
        return [one for one in work.sources.of_area(DISTRICT) if one.kind is Kind.PLACES and one.area in grids]


def test_where_nothing_changes_no_batch_is_made(morning: Morning, jia: Actor) -> None:
    assert set_all(morning, jia, Part.KIND, {"kind": "pharmacy"}).batch is None
    assert morning.do(jia, importing.latest) == []


@pytest.mark.parametrize(
    ("part", "sent", "chosen"),
    [
        (Part.KIND, {"kind": "castle"}, None),
        (Part.KIND, {}, None),
        (Part.TRADE, {"trade": "H"}, None),
        (Part.CONTACT, {"contact": "王**"}, None),
        (Part.CONTACT, {"contact": " "}, None),
        (Part.KIND, HOSPITAL, []),
        (Part.KIND, HOSPITAL, [f"P-{n:05}" for n in range(MOST + 1)]),
    ],
)
def test_what_does_not_fit_is_refused_for_all(morning: Morning, jia: Actor, part: Part, sent: Any, chosen: Any) -> None:
    with pytest.raises(Invalid):
        set_all(morning, jia, part, sent, codes=codes(morning) if chosen is None else chosen)
    assert set(kinds(morning, jia)) == {PlaceKind.PHARMACY}


def test_others_may_not_and_what_is_not_there_is_not_found(morning: Morning, jia: Actor) -> None:
    for by in (morning.people.rosa, morning.people.shen, morning.people.lin, morning.people.eve):
        with pytest.raises(NotAllowed):
            set_all(morning, by)
    with pytest.raises(NotFound):
        set_all(morning, jia, codes=["P-99999"])


def test_firms_get_another_trade(morning: Morning, jia: Actor) -> None:
    firms = [one.code for one in morning.do(jia, find, {"what": "enterprises", "kind": "F"}).things[:3]]
    done = morning.do(jia, correct_many, What.ENTERPRISES, firms, Part.TRADE, {"trade": "餐饮业"}, 0)
    assert done.counts[Outcome.CHANGED] == 3
    assert morning.do(jia, find, {"what": "enterprises", "q": firms[0]}).things[0].trade == "H"
