"""A credit code checks itself; what belongs to nobody stays in a demo."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cockpit.credit_codes import ALPHABET, check_character, read_credit_code
from cockpit.refusals import Invalid

PUBLISHED = "91110000600037341L"
RIGHT = st.text(ALPHABET, min_size=17, max_size=17).map(lambda body: body + check_character(body))


def refused(text: str, *, demo: bool = True) -> str:
    with pytest.raises(Invalid) as caught:
        read_credit_code(text, demo=demo)
    assert caught.value.field == "credit_code"
    return caught.value.why


@pytest.mark.parametrize(
    "written", [PUBLISHED, "91 110000 600037341l", "91-110000-600037341-L", "９１１１００００６０００３７３４１Ｌ"]
)
def test_a_published_code_is_read_in_all_its_ways(written: str) -> None:
    assert read_credit_code(written) == PUBLISHED


@given(RIGHT, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: str, at: int, wrong: str) -> None:
    assume(code[at] != wrong)

    assert read_credit_code(code, demo=True) == code
    assert "mistyped" in refused(code[:at] + wrong + code[at + 1 :])


@pytest.mark.parametrize(
    "written", ["", "9111", PUBLISHED[:-1], PUBLISHED + "0", "O" + PUBLISHED[1:], "I" * 18, "统一社会信用代码"]
)
def test_what_has_other_characters_is_refused(written: str) -> None:
    assert "18 characters" in refused(written)


@pytest.mark.parametrize("written", ["330103000012345", "3301031234567"])
def test_an_old_registration_number_is_called_one(written: str) -> None:
    assert "old registration number" in refused(written)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_the_region_of_nobody_is_taken_in_a_demo_alone(own: str) -> None:
    code = f"91999999{own}"
    code += check_character(code)

    assert read_credit_code(code, demo=True) == code
    assert "made up" in refused(code, demo=False)
