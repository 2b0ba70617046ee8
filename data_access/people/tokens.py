"""Tokens by which a person is found again: a keyed digest of one whole value, equal for all ways to write it.

Nothing inside a name has a token, no surname and no initials: equal tokens can be counted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from cockpit.papers import same_number
from cockpit.people import same_name, tidy_phone
from cockpit.refusals import Invalid
from cockpit.texts import N_

LAST = 4


def _street(text: str) -> str:
    return text.strip()


def _last4(text: str) -> str:
    return same_number(text)[-LAST:]


# What a person is found by: each kind with how its values are made equal.
KINDS: dict[str, tuple[Callable[[str], str], ...]] = {
    "number": (same_number,),
    "phone": (tidy_phone,),
    "street_name": (_street, same_name),
    "street_phone4": (_street, _last4),
    "street_number4": (_street, _last4),
}

# Which kinds a field makes; those that begin with `street` change when somebody moves.
OF_FIELD = {
    "name": ("street_name",),
    "number": ("number", "street_number4"),
    "phone": ("phone", "street_phone4"),
}


@dataclass(frozen=True)
class Tokens:
    """`key` is the index key; whoever has the table alone cannot try values out."""

    key: bytes

    def __getstate__(self) -> dict[str, object]:
        """Another process gets the key, and begins with it itself."""
        return {"key": self.key}

    def of(self, kind: str, *values: str) -> bytes:
        """The token of a value of this kind (32 bytes); refuses an unknown kind and an empty value."""
        equal = KINDS.get(kind, ())
        if not equal or len(values) != len(equal):
            raise Invalid("kind", N_("a person is found by number, phone, or street with name or last four"))
        return self._of_same(kind, *(make(value) for make, value in zip(equal, values, strict=True)))

    def of_home(self, place_id: int, door: str) -> bytes:
        """By which a household is known again; `door` as `same_address` writes what lies below the compound."""
        return self._digest(f"household\0{place_id}\0{door}")

    def of_pseudonym(self, number: int) -> bytes:
        """By which the person of a record in the lake is found again."""
        return self._digest(f"pseudonym\0{number}")

    def of_fields(self, values: Mapping[str, str], street: str) -> Iterator[tuple[str, bytes]]:
        """(kind, token) of each thing that somebody who lives in the street is found by."""
        here = _street(street)
        for field, value in values.items():
            for kind in OF_FIELD[field] if value else ():
                *around, make = KINDS[kind]
                yield kind, self._of_same(kind, here, make(value)) if around else self._of_same(kind, make(value))

    def _of_same(self, kind: str, *same: str) -> bytes:
        if not all(same):
            raise Invalid("value", N_("say whom to look for"))
        return self._digest("\0".join((kind, *same)))

    def _digest(self, words: str) -> bytes:
        """HMAC-SHA256; a copy of what the key begins with takes a quarter of the time of beginning anew."""
        begun = self._keyed.copy()
        begun.update(words.encode(errors="surrogatepass"))
        return begun.finalize()

    @cached_property
    def _keyed(self) -> HMAC:
        return HMAC(self.key, SHA256())
