"""Which needs one way serves: by building and by shop, the first due first."""

from datetime import UTC, datetime, timedelta

from cockpit.needs import NeedKind, OpenNeed, Shop
from cockpit.needs.team import by_place, by_shop

AT = datetime(2020, 2, 10, 1, tzinfo=UTC)


def need(number: int, kind: NeedKind, place: int | None, hours: int) -> OpenNeed:
    return OpenNeed(
        number, kind, AT, AT + timedelta(hours=hours), f"{place}号院" if place else "", place, "330103001001001"
    )


FOUND = [
    need(1, NeedKind.MILK, 5, 24),
    need(2, NeedKind.MEDICINE, 6, 4),
    need(3, NeedKind.GROCERIES, 5, 12),
    need(4, NeedKind.RUBBISH, None, 20),
]


def test_one_building_is_one_way_and_the_first_due_comes_first() -> None:
    assert [(one.place, [each.id for each in one.needs]) for one in by_place(FOUND)] == [
        ("6号院", [2]), ("5号院", [3, 1]), ("", [4]),
    ]  # fmt: skip


def test_milk_and_groceries_are_one_market_wherever_they_go() -> None:
    assert [(one.shop, [each.id for each in one.needs]) for one in by_shop(FOUND)] == [
        (Shop.PHARMACY, [2]), (Shop.MARKET, [3, 1]), (Shop.NOWHERE, [4]),
    ]  # fmt: skip


def test_nothing_open_is_no_bundle() -> None:
    assert by_place([]) == () and by_shop([]) == ()
