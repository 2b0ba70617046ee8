"""The table that a file holds: its headers, and its rows one after the other."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cockpit.exports.columns import Column
from cockpit.exports.export import Export, Format, What
from cockpit.exports.figures import HEADERS, figures_of

if TYPE_CHECKING:
    from data_access.work import Work


def headers_of(export: Export, columns: Sequence[Column]) -> list[str]:
    """A map's properties are called as machines call them."""
    plain = export.form is Format.GEOJSON
    if export.what is What.FIGURES:
        return [*(HEADERS if plain else HEADERS.values())]
    return [one.header(plain=plain) for one in columns]


def rows_of(work: "Work", export: Export, columns: Sequence[Column]) -> Iterator[list[str]]:
    """Persons come masked from the inventory, as their columns say."""
    if export.what is What.FIGURES:
        return iter(figures_of(work, export.area))
    return work.stock.rows(export.what, export.area, columns, work.zone)
