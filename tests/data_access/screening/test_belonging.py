"""A round asks who works with the case: Ma sits in He's office, and is told so; what an investigator said stands beside it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa
import pytest
from flask import Flask
from flask_babel import Babel
from sqlalchemy import text

from cockpit.access import system
from cockpit.lake import Kind
from cockpit.quarantine import QuarantineKind
from cockpit.screening import (
    GOES_ON,
    Case,
    CaseFacts,
    CaseStatus,
    Closeness,
    Denial,
    Exposure,
    Setting,
    add_contact,
    change_case,
    deny_contact,
    list_again,
    open_case,
    order_paper,
)
from cockpit.screening.order import order
from data_access.lake import Lake
from data_access.screening.rounds import Screening
from pages.screening.words import explained
from tests.data_access.screening.conftest import ZONE, Outbreak
from tests.people import DISTRICT

FACTS = CaseFacts(CaseStatus.CONFIRMED, onset=date(2020, 2, 8))
MARCH = datetime(2019, 3, 1, tzinfo=ZONE)
Works = tuple[int, str, datetime]


@pytest.fixture
def case(outbreak: Outbreak) -> Case:
    return outbreak.on(10).enter(**vars(FACTS))


@pytest.fixture
def firm(outbreak: Outbreak) -> int:
    with outbreak.morning.work(system(DISTRICT)) as work:
        number = work.connection.execute(text("select min(id) from enterprise")).scalar_one()
        work.connection.execute(text("update enterprise set name = '云海公司' where id = :id"), {"id": number})
    return int(number)


def register(outbreak: Outbreak, lake: Lake, batch: int, firm: int, *works: Works, setting: str = "workplace") -> None:
    """(person, room, until) each since March of last year."""
    with outbreak.morning.work(system(DISTRICT)) as work:
        known = work.pseudonyms.of([person for person, _, _ in works])
    rows = [
        {"person": known[person], "setting": setting, "site": -firm, "room": room, "since": MARCH, "until": until}
        for person, room, until in works
    ]
    lake.folder.mkdir(exist_ok=True)
    lake.bring(batch, Kind.BOND, "register", outbreak.morning.at, pa.Table.from_pylist(rows).to_batches())


def of_ma(outbreak: Outbreak, case: Case) -> Sequence[Exposure]:
    seen = outbreak.do(open_case, case.id)
    return [one for each in seen.contacts if each.person.id == outbreak.ma for one in each.stands.contact.exposures]


def said_of_ma(outbreak: Outbreak, case: Case) -> list[str]:
    app = Flask("words")
    Babel(app, default_locale="en", locale_selector=lambda: "en")
    with app.test_request_context():
        return [explained(one, outbreak.do(open_case, case.id)) for one in of_ma(outbreak, case)]


def test_who_sits_in_the_same_office_is_a_close_contact_and_the_sentence_names_it(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, firm: int
) -> None:
    register(outbreak, lake, 1, firm, (outbreak.he, "3-204", GOES_ON), (outbreak.ma, "3-204", GOES_ON))

    screening.news()

    (one,) = of_ma(outbreak, case)
    assert (one.setting, one.closeness) == (Setting.WORKPLACE, Closeness.CLOSE)
    assert one.began == datetime(2020, 2, 8, tzinfo=ZONE)
    (says,) = said_of_ma(outbreak, case)
    assert says.startswith("Same office 3-204 of 云海公司 as C-") and says.endswith("who is not isolated yet")


def test_it_goes_on_until_the_isolation(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, firm: int
) -> None:
    """Hours later they still are together, and no round is needed to know it; then the case is isolated."""
    register(outbreak, lake, 1, firm, (outbreak.he, "3-204", GOES_ON), (outbreak.ma, "3-204", GOES_ON))
    screening.news()
    outbreak.on(12)
    screening.news()
    (one,) = of_ma(outbreak, case)
    assert one.ended == outbreak.morning.at

    isolated = datetime(2020, 2, 11, 8, tzinfo=ZONE)
    outbreak.do(change_case, case.id, replace(FACTS, isolated_at=isolated))
    assert len(of_ma(outbreak, case)) == 1  # until the round that was asked for
    screening.one(case.id)
    (one,) = of_ma(outbreak, case)
    assert one.ended == isolated
    assert "until 02-11" in said_of_ma(outbreak, case)[0].replace("2020-", "")


def test_another_room_of_the_firm_is_a_general_contact(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, firm: int
) -> None:
    register(outbreak, lake, 1, firm, (outbreak.he, "3-204", GOES_ON), (outbreak.ma, "", GOES_ON))
    screening.news()

    (one,) = of_ma(outbreak, case)
    assert one.closeness is Closeness.GENERAL
    (ma,) = [one for one in outbreak.do(open_case, case.id).contacts if one.person.id == outbreak.ma]
    assert not ma.stands.close and not ma.stands.waits(date(2020, 2, 10))
    assert "in no room that is known to be the same" in said_of_ma(outbreak, case)[0]


def test_a_later_file_that_ends_it_and_a_file_that_is_taken_back_let_ma_go(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, firm: int
) -> None:
    register(outbreak, lake, 1, firm, (outbreak.he, "3-204", GOES_ON), (outbreak.ma, "3-204", GOES_ON))
    screening.news()
    register(outbreak, lake, 2, firm, (outbreak.ma, "3-204", datetime(2020, 1, 20, tzinfo=ZONE)))
    screening.news()
    assert of_ma(outbreak, case) == []

    lake.take_back(2)
    screening.news()
    assert len(of_ma(outbreak, case)) == 1
    lake.take_back(1)
    screening.news()
    assert of_ma(outbreak, case) == []


def test_what_an_investigator_says_wins(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, firm: int
) -> None:
    outbreak.do(add_contact, case.id, outbreak.ma, Setting.WORKPLACE, date(2020, 2, 9))
    register(outbreak, lake, 1, firm, (outbreak.he, "3-204", GOES_ON), (outbreak.ma, "3-204", GOES_ON))
    screening.news()
    assert len(of_ma(outbreak, case)) == 2
    lake.take_back(1)
    screening.news()
    assert len(of_ma(outbreak, case)) == 1  # the word

    register(outbreak, lake, 2, firm, (outbreak.he, "3-204", GOES_ON), (outbreak.ma, "3-204", GOES_ON))
    outbreak.do(deny_contact, case.id, outbreak.ma, Denial.ELSEWHERE)
    screening.news()
    assert of_ma(outbreak, case) == []
    outbreak.do(list_again, case.id, outbreak.ma)
    screening.one(case.id)
    assert len(of_ma(outbreak, case)) == 2


def test_a_case_by_a_rule_of_before_finds_no_colleague_until_it_is_looked_at_anew(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, firm: int
) -> None:
    """Whoever publishes it says that it holds for what is open, too."""
    with outbreak.morning.work(system(DISTRICT)) as work:
        old = (
            "insert into policy (kind, key, area, holds_from, published_at, source, body) select kind, key, area,"
            " holds_from, published_at - interval '1 day', source, body - 'together' from policy where id = :id returning id"
        )
        before = work.connection.execute(text(old), {"id": case.policy}).scalar_one()
        work.connection.execute(text("update case_record set policy = :policy"), {"policy": before})
    register(outbreak, lake, 1, firm, (outbreak.he, "3-204", GOES_ON), (outbreak.ma, "3-204", GOES_ON))

    screening.news()
    assert of_ma(outbreak, case) == []
    screening.anew()
    assert len(of_ma(outbreak, case)) == 1


def test_the_paper_of_an_order_says_where_and_never_of_whom(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, firm: int
) -> None:
    register(outbreak, lake, 1, firm, (outbreak.he, "3-204", GOES_ON), (outbreak.ma, "3-204", GOES_ON))
    screening.news()
    episode = outbreak.do(order, outbreak.ma, QuarantineKind.HOME)

    paper = outbreak.do(order_paper, episode.id)

    assert paper.places == {-firm: "云海公司"}
