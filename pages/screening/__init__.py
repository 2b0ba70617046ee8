"""Screening as it is drawn: the list of cases, one case with its contacts and what each rests on, the form of a new one."""

from pages.screening.case import detail, nothing
from pages.screening.cases import rows
from pages.screening.form import forms, found
from pages.screening.layout import PLACE, layout, sections
from pages.screening.words import order_reasons

__all__ = [
    "PLACE", "detail", "forms", "found", "layout", "nothing", "order_reasons", "rows", "sections",
]  # fmt: skip
