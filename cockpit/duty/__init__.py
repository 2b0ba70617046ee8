"""Duty 值班: the roster of teams and people, who is on now, shifts that change hands, leave."""

from cockpit.duty.acts import add_shift, copy_week, end_shift, move_shift, take_off, undo
from cockpit.duty.leave import REASONS, Away, Leave, Why, end_leave, take_leave, who_is_away
from cockpit.duty.now import ROLES, TEAM_ROLES, Board, who_holds
from cockpit.duty.on import Standing, is_on, on_among, who_is_on
from cockpit.duty.post import Cover, Held, Holder, Post, Turn, post
from cockpit.duty.roster import KINDS, WRITTEN, Row, Step, Week, hours_of, kind_of, local_instant, monday, week_of
from cockpit.duty.shift import Shift, midnight, overlap, told
from cockpit.duty.swap import (
    Exchange,
    Offer,
    State,
    Swap,
    agree_swap,
    exchange,
    offer_shift,
    refuse_swap,
    take_shift,
    withdraw_swap,
)
from cockpit.duty.told import RosterCopied, RosterUndone

__all__ = [
    "KINDS",
    "REASONS",
    "ROLES",
    "TEAM_ROLES",
    "WRITTEN",
    "Away",
    "Board",
    "Cover",
    "Exchange",
    "Held",
    "Holder",
    "Leave",
    "Offer",
    "Post",
    "RosterCopied",
    "RosterUndone",
    "Row",
    "Shift",
    "Standing",
    "State",
    "Step",
    "Swap",
    "Turn",
    "Week",
    "Why",
    "add_shift",
    "agree_swap",
    "copy_week",
    "end_leave",
    "end_shift",
    "exchange",
    "hours_of",
    "is_on",
    "kind_of",
    "local_instant",
    "midnight",
    "monday",
    "move_shift",
    "offer_shift",
    "on_among",
    "overlap",
    "post",
    "refuse_swap",
    "take_leave",
    "take_off",
    "take_shift",
    "told",
    "undo",
    "week_of",
    "who_holds",
    "who_is_away",
    "who_is_on",
    "withdraw_swap",
]
