"""Risk 高危易感染人员模型: how likely it is that somebody was infected, by a rule that is dated, each level with its reasons."""

from cockpit.screening.risk.assess import Assessment, Part, PartKind, assess
from cockpit.screening.risk.bounds import GROUPS, NAMES, OutOfBounds
from cockpit.screening.risk.draft import Moved, Preview, draft, preview
from cockpit.screening.risk.facts import Facts, Met, Purchase, Stay, Symptom, Visit
from cockpit.screening.risk.level import Level
from cockpit.screening.risk.look import AtRisk, Erred, RiskSeen, open_risk
from cockpit.screening.risk.outcome import Outcome
from cockpit.screening.risk.publish import (
    LONGEST,
    DraftSeen,
    DraftsSeen,
    drafts,
    keep_draft,
    preview_draft,
    publish_draft,
    renew_draft,
    send_back_draft,
    withdraw_draft,
)
from cockpit.screening.risk.rounds import Assessed, keep_risks, whom_to_assess
from cockpit.screening.risk.rule_draft import (
    STATES,
    DayPassed,
    DraftClosed,
    DraftState,
    DraftWaits,
    NotItsAuthor,
    RuleDraft,
    RuleMoved,
)
from cockpit.screening.risk.told import RiskChanged
from cockpit.screening.risk.weights import Course, Weights, weights_of

__all__ = [
    "GROUPS",
    "LONGEST",
    "NAMES",
    "STATES",
    "Assessed",
    "Assessment",
    "AtRisk",
    "Course",
    "DayPassed",
    "DraftClosed",
    "DraftSeen",
    "DraftState",
    "DraftWaits",
    "DraftsSeen",
    "Erred",
    "Facts",
    "Level",
    "Met",
    "Moved",
    "NotItsAuthor",
    "OutOfBounds",
    "Outcome",
    "Part",
    "PartKind",
    "Preview",
    "Purchase",
    "RiskChanged",
    "RiskSeen",
    "RuleDraft",
    "RuleMoved",
    "Stay",
    "Symptom",
    "Visit",
    "Weights",
    "assess",
    "draft",
    "drafts",
    "keep_draft",
    "keep_risks",
    "open_risk",
    "preview",
    "preview_draft",
    "publish_draft",
    "renew_draft",
    "send_back_draft",
    "weights_of",
    "whom_to_assess",
    "withdraw_draft",
]  # fmt: skip
