"""Who is to be seen next: by the chance that the illness begins today, by age, and by how long nobody has seen them."""

from dataclasses import dataclass
from datetime import date
from math import erf, log, sqrt

from cockpit.follow_up.day import FollowUpRule

MOST_DAYS = 30  # of meetings that are looked at one by one


def fallen_ill_by(days: float, rule: FollowUpRule) -> float:
    """The share of those who fall ill at all that has done so by so many days after the infection."""
    return 0.0 if days <= 0 else (1 + erf((log(days) - rule.mu) / (rule.sigma * sqrt(2)))) / 2


def chance_today(days: int, rule: FollowUpRule) -> float:
    """That whoever was infected so many days ago, falls ill at all and has not yet, does so today (0..1)."""
    left = 1 - fallen_ill_by(days, rule)
    return 0.0 if left <= 1e-9 else (fallen_ill_by(days + 1, rule) - fallen_ill_by(days, rule)) / left


@dataclass(frozen=True)
class Urgency:
    """What the order rests on: `since_last` and `since_first` days from the last and the first meeting until today, age,
    and days since somebody saw the person, or since it was to be done first."""

    since_first: int
    since_last: int
    age: int
    unseen: int
    rule: FollowUpRule

    @property
    def chance(self) -> float:
        """Of onset today: nobody knows at which of the meetings it was, so each day counts alike."""
        days = range(self.since_last, min(self.since_first, self.since_last + MOST_DAYS) + 1)
        return sum(chance_today(one, self.rule) for one in days) / len(days)

    @property
    def vulnerable(self) -> bool:
        return self.age >= self.rule.vulnerable_from

    @property
    def weight(self) -> float:
        return self.chance * (self.rule.vulnerable if self.vulnerable else 1) * (1 + self.rule.unseen * self.unseen)


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
