"""Needs of people at home as they are remembered."""

from data_access.needs.shelf import NeedShelf
from data_access.needs.tables import need, need_photo

__all__ = ["NeedShelf", "need", "need_photo"]
