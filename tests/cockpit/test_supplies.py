"""Who may not go out is brought what they need by somebody; where that is nobody, it has to be seen."""

from datetime import date

import pytest

from cockpit.quarantine import Episode, QuarantineKind, Supplies, ensured

SINCE = date(2020, 2, 10)


@pytest.mark.parametrize(
    ("kind", "supplies", "sees_to_it"),
    [
        (QuarantineKind.HOME, None, False),  # nobody has asked yet
        (QuarantineKind.HOME, Supplies.NOBODY, False),
        (QuarantineKind.HOME, Supplies.RELATIVES, True),
        (QuarantineKind.HOME, Supplies.COMMUNITY, True),
        (QuarantineKind.OTHER, None, False),
        (QuarantineKind.OTHER, Supplies.VOLUNTEER, True),
        (QuarantineKind.INSTITUTIONAL, None, True),  # meals are part of the place
        (QuarantineKind.HOSPITAL, None, True),
    ],
)
def test_supplies_are_ensured_where_the_place_or_somebody_sees_to_them(
    kind: QuarantineKind, supplies: Supplies | None, sees_to_it: bool
) -> None:
    assert ensured(Episode(1, 1, kind, SINCE, supplies=supplies)) is sees_to_it


def test_a_longer_quarantine_keeps_who_brings_what_is_needed() -> None:
    one = Episode(1, 1, QuarantineKind.HOME, SINCE, date(2020, 2, 24)).supplied(Supplies.VOLUNTEER)
    assert one.moved(date(2020, 2, 28), 1).supplies is Supplies.VOLUNTEER
