"""How often the model erred 模型误差: of those at each level, how many became cases; and which cases nobody had listed."""

from dataclasses import dataclass

from cockpit.screening.case import CaseStatus
from cockpit.screening.risk.level import Level

ILL = (CaseStatus.PROBABLE, CaseStatus.CONFIRMED, CaseStatus.ASYMPTOMATIC)  # who is suspected may be none


@dataclass(frozen=True)
class Outcome:
    """`stood` is None of cases whom nobody had listed as a contact."""

    community: str
    stood: Level | None
    contacts: int
    ill: int
