"""What people type for a temperature: as they write it, and what is refused with a sentence that helps."""

import pytest

from cockpit.home_health import Mood, Said, Written, as_written, temperature_of
from cockpit.needs import NeedKind
from cockpit.refusals import Invalid
from cockpit.screening import Symptom


@pytest.mark.parametrize(
    "written",
    ["37.2", "37,2", "３７．２", "３７，２", "37。2", " 37.2 ", "37 .2", "37.2℃", "37.2°C", "37.2 度", "37.2c"],
)
def test_a_temperature_is_taken_as_people_write_it(written: str) -> None:
    assert temperature_of(written) == 37.2


def test_whole_degrees_and_nothing_are_what_they_say() -> None:
    assert temperature_of("37") == 37.0 and temperature_of("") is None and temperature_of("  ") is None


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("372", "37.2"), ("３７２", "37.2"), ("三十七度", "figures"), ("37.2.1", "figures"), ("nan", "figures"),
        ("inf", "figures"), ("-37", "figures"), ("37度2", "figures"), ("1e2", "figures"),
    ],
)  # fmt: skip
def test_what_is_no_temperature_is_refused_with_how_to_write_it(written: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        temperature_of(written)


@pytest.mark.parametrize("written", ["34.9", "42.1", "0", "99"])
def test_beyond_what_a_person_has_is_refused(written: str) -> None:
    with pytest.raises(Invalid, match="between 35 and 42"):
        Written("m", written).said(mine=True)


@pytest.mark.parametrize(("written", "said"), [("35", 35.0), ("42.0", 42.0)])
def test_the_edges_are_taken(written: str, said: float) -> None:
    assert Written("m", written).said(mine=True) == Said(said)


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (Written("m", symptoms=("rubbish",)), "symptoms"), (Written("m", needs=("tv",)), "needs"),
        (Written("m", mood="happy"), "mood"), (Written("m", words="字" * 501), "words"),
        (Written("m", needs=("other",)), "words"),
    ],
)  # fmt: skip
def test_each_refusal_names_the_field_it_stands_at(written: Written, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        written.said(mine=True)
    assert refused.value.field == field


def test_for_somebody_else_their_yes_is_asked_for() -> None:
    with pytest.raises(Invalid) as refused:
        Written("m", "36.6").said(mine=False)
    assert refused.value.field == "agreed"
    assert Written("m", "36.6", agreed=True).said(mine=False) == Said(36.6)


def test_a_section_in_which_nothing_is_said_is_empty_even_with_the_tick() -> None:
    assert Written("m", agreed=True).empty and not Written("m", mood="low").empty


def test_what_was_said_comes_back_into_the_form_as_it_was() -> None:
    said = Said(37.2, (Symptom.COUGH,), Mood.LOW, True, "牛奶", (NeedKind.MILK, NeedKind.OTHER))
    assert as_written("m", said).said(mine=False) == said
