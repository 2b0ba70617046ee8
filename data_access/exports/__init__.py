"""The inventory on its way out: what was asked for, the rows as they are read, and the sealed files."""

from data_access.exports.shelf import ExportShelf
from data_access.exports.stock import StockShelf
from data_access.exports.tables import export

__all__ = ["ExportShelf", "StockShelf", "export"]
