"""The numbers of one day of people at home: which there are, and one area's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DayFigure(StrEnum):
    """Of a local day. People, windows or tasks; the last two are seconds, of areas of every level."""

    AT_HOME = "at_home"
    ASKED = "asked"  # windows of persons that were open by then
    REPORTED = "reported"  # of these
    DUE = "due"  # windows of persons whose due instant has passed
    MISSED = "missed"  # of these
    FEVER = "fever"  # people who reported one; counted as they report
    SICK = "sick"  # people whose report called for the health centre
    NEEDS = "needs"  # people whose report named what they need; counted as they report
    OPENED = "opened"
    ANSWERED = "answered"  # tasks that ended by somebody's answer
    OPEN = "open"  # at the end of the day
    OVERDUE = "overdue"  # of these
    KNOCKS = "knocks"
    KNOCKED = "knocked"
    UNSEEN = "unseen"  # at the end of the day
    P50 = "p50"
    P90 = "p90"


SPANS = (DayFigure.P50, DayFigure.P90)
SAID = (DayFigure.FEVER, DayFigure.NEEDS)


@dataclass(frozen=True)
class AreaDay:
    """One area's numbers of one day; what is missing is none."""

    figures: Mapping[DayFigure, int] = field(default_factory=dict)

    def of(self, figure: DayFigure) -> int:
        return self.figures.get(figure, 0)

    @property
    def share(self) -> float | None:
        """Reported of what was asked for, in percent; None where nothing was."""
        return _percent(self.of(DayFigure.REPORTED), self.of(DayFigure.ASKED))

    @property
    def kept_share(self) -> float | None:
        """The same of the windows that are over, which days can be compared by."""
        due = self.of(DayFigure.DUE)
        return _percent(due - self.of(DayFigure.MISSED), due)


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
