"""Duty in the database."""

from data_access.duty.shelf import DutyShelf
from data_access.duty.tables import leave, roster_step, swap

__all__ = ["DutyShelf", "leave", "roster_step", "swap"]
