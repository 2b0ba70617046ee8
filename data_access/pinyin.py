"""The pinyin by which names are sorted and found: the server has no collation for Chinese.

The dictionary takes a second to load: whoever asks for the first name waits for it, and no process at its start.
"""

from functools import cache
from typing import Any

# Names of the district that a dictionary reads wrongly.
OURS = {
    "长庆": [["cháng"], ["qìng"]],
    "长青": [["cháng"], ["qīng"]],
    "朝晖": [["zhāo"], ["huī"]],
    "和药": [["hé"], ["yào"]],
}


@cache
def _dictionary() -> Any:
    import pypinyin

    pypinyin.load_phrases_dict(OURS)
    return pypinyin


def sort_key(name: str) -> str:
    """Pinyin in small letters, without tones and blanks; figures stay: 长庆-03 -> changqing-03."""
    return "".join(_dictionary().lazy_pinyin(name)).lower()


def initials(name: str) -> str:
    """The first letter of each character's pinyin, figures and letters as they are: 京都苑3期 -> jdy3q."""
    known = _dictionary()
    return "".join(known.lazy_pinyin(name, style=known.Style.FIRST_LETTER)).lower()


@cache
def _syllable(character: str) -> str:
    return sort_key(character)


def sort_key_by_characters(name: str) -> str:
    """The same for names made of characters with one reading only; a hundred times as fast."""
    return "".join(map(_syllable, name))


@cache
def _initial(character: str) -> str:
    return initials(character)


def initials_by_characters(name: str) -> str:
    """As `sort_key_by_characters`."""
    return "".join(map(_initial, name))
