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
    follow_up_rule,
)
from cockpit.follow_up.figures import Share, TracingFigures, tracing_figures
from cockpit.follow_up.listing import SEEN, Due, Facts, Visited, WorkingList, open_visit, working_list
from cockpit.follow_up.visit import assign, distribute, shared_out, visit, visit_door

__all__ = [
    "SEEN", "AlreadyVisited", "Due", "Facts", "FollowUp", "FollowUpRule", "Met", "NotThisDay", "Result", "Share",
    "State", "TracingFigures", "Urgency", "VisitFacts", "Visited", "WorkingList", "age_on", "assign", "chance_today",
    "distribute", "follow_up_rule", "open_visit", "shared_out", "tracing_figures", "visit", "visit_door", "working_list",
]  # fmt: skip
