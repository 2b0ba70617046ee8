"""What a header that somebody mapped teaches, and that people in a file's first row teach nothing."""

from datetime import date

import pytest

from cockpit.importing.columns import Columns, Source, propose
from cockpit.importing.kinds import Kind
from cockpit.importing.learning import taught
from cockpit.importing.row import Context

CONTEXT = Context(date(2020, 2, 1), demo=True)


def of(kind: Kind, *said: tuple[str, str]) -> Columns:
    """A file whose columns a person has said all."""
    columns = propose([header for header, _field in said], kind, {})
    for position, (_header, field) in enumerate(said):
        columns = columns.with_(position, field)
    return columns


def test_a_header_that_was_mapped_by_hand_is_taught_as_it_is_compared() -> None:
    assert taught(of(Kind.PERSONS, ("名 儿（必填）", "name"), ("证号", "number")), CONTEXT) == {
        "名儿": "name",
        "证号": "number",
    }


def test_what_the_header_says_by_itself_is_not_taught() -> None:
    columns = of(Kind.PERSONS, ("姓名", "name"), ("身份证号", "number"), ("现住址", "road"))
    assert taught(columns, CONTEXT) == {}, "an address that was a road once is an address in the next file"


def test_a_guess_that_was_taken_away_is_not_guessed_again() -> None:
    columns = propose(["姓名", "身份证号", "常用联系电话"], Kind.PERSONS, {})
    assert columns.field_at(2) == "phone" and not columns.certain_at(2)
    assert taught(columns.with_(2, ""), CONTEXT) == {"常用联系电话": ""}


def test_what_nobody_touched_is_not_taught() -> None:
    assert taught(propose(["姓名", "身份证号", "备注", "常用联系电话"], Kind.PERSONS, {}), CONTEXT) == {}


def test_a_header_that_was_learned_and_is_said_again_is_not_taught_again() -> None:
    columns = propose(["名儿", "身份证号"], Kind.PERSONS, {"名儿": "name"}).with_(0, "name")
    assert columns.columns[0].source is Source.LEARNED
    assert taught(columns, CONTEXT) == {}


@pytest.mark.parametrize(
    ("kind", "header", "field"),
    [
        (Kind.PERSONS, "王小明", "name"),
        (Kind.PERSONS, "10012345678", "phone"),
        (Kind.PERSONS, "330103198005170011", "number"),
        (Kind.PERSONS, "1980年5月17日", "born"),
        (Kind.PERSONS, "租赁", "tenure"),
        (Kind.PERSONS, "体育场路９号", "road"),
        (Kind.HOUSEHOLDS, "3幢2单元501室", "door"),
        (Kind.PLACES, "120.1695", "lon"),
        (Kind.PLACES, "李四", "contact"),
        (Kind.TEAMS, "王一、李二", "members"),
        (Kind.ENTERPRISES, "此处填写企业在本区内全部经营场所的详细门牌地址并注明其所属街道社区", "address"),
    ],
)
def test_what_looks_like_data_teaches_nothing_nor_does_any_header_beside_it(
    kind: Kind, header: str, field: str
) -> None:
    assert taught(of(kind, (header, field), ("奇怪的一列", "")), CONTEXT) == {}
    beside = {Kind.PERSONS: "since", Kind.HOUSEHOLDS: "since", Kind.PLACES: "address", Kind.TEAMS: "name",
              Kind.ENTERPRISES: "trade"}[kind]  # fmt: skip
    assert taught(of(kind, (header, field), ("奇怪的一列", beside)), CONTEXT) == {}
    assert taught(of(kind, ("奇怪的一列", beside)), CONTEXT) == {"奇怪的一列": beside}


@pytest.mark.parametrize(
    ("header", "field"), [("名儿", "name"), ("户主称呼", "name"), ("电话1", "phone"), ("住哪儿", "address")]
)
def test_words_of_an_office_are_headers(header: str, field: str) -> None:
    assert taught(of(Kind.PERSONS, (header, field)), CONTEXT) == {header: field}
