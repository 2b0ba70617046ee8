"""Which records are of one person: what a pair weighs, what becomes of it, and who survives."""

from datetime import UTC, datetime

import pytest

from cockpit.linking import LEVELS, Field, Level, Pair, Record, State, Verdict, parts, survivor_of, verdict, weight
from cockpit.policy import defaults

BODY = next(one["body"] for one in defaults() if one["kind"] == "link")
AT = datetime(2020, 2, 1, tzinfo=UTC)
NOBODY_KNOWS = {Field.HOME: Level.UNKNOWN, Field.PHONE: Level.UNKNOWN, Field.NUMBER: Level.UNKNOWN}


def of(name: Level, born: Level, home: Level, **more: Level) -> dict[Field, Level]:
    known = {Field.NAME: name, Field.BORN: born, Field.HOME: home}
    return NOBODY_KNOWS | known | {Field(field): level for field, level in more.items()}


def means(name: Level, born: Level, home: Level, **more: Level) -> Verdict:
    levels = of(name, born, home, **more)
    return verdict(weight(levels, BODY), levels, BODY)


def test_one_name_one_birthday_one_door_is_one_person() -> None:
    assert means(Level.SAME, Level.SAME, Level.SAME) is Verdict.MERGE


def test_a_name_in_other_letters_is_the_same_name() -> None:
    assert means(Level.SPELT, Level.SAME, Level.SAME) is Verdict.MERGE


def test_a_name_that_only_sounds_the_same_is_for_somebody_to_judge() -> None:
    """佳 and 嘉 may be one child written twice, or twins."""
    assert means(Level.SOUND, Level.SAME, Level.SAME, phone=Level.SAME) is Verdict.QUEUE


@pytest.mark.parametrize("phone", [Level.SAME, Level.OTHER, Level.UNKNOWN])
def test_twins_are_two(phone: Level) -> None:
    assert means(Level.OTHER, Level.SAME, Level.SAME, phone=phone) is Verdict.NOTHING


def test_twins_whose_names_differ_by_one_character_are_never_merged_unasked() -> None:
    assert means(Level.CLOSE, Level.SAME, Level.SAME, phone=Level.SAME) is Verdict.QUEUE


@pytest.mark.parametrize("phone", [Level.SAME, Level.OTHER, Level.UNKNOWN])
def test_a_father_and_a_son_of_one_name_are_two(phone: Level) -> None:
    assert means(Level.SAME, Level.OTHER, Level.SAME, phone=phone) is Verdict.NOTHING


def test_who_moved_is_judged_and_who_lived_there_before_is_merged() -> None:
    assert means(Level.SAME, Level.SAME, Level.OTHER) is Verdict.QUEUE
    assert means(Level.SAME, Level.SAME, Level.FORMER) is Verdict.MERGE


def test_a_birthday_that_was_written_wrongly_is_judged() -> None:
    assert means(Level.SAME, Level.CLOSE, Level.SAME) is Verdict.QUEUE


def test_two_numbers_are_two_persons_whatever_else_agrees() -> None:
    assert means(Level.SAME, Level.SAME, Level.SAME, phone=Level.SAME, number=Level.OTHER) is Verdict.NOTHING


def test_one_number_under_two_names_is_judged() -> None:
    assert means(Level.OTHER, Level.SAME, Level.SAME, number=Level.SAME) is Verdict.QUEUE


def test_what_is_lacking_speaks_for_nothing() -> None:
    assert parts(NOBODY_KNOWS, BODY) == dict.fromkeys(NOBODY_KNOWS, 0.0)


@pytest.mark.parametrize("field", Field)
def test_shares_of_a_field_add_up_and_stronger_agreement_weighs_more(field: Field) -> None:
    figures = BODY["levels"][field]
    known = [level for level in LEVELS[field] if level is not Level.UNKNOWN]

    assert figures.keys() == set(known)
    for share in zip(*figures.values(), strict=True):
        assert sum(share) == pytest.approx(1.0, abs=1e-6)
    assert parts({field: known[0]}, BODY)[field] > 0 > parts({field: known[-1]}, BODY)[field]


def test_the_one_with_a_number_survives_else_the_fuller_else_the_older() -> None:
    def kept(one: Record, other: Record) -> int:
        assert survivor_of(one, other) == survivor_of(other, one)
        return survivor_of(one, other)[0].id

    assert kept(Record(1, False, 4), Record(2, True, 1)) == 2
    assert kept(Record(1, False, 2), Record(2, False, 3)) == 2
    assert kept(Record(1, False, 3), Record(2, False, 3)) == 1


def test_what_was_said_of_a_pair_is_kept_with_who_said_it() -> None:
    pair = Pair(1, 2, 15.0, of(Level.SAME, Level.SAME, Level.SAME), 1, AT)

    assert pair.waits
    said = pair.decided(State.APART, 7, AT)
    assert (said.waits, said.decided_by, said.decided_at) == (False, 7, AT)
