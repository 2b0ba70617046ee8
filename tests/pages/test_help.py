"""The help page draws the whole matrix: every cell of roles and fields, every act; in both languages."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Babel

from cockpit.access import matrix
from pages import help

CHINESE = Path(__file__).parents[2] / "pages/translations/zh_CN/LC_MESSAGES/messages.po"


@pytest.fixture
def drawn() -> dict[str, str]:
    """Every cell of the table: `role/field` -> its words."""
    app = Flask("test")
    Babel(app)
    with app.test_request_context():
        parts = list(help.layout()._traverse())
    return {part.to_plotly_json()["props"]["data-cell"]: part.children for part in parts if cell_of(part)}


def cell_of(part: object) -> bool:
    return hasattr(part, "to_plotly_json") and "data-cell" in part.to_plotly_json()["props"]


def test_every_cell_of_the_matrix_is_drawn(drawn: dict[str, str]) -> None:
    assert drawn.keys() == {f"{role}/{field}" for role in matrix()["sees"] for field in matrix()["fields"]}
    assert all(drawn.values())


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("officer/name", "masked; one field, after a reason"),
        ("officer/address", "masked; one field, after a reason; in full (in a dispatch being made)"),
        ("community/number", "last four"),
        ("police/phone", "while assigned"),
        ("volunteer/name", "surname only (while assigned)"),
        ("volunteer/phone", "masked (while assigned)"),
        ("wall/health", "as numbers"),
        ("auditor/name", "–"),
    ],
)
def test_a_cell_says_what_the_matrix_says(drawn: dict[str, str], cell: str, words: str) -> None:
    assert drawn[cell] == words


def test_every_word_of_the_matrix_is_there_in_chinese() -> None:
    found = matrix()
    said = [one["says"] for part in ("roles", "acts", "exports", "two") for one in found[part].values()]
    tables = [*help.LETTERS.values(), *help.FORMS.values(), *help.TIES.values()]
    with CHINESE.open("rb") as file:
        catalog = {str(one.id): str(one.string) for one in read_po(file)}
    assert [text for text in [*said, *found["fields"].values(), *tables] if not catalog.get(text)] == []
