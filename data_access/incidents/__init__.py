"""Incidents: tables, the shelf, and the sealed notes."""

from data_access.incidents.links import IncidentLinkShelf, incident_link
from data_access.incidents.notes import NoteShelf
from data_access.incidents.shelf import IncidentShelf
from data_access.incidents.tables import assignment, incident, note
from data_access.incidents.tasks import TaskShelf, incident_task

__all__ = [
    "IncidentLinkShelf", "IncidentShelf", "NoteShelf", "TaskShelf", "assignment", "incident", "incident_link",
    "incident_task", "note",
]  # fmt: skip
