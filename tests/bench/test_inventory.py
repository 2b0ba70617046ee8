"""Files into the inventory, at a tenth or less: all of them arrive, and are found. No word about times."""

from bench import inventory, running


def test_all_that_is_brought_is_found_and_comes_again_without_a_change(served: running.Demo):
    size = inventory.SIZES["tiny"]
    found = inventory.measure_on(served, size)
    assert [one.rows for one in found.plain] == [size.homes, size.persons]
    assert [(one.name, one.counts["added"]) for one in found.brought] == [
        ("households, checked", size.homes), ("households, written", size.homes),
        ("persons, checked", size.persons), ("persons, written", size.persons),
    ]  # fmt: skip
    assert sum(one.counts["changed"] + one.counts["added"] for one in found.again) == 0
    assert all(len(times) >= size.asked for times in found.asked.values()) and found.layer >= found.packed > 0
    missed = [goal.wanted for goal in inventory.outcome(found).goals if not goal.reached]
    assert [wanted for wanted in missed if "within" not in wanted and "times" not in wanted] == []
