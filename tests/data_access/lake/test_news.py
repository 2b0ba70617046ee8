"""He fell ill; each hour records come in. What a round of the news looks at, and when it has to look at everything."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from cockpit.screening import Bond, Case, CaseStatus, Setting
from data_access.lake import Looked, Rounds
from tests.data_access.lake.brought import HE, HOUR, NOW, RULE, SU, TAO, YU, at, bring, here, lake_at

CASE = Looked(Case(1, HE, CaseStatus.CONFIRMED, onset=date(2020, 2, 10)), RULE)


def test_only_what_the_news_can_have_caused_is_found(tmp_path: Path) -> None:
    lake, rounds = lake_at(tmp_path), Rounds(lake_at(tmp_path))
    bring(lake, 1, here(HE, at(10, 9)), here(SU, at(10, 9)), here(TAO, at(11, 9)))
    first = rounds.full([CASE], [], NOW)
    bring(lake, 2, here(YU, at(10, 9)), here(HE, at(11, 9)))

    found = rounds.since(first.mark, [CASE], [], NOW)

    assert {one.person for one in first} == {SU}
    assert {one.person for one in found} == {TAO, YU}
    assert rounds.since(found.mark, [CASE], [], NOW).after(found) == set(found)


def test_a_case_that_was_ruled_out_releases_its_contacts(tmp_path: Path) -> None:
    lake, rounds = lake_at(tmp_path), Rounds(lake_at(tmp_path))
    bring(lake, 1, here(HE, at(10, 9)), here(SU, at(10, 9)))
    home = [Bond(HE, TAO, Setting.HOUSEHOLD, at(1), at(28))]
    first = rounds.full([CASE], home, NOW)
    ruled_out = replace(CASE, case=replace(CASE.case, status=CaseStatus.NO_CASE))

    found = rounds.since(first.mark, [ruled_out], home, NOW, changed={1})

    assert len(first) == 2
    assert found.after(first) == set()


def test_who_lives_with_him_is_exposed_a_little_longer_each_round_and_once(tmp_path: Path) -> None:
    rounds, home = Rounds(lake_at(tmp_path)), [Bond(HE, TAO, Setting.HOUSEHOLD, at(1), at(28))]
    first = rounds.full([CASE], home, NOW)

    (now,) = rounds.since(first.mark, [CASE], home, NOW + HOUR).after(first)

    assert (now.person, now.ended) == (TAO, NOW + HOUR)


def test_where_records_were_taken_away_the_round_is_a_whole_one(tmp_path: Path) -> None:
    lake, rounds = lake_at(tmp_path), Rounds(lake_at(tmp_path))
    bring(lake, 1, here(HE, at(10, 9)), here(SU, at(10, 9)))
    bring(lake, 2, here(TAO, at(10, 9)))
    first = rounds.full([CASE], [], NOW)
    lake.take_back(1)
    bring(lake, 3, here(HE, at(10, 9)), here(YU, at(10, 9)))

    found = rounds.since(first.mark, [CASE], [], NOW)

    assert found.whole
    assert {one.person for one in found.after(first)} == {TAO, YU}


def test_a_round_that_began_before_a_batch_came_does_not_pass_over_its_last_minutes(tmp_path: Path) -> None:
    lake, rounds = lake_at(tmp_path), Rounds(lake_at(tmp_path))
    case = Looked(replace(CASE.case, onset=NOW.date()), RULE)
    before = rounds.full([case], [], NOW)
    bring(lake, 1, here(HE, NOW), here(SU, NOW), moment=NOW + HOUR)

    for found in (rounds.full([case], [], NOW), rounds.since(before.mark, [case], [], NOW)):
        assert found.at == NOW + HOUR
        assert {(one.person, one.ended) for one in found} == {(SU, NOW + HOUR)}
