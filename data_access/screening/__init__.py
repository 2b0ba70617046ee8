"""Cases, exposures and risk: tables, and the shelves."""

from data_access.screening.cases import CaseShelf
from data_access.screening.exposures import ExposureShelf
from data_access.screening.history import HistoryShelf
from data_access.screening.itinerary import ItineraryShelf, journey
from data_access.screening.pseudonyms import PseudonymShelf
from data_access.screening.risk import RiskShelf
from data_access.screening.risk_facts import RiskFactsShelf, risk_fact
from data_access.screening.rule_drafts import RuleDraftShelf, risk_draft
from data_access.screening.second import SecondShelf
from data_access.screening.tables import case_record, exposure, risk_assessment, second_contact

__all__ = [
    "CaseShelf", "ExposureShelf", "HistoryShelf", "ItineraryShelf", "PseudonymShelf", "RiskFactsShelf", "RiskShelf",
    "RuleDraftShelf", "SecondShelf", "case_record", "exposure", "journey", "risk_assessment", "risk_draft", "risk_fact",
    "second_contact",
]  # fmt: skip
