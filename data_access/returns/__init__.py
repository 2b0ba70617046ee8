"""Returnees and key regions: tables, and the shelves."""

from data_access.returns.regions import KeyRegionShelf
from data_access.returns.shelf import ReturnShelf
from data_access.returns.tables import key_region, return_entry, return_word

__all__ = ["KeyRegionShelf", "ReturnShelf", "key_region", "return_entry", "return_word"]
