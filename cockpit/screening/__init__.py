"""Screening 排查: who may have caught it from whom, by rules that are dated, each decision with the facts it rests on."""

from cockpit.screening.case import AlreadyACase, Case, CaseStatus, NoDay
from cockpit.screening.chain import transmission
from cockpit.screening.contact import Closeness, Contact, Exposure, contacts_of
from cockpit.screening.enter import CaseFacts, change_case, enter_case
from cockpit.screening.itinerary import LACKS, Lack, Reading, Stop, StopKind
from cockpit.screening.look import CaseRow, CaseSeen, ContactSeen, list_cases, open_case
from cockpit.screening.meeting import BELONG, GOES_ON, Belonging, Bond, Presence, Room, Setting
from cockpit.screening.order import (
    AlreadyApart,
    NoCloseContact,
    ObservationOver,
    OrderPaper,
    order,
    order_all,
    order_paper,
    order_papers,
)
from cockpit.screening.override import (
    BY_HAND,
    DENIALS,
    Denial,
    ExposesNobody,
    NotBeforeItCounts,
    add_contact,
    deny_contact,
    list_again,
    sat_near,
)
from cockpit.screening.ride import Aboard, Means, Ride
from cockpit.screening.rounds import by_newest_rule, cases_to_screen, keep_found, keep_more, plan_all
from cockpit.screening.rule import Beyond, ContactRule, Together, rule_of
from cockpit.screening.second import SecondSeen
from cockpit.screening.sites import site_of
from cockpit.screening.sources import Sources, SourceSeen, record_sources
from cockpit.screening.standing import Standing
from cockpit.screening.symptom import SYMPTOMS, Symptom
from cockpit.screening.tell import StopFacts, complete_stop, itinerary, remove_stop, tell_itinerary

__all__ = [
    "BELONG",
    "BY_HAND",
    "DENIALS",
    "GOES_ON",
    "LACKS",
    "SYMPTOMS",
    "Aboard",
    "AlreadyACase",
    "AlreadyApart",
    "Belonging",
    "Beyond",
    "Bond",
    "Case",
    "CaseFacts",
    "CaseRow",
    "CaseSeen",
    "CaseStatus",
    "Closeness",
    "Contact",
    "ContactRule",
    "ContactSeen",
    "Denial",
    "ExposesNobody",
    "Exposure",
    "Lack",
    "Means",
    "NoCloseContact",
    "NoDay",
    "NotBeforeItCounts",
    "ObservationOver",
    "OrderPaper",
    "Presence",
    "Reading",
    "Ride",
    "Room",
    "SecondSeen",
    "Setting",
    "SourceSeen",
    "Sources",
    "Standing",
    "Stop",
    "StopFacts",
    "StopKind",
    "Symptom",
    "Together",
    "add_contact",
    "by_newest_rule",
    "cases_to_screen",
    "change_case",
    "complete_stop",
    "contacts_of",
    "deny_contact",
    "enter_case",
    "itinerary",
    "keep_found",
    "keep_more",
    "list_again",
    "list_cases",
    "open_case",
    "order",
    "order_all",
    "order_paper",
    "order_papers",
    "plan_all",
    "record_sources",
    "remove_stop",
    "rule_of",
    "sat_near",
    "site_of",
    "tell_itinerary",
    "transmission",
]  # fmt: skip
