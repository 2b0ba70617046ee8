"""What a case's history says in each language: one sentence for each kind of step, and the earlier ones of many folded."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cockpit.screening import Case, CaseStatus
from cockpit.screening.history import History, Step
from pages.screening.history import SENTENCES, SHOWN, history, kind_of, sentence
from tests.pages.test_incidents import LANGUAGES, Reader, every, reading, texts

__all__ = ["reading"]

NOON = datetime(2020, 2, 10, 4, tzinfo=UTC)
CASE = Case(4, 1, CaseStatus.CONFIRMED, reported_at=NOON)


def step(event: str, role: str = "investigator", orders: tuple[int, ...] = (), count: int = 1, **facts: Any) -> Step:
    return Step(event, facts, NOON, None if role == "system" else 7, role, count, orders)


STEPS = {
    "case_entered": step("case_entered", status="confirmed"),
    "case_reported": step("case_reported", ""),
    "case_changed": step("case_changed", was="suspected", status="no_case"),
    "case_corrected": step("case_changed", was="suspected", status="suspected"),
    "case_newer_rule": step("case_changed", "system", was="suspected", status="suspected"),
    "itinerary_added": step("itinerary_told", added=2, stops=2, asks=1),
    "itinerary_answered": step("itinerary_told", added=0, stops=2, asks=0),
    "itinerary_removed": step("itinerary_told", added=-1, stops=1, asks=0),
    "contacts_found": step("contacts_found", found=2, gone=0),
    "contacts_found_by_round": step("contacts_found", "system", found=2, gone=1),
    "contact_added": step("contact_added", setting="meal"),
    "contact_denied": step("contact_denied", why="other"),
    "contact_listed_again": step("contact_listed_again"),
    "quarantine_ordered": step("quarantine_ordered", orders=(31, 32), count=2, kind="home", days=14),
    "quarantine_moved": step("quarantine_moved", orders=(31,), kind="home", days=15),
    "quarantine_lifted": step("quarantine_lifted", orders=(31,), why="other"),
    "quarantine_released": step("quarantine_lifted", "system", orders=tuple(range(30, 42)), count=12, why="no_contact"),
}


@pytest.mark.parametrize("locale", LANGUAGES)
def test_each_kind_of_step_has_a_sentence_of_its_own(reading: Reader, locale: str) -> None:
    assert STEPS.keys() == SENTENCES.keys()
    with reading(locale):
        said = {kind: sentence(one) for kind, one in STEPS.items()}
    assert {kind: kind_of(one) for kind, one in STEPS.items()} == {kind: kind for kind in STEPS}
    assert len(set(said.values())) == len(said) and not [one for one in said.values() if "{" in one]
    assert (
        "#31" in said["quarantine_ordered"] and "…" in said["quarantine_released"] and "0" not in said["contacts_found"]
    )


@pytest.mark.parametrize(("count", "folded"), [(SHOWN, 0), (SHOWN + 5, 5)])
def test_the_earlier_ones_of_many_are_folded(reading: Reader, count: int, folded: int) -> None:
    steps = tuple(Step("case_changed", {"was": "suspected", "status": "confirmed"}, NOON + timedelta(hours=n), 7, "investigator") for n in range(count))  # fmt: skip
    with reading("en"):
        drawn = history(History(CASE, steps, {7: "Dong"}))
        lines = [one for one in every(drawn) if "data-step" in one.to_plotly_json()["props"]]
        inner = [one for one in every(drawn) if one.to_plotly_json()["type"] == "Details"][1:]
        within = [one for one in every(inner[0]) if "data-step" in one.to_plotly_json()["props"]] if inner else []
    assert (len(lines), len(within)) == (count, folded)
    assert "Dong · Investigator" in texts(lines[0])
