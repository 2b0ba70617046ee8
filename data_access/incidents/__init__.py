"""Incidents: tables, the shelf, and the sealed notes."""

from data_access.incidents.links import IncidentLinkShelf, incident_link
from data_access.incidents.notes import NoteShelf
from data_access.incidents.shelf import IncidentShelf
from data_access.incidents.tables import assignment, incident, note

__all__ = ["IncidentLinkShelf", "IncidentShelf", "NoteShelf", "assignment", "incident", "incident_link", "note"]
