"""One sentence per event of cases, contacts and quarantine."""

from typing import Any

from cockpit.quarantine import LIFTED
from cockpit.screening import DENIALS
from cockpit.texts import N_
from pages.screening.words import SETTINGS

SCREENING = {
    "case_entered": N_("{who} entered case C-{case:04}"),
    "case_changed": N_("{who} changed case C-{case:04}"),
    "contacts_found": N_("{found} contacts of case C-{case:04} were found, {gone} are none any more"),
    "contact_added": N_("{who} added a contact of case C-{case:04}: {setting}"),
    "contact_denied": N_("{who} said that somebody is no contact of case C-{case:04}: {denied}"),
    "contact_listed_again": N_("{who} took back that somebody is no contact of case C-{case:04}"),
    "risk_changed": N_("The risk of {up} people rose, and that of {down} people fell"),
    "assessed": N_("The risk of {up} people rose, and that of {down} people fell"),
    "traced": N_("{found} contacts were found, {gone} are none any more"),
    "quarantine_ordered": N_("{who} ordered quarantine, {days} days in all"),
    "quarantine_moved": N_("The last day of a quarantine moved: it is {days} days in all"),
    "quarantine_lifted": N_("{who} lifted a quarantine: {lifted}"),
}
# What a sentence calls it, the words for it, and the fact they are the words of.
NAMED: dict[str, tuple[dict[Any, str], str]] = {
    "lifted": (LIFTED, "why"),
    "denied": (DENIALS, "why"),
    "setting": (SETTINGS, "setting"),
}
