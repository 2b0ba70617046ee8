"""People at home as they are drawn: one package a subject, and the frame that shows one section at a time."""

from pages.care.layout import PLACE, layout, sections

__all__ = ["PLACE", "layout", "sections"]
