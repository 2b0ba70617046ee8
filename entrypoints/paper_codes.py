"""A code as it stands on a paper: the address that it opens, the code in groups, and both as a picture for a phone."""

from dataclasses import dataclass

import segno

from cockpit.receipts import in_groups
from entrypoints.at_hand import public_address


@dataclass(frozen=True)
class Door:
    """`picture` holds the address with the code, and nothing of anybody."""

    address: str
    code: str
    picture: str


def door(path: str, code: str) -> Door | None:
    """None where there is no code: nothing is to be opened any more."""
    if not code:
        return None
    address = f"{public_address()}{path}"
    picture = segno.make(f"{address}/{code}", error="m", micro=False).svg_data_uri(scale=3, border=2, light="#fff")
    return Door(address, in_groups(code), picture)
