"""Duty 值班: the roster of teams and people, who is on now, shifts that change hands, leave."""

from cockpit.duty.now import ROLES, TEAM_ROLES, Board, who_holds
from cockpit.duty.on import Standing, is_on, on_among, who_is_on
from cockpit.duty.post import Cover, Held, Holder, Post, Turn, post
from cockpit.duty.shift import Shift, midnight, overlap

__all__ = [
    "ROLES",
    "TEAM_ROLES",
    "Board",
    "Cover",
    "Held",
    "Holder",
    "Post",
    "Shift",
    "Standing",
    "Turn",
    "is_on",
    "midnight",
    "on_among",
    "overlap",
    "post",
    "who_holds",
    "who_is_on",
]
