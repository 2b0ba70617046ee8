"""One sentence per event of cases, contacts and quarantine."""

from typing import Any

from cockpit.appeals import GROUNDS
from cockpit.quarantine import LIFTED, SUPPLIES
from cockpit.returns import CLOSED, VISITS
from cockpit.screening import DENIALS
from cockpit.texts import N_
from pages.screening.canvass.told import CANVASS
from pages.screening.canvass.told import NAMED as NAMED_OF_ROUNDS
from pages.screening.returns.words import SOURCES
from pages.screening.words import RESULTS, SETTINGS

SCREENING = {
    "case_entered": N_("{who} entered case C-{case:04}"),
    "case_changed": N_("{who} changed case C-{case:04}"),
    "itinerary_told": N_("{who} wrote down where case C-{case:04} was: {stops} stops, {asks} to ask about"),
    "contacts_found": N_("{found} contacts of case C-{case:04} were found, {gone} are none any more"),
    "contact_added": N_("{who} added a contact of case C-{case:04}: {setting}"),
    "contact_denied": N_("{who} said that somebody is no contact of case C-{case:04}: {denied}"),
    "contact_listed_again": N_("{who} took back that somebody is no contact of case C-{case:04}"),
    "risk_changed": N_("The risk of {up} people rose, and that of {down} people fell"),
    "risk_drafted": N_("{who} drafted the rule of risk otherwise, D-{draft:04}: {weights} weights"),
    "risk_rule_published": N_("{who} published draft D-{draft:04} as version {policy} of the rule of risk"),
    "risk_draft_sent_back": N_("{who} sent draft D-{draft:04} of the rule of risk back"),
    "risk_draft_withdrawn": N_("{who} withdrew draft D-{draft:04} of the rule of risk"),
    "assessed": N_("The risk of {up} people rose, and that of {down} people fell"),
    "traced": N_("{found} contacts were found, {gone} are none any more"),
    "followed_up": N_("{who} entered a visit: {found}"),
    "contact_unwell": N_("A contact has symptoms"),
    "visits_assigned": N_("{who} handed out {count} visits"),
    "visits_handed": N_("{who} handed {count} visits to a team"),
    "hand_out_taken_back": N_("{who} took back handing out {count} visits"),
    "team_visits_changed": N_("The visits of a team changed"),
    "sheet_typed": N_("{who} typed in sheet #{sheet}: {taken} visits taken, {refused} refused"),
    "return_entered": N_("{who} entered returnee R-{entry:04}, by the word of: {told_by}"),
    "return_word_added": N_("{who} added a word to returnee R-{entry:04}, by the word of: {told_by}"),
    "return_arrived": N_("{who} said that returnee R-{entry:04} is there"),
    "return_corrected": N_("{who} corrected what is known of returnee R-{entry:04}"),
    "return_visited": N_("{who} called on returnee R-{entry:04}: {visit_result}"),
    "return_closed": N_("{who} closed returnee R-{entry:04}: {closed_for}"),
    "return_known": N_("{who} found returnee R-{entry:04} in the inventory"),
    "returns_brought": N_("A file said something of returnees of this area"),
    "key_regions_brought": N_("The list of key regions changed"),
    "quarantine_ordered": N_("{who} ordered quarantine, {days} days in all"),
    "quarantine_moved": N_("The last day of a quarantine moved: it is {days} days in all"),
    "supplies_said": N_("{who} said who brings what somebody apart needs: {supplies}"),
    "quarantine_lifted": N_("{who} lifted a quarantine: {lifted}"),
    "appeal_made": N_("Somebody appealed against a quarantine: {appealed_for}"),
    "appeal_upheld": N_("{who} upheld an appeal against a quarantine: {appealed_for}"),
    "appeal_refused": N_("{who} refused an appeal against a quarantine: {appealed_for}"),
    "appeal_withdrawn": N_("An appeal against a quarantine was taken back: {appealed_for}"),
    "appeal_waits": N_("Half of the time for an appeal is over; {told} people who decide were told"),
    "appeal_overdue": N_("An appeal is overdue; {told} shift leads were told"),
    "risk_map_taken": N_("{who} took the risk map out as a file"),
    "risk_map_moved": N_("The colour of {areas} areas changed on the risk map"),
    **CANVASS,
}
# What a sentence calls it, the words for it, and the fact they are the words of.
NAMED: dict[str, tuple[dict[Any, str], str]] = {
    "lifted": (LIFTED, "why"),
    "supplies": (SUPPLIES, "who"),
    "appealed_for": (GROUNDS, "ground"),
    "denied": (DENIALS, "why"),
    "setting": (SETTINGS, "setting"),
    "found": (RESULTS, "result"),
    "told_by": (SOURCES, "source"),
    "visit_result": (VISITS, "result"),
    "closed_for": (CLOSED, "why"),
    **NAMED_OF_ROUNDS,
}
