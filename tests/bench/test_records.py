"""A file of stays with wrong rows comes in whole but for those, and a round's find is kept. No word about times."""

from bench import records


def test_what_is_right_comes_in_and_what_is_wrong_is_counted():
    taken = records.measure(records.SIZES["tiny"])

    ours, plain, kept, inserts = taken
    assert ours.rows == plain.rows == 2_000 and "20 refused" in ours.told
    assert kept.rows == inserts.rows == 200
    assert records.outcome(taken).goals[0].reached
