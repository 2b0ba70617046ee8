"""The line list for disease control: by number and age band, nobody by name, and the audit says who took how many rows."""

from datetime import date

import pytest

from cockpit import home_health as care
from cockpit.home_health import LineRow, Outcome, Said
from cockpit.home_health.daily_line_list import band_of
from cockpit.refusals import NotAllowed, NotFound
from cockpit.screening import Symptom
from tests.data_access.home_health.conftest import AtHome
from tests.data_access.home_health.neighbours import stay_at_home


@pytest.mark.parametrize(
    ("age", "band"), [(0, "0-9"), (39, "30-39"), (40, "40-49"), (79, "70-79"), (80, "80+"), (101, "80+")]
)
def test_ages_are_told_in_bands(age: int, band: str) -> None:
    assert band_of(age) == band


def test_one_row_a_person_with_onset_highest_temperature_and_the_gravest_word(at_home: AtHome) -> None:
    stay_at_home(at_home, 1)
    at_home.on(12, 9).says(Said(36.4))
    at_home.on(12, 13).says(Said(36.9, (Symptom.COUGH,)))
    at_home.on(13, 9).says(Said(38.7))
    rows: list[LineRow] = at_home.do("investigator", care.line_list)
    one = next(row for row in rows if row.episode == at_home.episodes[0].id)
    assert (one.onset, one.hottest, one.worst, one.reports) == (date(2020, 2, 12), 38.7, Outcome.URGENT, 3)
    other = next(row for row in rows if row.episode == at_home.episodes[1].id)
    assert (other.onset, other.hottest, other.worst, other.reports) == (None, None, Outcome.NONE, 0)


def test_that_it_was_taken_stands_in_both_chains_with_its_count(at_home: AtHome) -> None:
    with at_home.ground.morning.work(at_home.ground.actors["clinician"]) as work:
        rows = care.line_list(work)
        [look], [line] = work.looks.lines, work._lines
        assert look.facts["count"] == line.facts["rows"] == len(rows) and line.action == "line_list_taken"


def test_others_do_not_get_it(at_home: AtHome) -> None:
    for account in ("officer", "community", "leader", "data_officer"):
        with pytest.raises(NotAllowed):
            at_home.do(account, care.line_list)
    with pytest.raises(NotFound):
        at_home.do("clinician", care.line_list, "330103999")
