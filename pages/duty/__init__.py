"""Duty: who is on now, and the roster. A new section is one row of SECTIONS."""

from pages.duty.layout import PLACE, SECTIONS, Section, layout, sections

__all__ = ["PLACE", "SECTIONS", "Section", "layout", "sections"]
