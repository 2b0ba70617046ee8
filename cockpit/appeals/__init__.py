"""Appeals 申诉: somebody who was ordered to stay apart says that it is wrong, and somebody else decides within a deadline."""

from cockpit.appeals.appeal import (
    GROUNDS,
    LONGEST,
    STATES,
    Appeal,
    AppealRule,
    Ground,
    State,
    rule_of,
)
from cockpit.appeals.code import Code, give_code, knock
from cockpit.appeals.decide import refuse, uphold
from cockpit.appeals.look import (
    Answer,
    Figures,
    ListedAppeal,
    Opened,
    OwnOrder,
    list_appeals,
    look_at_appeal,
    own_order,
)
from cockpit.appeals.make import appeal, enter, withdraw, withdraw_for
from cockpit.appeals.refused import (
    AlreadyAppealed,
    AlreadyDecided,
    EnteredByYou,
    NothingOrdered,
    OrderedByYou,
    TooManyAppeals,
)
from cockpit.appeals.remind import HALF, LATE, half_over, overdue

__all__ = [
    "GROUNDS",
    "HALF",
    "LATE",
    "LONGEST",
    "STATES",
    "AlreadyAppealed",
    "AlreadyDecided",
    "Answer",
    "Appeal",
    "AppealRule",
    "Code",
    "EnteredByYou",
    "Figures",
    "Ground",
    "ListedAppeal",
    "NothingOrdered",
    "Opened",
    "OrderedByYou",
    "OwnOrder",
    "State",
    "TooManyAppeals",
    "appeal",
    "enter",
    "give_code",
    "half_over",
    "knock",
    "list_appeals",
    "look_at_appeal",
    "overdue",
    "own_order",
    "refuse",
    "rule_of",
    "uphold",
    "withdraw",
    "withdraw_for",
]
