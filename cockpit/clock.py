"""Two clocks: machine time runs by itself, district time is what facts, due times and policies live in.

In production they are equal. In a demo or drill one row joins them: the district's clock started at
`district_start` when the machine's stood at `machine_start`, and runs `speed` times as fast.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from cockpit.refusals import Invalid
from cockpit.texts import N_


@dataclass(frozen=True)
class Clock:
    machine_start: datetime
    district_start: datetime
    speed: float = 1.0

    def district(self, machine: datetime) -> datetime:
        return self.district_start + (machine - self.machine_start) * self.speed

    def machine(self, district: datetime) -> datetime:
        """The machine time at which the district's clock will show `district`."""
        return self.machine_start + (district - self.district_start) / self.speed

    def moved(self, by: timedelta, machine: datetime) -> "Clock":
        """The clock set forward; it never goes back, since facts would come to lie in the future."""
        if by < timedelta(0):
            raise Invalid("clock", N_("the district's clock is never set back"))
        return replace(self, machine_start=machine, district_start=self.district(machine) + by)


def real(machine: datetime) -> Clock:
    """The clock of production: both run as one."""
    return Clock(machine, machine)


def local_day_start(at: datetime, zone: tzinfo) -> datetime:
    """The instant at which the district's own day of `at` began."""
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
