"""Screening 排查: who may have caught it from whom, by rules that are dated, each decision with the facts it rests on."""

from cockpit.screening.case import Case, CaseStatus, NoDay
from cockpit.screening.contact import Closeness, Contact, Exposure, contacts_of
from cockpit.screening.meeting import Bond, Presence, Setting
from cockpit.screening.ride import Means, Ride
from cockpit.screening.rule import ContactRule, rule_of

__all__ = [
    "Bond", "Case", "CaseStatus", "Closeness", "Contact", "ContactRule", "Exposure", "Means", "NoDay", "Presence", "Ride",
    "Setting", "contacts_of", "rule_of",
]  # fmt: skip
