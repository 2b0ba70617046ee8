"""Cells that name a region of the country: a code of GB/T 2260, or a name."""

from cockpit.importing.cells import a_title, exact
from cockpit.importing.row import Context
from cockpit.refusals import Invalid
from cockpit.returns.region import read_code, read_origin


def a_region_code(text: str, context: Context) -> str:
    """Without the noughts at its end: 42 for 420000."""
    try:
        return read_code(exact(text))
    except Invalid as refusal:
        raise Invalid("cell", refusal.why) from None


def a_region(text: str, context: Context) -> str:
    """The code, where it is one, else the name as it is written."""
    title = a_title(text, context)
    try:
        origin = read_origin(title)
    except Invalid as refusal:
        raise Invalid("cell", refusal.why) from None
    return origin.name or origin.code
