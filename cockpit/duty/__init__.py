"""Duty 值班: the roster of teams and people, who is on now, shifts that change hands, leave."""

from cockpit.duty.on import Standing, is_on, on_among, who_is_on
from cockpit.duty.shift import Shift, midnight, overlap

__all__ = ["Shift", "Standing", "is_on", "midnight", "on_among", "overlap", "who_is_on"]
