"""Follow-up 随访: each day of each contact's observation, who is seen next, what was found, and how surely it is done."""

from cockpit.follow_up.chance import Urgency, age_on, chance_today
from cockpit.follow_up.day import (
    AlreadyVisited,
    FollowUp,
    FollowUpRule,
    Met,
    NotThisDay,
    Result,
    State,
    VisitFacts,
    facts_of,
    follow_up_rule,
)
from cockpit.follow_up.figures import Share, TracingFigures, tracing_figures
from cockpit.follow_up.fit import Because, Fit, Goer, best
from cockpit.follow_up.hand import (
    Handed,
    HandOut,
    HandOutStands,
    NobodyFits,
    NotServed,
    OffDuty,
    goers,
    hand,
    hand_nearest,
    propose,
    take_hand_out_back,
)
from cockpit.follow_up.listing import SEEN, Due, Facts, Visited, WorkingList, open_visit, working_list
from cockpit.follow_up.paper import (
    TICKS,
    NoVisits,
    TypedVisit,
    TypedVisitResult,
    VisitLine,
    VisitSheet,
    open_visit_sheet,
    print_visits,
    stamp,
    type_visits,
    who_goes,
)
from cockpit.follow_up.team import Errand, answer_visit, visits_of_team
from cockpit.follow_up.visit import distribute, shared_out, visit, visit_door

__all__ = [
    "SEEN", "TICKS", "AlreadyVisited", "Because", "Due", "Errand", "Facts", "Fit", "FollowUp", "FollowUpRule", "Goer", "HandOut",
    "HandOutStands", "Handed", "Met", "NoVisits", "NobodyFits", "NotServed", "NotThisDay", "OffDuty", "Result", "Share", "State",
    "TracingFigures", "TypedVisit", "TypedVisitResult", "Urgency", "VisitFacts", "VisitLine", "VisitSheet", "Visited",
    "WorkingList", "age_on", "answer_visit", "best", "chance_today", "distribute", "facts_of",
    "follow_up_rule", "goers", "hand", "hand_nearest", "open_visit", "open_visit_sheet", "print_visits", "propose", "shared_out",
    "stamp", "take_hand_out_back", "tracing_figures", "type_visits", "visit", "visit_door", "visits_of_team", "who_goes", "working_list",
]  # fmt: skip
