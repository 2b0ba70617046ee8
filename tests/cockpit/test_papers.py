"""An identity number checks itself; whatever is odd about it otherwise is said, not refused."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cockpit.papers import (
    Note,
    Paper,
    PaperKind,
    check_character,
    lengthened,
    must_be_real,
    read_paper,
    read_resident,
    same_number,
)
from cockpit.people import same_name, tidy_name, tidy_phone
from cockpit.refusals import Invalid

TODAY = date(2020, 2, 1)
FIGURES = "0123456789"


def numbers(born: st.SearchStrategy[date]) -> st.SearchStrategy[str]:
    """Numbers as the standard makes them, of any region."""
    bodies = st.tuples(st.text(FIGURES, min_size=6, max_size=6), born, st.text(FIGURES, min_size=3, max_size=3))
    written = bodies.map(lambda parts: f"{parts[0]}{parts[1]:%Y%m%d}{parts[2]}")
    return written.map(lambda body: body + check_character(body))


RIGHT = numbers(st.dates(date(1900, 1, 1), TODAY))


def iso_7064(number: str) -> int:
    """The standard's own way to say it: ISO 7064, mod 11-2, over all 18 characters."""
    sum_so_far = 0
    for character in number[:-1]:
        sum_so_far = (sum_so_far + int(character)) * 2 % 11
    return (sum_so_far + (10 if number[-1] == "X" else int(number[-1]))) % 11


def refused(text: str, today: date = TODAY) -> str:
    with pytest.raises(Invalid) as caught:
        read_resident(text, today)
    assert caught.value.field == "number"
    return caught.value.why


# The identity card


@given(RIGHT)
def test_a_right_number_is_read_whatever_its_region(number: str) -> None:
    paper = read_resident(number, TODAY)

    assert (paper.kind, paper.number, paper.country) == (PaperKind.RESIDENT, number, "CHN")
    assert paper.born == date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    assert iso_7064(number) == 1


@given(RIGHT, st.integers(0, 16), st.sampled_from(FIGURES))
def test_one_wrong_digit_is_noticed(number: str, at: int, wrong: str) -> None:
    assume(number[at] != wrong)

    refused(number[:at] + wrong + number[at + 1 :])


@given(RIGHT, st.integers(0, 15))
def test_two_digits_that_changed_places_are_noticed(number: str, at: int) -> None:
    assume(number[at] != number[at + 1])

    refused(number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@given(RIGHT, st.sampled_from("0123456789X"))
def test_a_wrong_last_character_is_noticed(number: str, wrong: str) -> None:
    assume(number[17] != wrong)

    assert "mistyped" in refused(number[:17] + wrong)


@given(numbers(st.dates(TODAY + timedelta(days=1), date(2199, 12, 31))))
def test_nobody_is_born_in_the_future(number: str) -> None:
    assert "date of birth" in refused(number)


def test_whoever_is_born_today_has_a_number() -> None:
    body = f"330103{TODAY:%Y%m%d}001"

    assert read_resident(body + check_character(body), TODAY).born == TODAY


@pytest.mark.parametrize("day", ["19990230", "19991301", "19990001", "20010229", "00000101"])
def test_a_date_of_birth_that_is_none_is_refused(day: str) -> None:
    body = f"330103{day}001"

    assert "date of birth" in refused(body + check_character(body))


@given(numbers(st.dates(date(1900, 1, 1), date(1999, 12, 31))))
def test_an_old_card_of_15_figures_is_the_same_as_its_18(number: str) -> None:
    old = number[:6] + number[8:17]

    assert len(old) == 15
    assert read_resident(old, TODAY) == read_resident(number, TODAY)
    assert lengthened(old) == same_number(old) == number


@given(RIGHT, st.integers(0, 18), st.sampled_from([" ", "　", "-", "\u200b", "\t"]))
def test_width_blanks_strokes_and_a_small_x_make_no_other_number(number: str, at: int, between: str) -> None:
    wide = "".join(chr(ord(one) + 0xFEE0) for one in number)

    for written in (wide, number.lower(), wide.lower(), f" {number} ", number[:at] + between + number[at:]):
        assert read_resident(written, TODAY).number == number


@pytest.mark.parametrize(
    "written", ["", "33010", "3301031960080800", "33010319600808003XX", "X" * 18, "三三〇一〇三", "٣" * 18]
)
def test_what_has_not_18_characters_is_refused(written: str) -> None:
    assert "18 characters" in refused(written)


@given(st.text())
def test_whatever_is_written_is_read_or_refused(written: str) -> None:
    with suppress(Invalid):
        assert len(read_resident(written, TODAY).number) == 18


@pytest.mark.parametrize(
    ("region", "year", "notes"),
    [
        ("330103", 1960, ()),
        ("999001", 1960, (Note.UNKNOWN_REGION,)),
        ("000000", 1960, (Note.UNKNOWN_REGION,)),
        ("460105", 1987, (Note.YOUNGER_REGION,)),
        ("460105", 1988, ()),
        ("500103", 1996, (Note.YOUNGER_REGION,)),
    ],
)
def test_an_odd_region_is_a_note_and_no_refusal(region: str, year: int, notes: tuple[Note, ...]) -> None:
    body = f"{region}{year}0808003"

    assert read_resident(body + check_character(body), TODAY).notes == notes


# Other papers


def test_another_paper_has_a_type_and_a_country_and_no_check() -> None:
    assert read_paper(PaperKind.PASSPORT, " e1234-5678 ", "fra", TODAY) == Paper(PaperKind.PASSPORT, "E12345678", "FRA")


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind is not PaperKind.RESIDENT])
@pytest.mark.parametrize(("number", "country"), [("", "FRA"), ("-", "FRA"), ("9" * 41, "FRA"), ("无", "FRA")])
def test_a_paper_without_a_number_is_refused(kind: PaperKind, number: str, country: str) -> None:
    with pytest.raises(Invalid, match="1 to 40"):
        read_paper(kind, number, country, TODAY)


@pytest.mark.parametrize("country", ["", "FR", "FRAN", "12A", "法国的"])
def test_a_country_that_is_none_is_refused(country: str) -> None:
    with pytest.raises(Invalid, match="three letters"):
        read_paper(PaperKind.PASSPORT, "E12345678", country, TODAY)


def test_an_identity_number_is_checked_whatever_country_was_said() -> None:
    with pytest.raises(Invalid):
        read_paper(PaperKind.RESIDENT, "E12345678", "FRA", TODAY)


# Nobody's numbers


@given(RIGHT)
def test_a_made_up_number_is_accepted_in_a_demo_alone(number: str) -> None:
    body = "999" + number[3:17]
    must_be_real("number", body + check_character(body), demo=True)

    with pytest.raises(Invalid, match="made up"):
        must_be_real("number", body + check_character(body), demo=False)


@given(RIGHT.filter(lambda number: not number.startswith("999")))
def test_a_persons_number_is_accepted_everywhere(number: str) -> None:
    must_be_real("number", number, demo=False)
    must_be_real("number", number, demo=True)


@pytest.mark.parametrize(("field", "value"), [("phone", "10012345678"), ("number", "999001196008080035")])
def test_a_demos_phone_and_number_stay_out_of_a_real_district(field: str, value: str) -> None:
    with pytest.raises(Invalid, match="made up"):
        must_be_real(field, value, demo=False)


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "10086"), ("phone", "13800138000"), ("number", "999123"), ("name", "999")]
)
def test_what_only_looks_alike_is_real(field: str, value: str) -> None:
    must_be_real(field, value, demo=False)


# Phones and names


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("138 0013 8000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("+86 571 8701 0000", "057187010000"),
        ("+86 (0)571 8701 0000", "057187010000"),
        ("0571-87010000", "057187010000"),
        ("+86 10 6552 9988", "01065529988"),
        ("+33 1 40 20 50 50", "+33140205050"),
        ("0033140205050", "+33140205050"),
        ("12345", "12345"),
    ],
)
def test_a_phone_is_kept_as_it_is_dialled_here(written: str, kept: str) -> None:
    assert tidy_phone(written) == kept
    assert tidy_phone(kept) == kept


@pytest.mark.parametrize("written", ["", "1234", "1" * 16, "+86123", "00", "call me", "138001380O0", "٣" * 11])
def test_what_cannot_be_dialled_is_no_phone(written: str) -> None:
    with pytest.raises(Invalid, match="5 to 15"):
        tidy_phone(written)


def test_names_are_the_same_however_they_are_spaced_dotted_and_written() -> None:
    assert same_name("阿依古丽·买买提") == same_name("阿依古丽 • 买买提") == same_name("阿依古丽．买买提")
    assert same_name("Anna  Müller") == same_name("ＡＮＮＡ müller")
    assert same_name("王伟") != same_name("王玮")


@pytest.mark.parametrize("written", ["", "  ", "王\x00伟", "王" * 61, "\ud800"])
def test_what_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(Invalid, match="1 to 60"):
        tidy_name(written)
