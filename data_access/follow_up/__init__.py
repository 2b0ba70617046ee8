"""Follow-ups: the table, and the shelf."""

from data_access.follow_up.shelf import FollowUpShelf
from data_access.follow_up.table import follow_up

__all__ = ["FollowUpShelf", "follow_up"]
