"""A gateway that hangs or is gone, at a tenth or less. No word about times."""

import pytest

from bench import notices


@pytest.fixture
def channel_under_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time, the worker tests the channel by itself as well."""
    ours = notices.tell

    def tell(served: notices.Demo, count: int) -> None:
        ours(served, 1, "")
        ours(served, count)

    monkeypatch.setattr(notices, "tell", tell)


@pytest.mark.usefixtures("channel_under_test")
def test_a_dead_gateway_holds_up_no_report_and_gets_all_when_it_is_back():
    found = notices.measure(notices.SIZES["tiny"])
    assert [one.gateway for one in found.phases] == ["well", "hangs", "gone"]
    assert all(one.posts for one in found.phases)
    held = notices.outcome(found).goals
    assert [goal.wanted for goal in held if not goal.reached and "500 ms" not in goal.wanted] == []
