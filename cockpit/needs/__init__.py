"""Needs 生活需求 of people who may not go out."""

from cockpit.needs.need import NEEDS, NeedKind

__all__ = ["NEEDS", "NeedKind"]
