"""A rule that is held to many things at once, and names all that break it."""

from collections.abc import Collection


def none_of(found: Collection[object], why: str = "") -> None:
    """pytest by itself would name the first."""
    wrong = found.items() if isinstance(found, dict) else found
    assert not found, "\n".join([why, *map(str, wrong)])
