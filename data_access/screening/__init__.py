"""Cases and exposures: tables, and the shelves."""

from data_access.screening.cases import CaseShelf
from data_access.screening.exposures import ExposureShelf
from data_access.screening.itinerary import ItineraryShelf, journey
from data_access.screening.pseudonyms import PseudonymShelf
from data_access.screening.tables import case_record, exposure

__all__ = ["CaseShelf", "ExposureShelf", "ItineraryShelf", "PseudonymShelf", "case_record", "exposure", "journey"]
