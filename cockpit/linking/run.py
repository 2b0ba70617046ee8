"""A run compares all records of the district, once somebody asks for it; the worker does it, and says how far it is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.refusals import Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

TASK = "link_persons"
ONE_AT_A_TIME = {"queue": "slow", "lock": "import"}  # neither does it run beside an import, which writes persons
SILENT = timedelta(minutes=30)  # machine time


class Stage(StrEnum):
    ASKED = "asked"  # 待开始
    READING = "reading"  # 读取中
    COMPARING = "comparing"  # 比对中
    MERGING = "merging"  # 合并中
    DONE = "done"  # 已完成
    FAILED = "failed"  # 未完成


RUNS = frozenset({Stage.ASKED, Stage.READING, Stage.COMPARING, Stage.MERGING})


@dataclass(frozen=True)
class Run:
    """`done` of `of` records or pairs of the stage, last told at `machine_at`; `why` is the name of what failed, if it did."""

    account: int | None
    at: datetime
    machine_at: datetime
    stage: Stage = Stage.ASKED
    done: int = 0
    of: int = 0
    persons: int = 0
    merged: int = 0
    queued: int = 0
    why: str = ""
    id: int = 0
    subject: ClassVar[str] = "link_run"

    @property
    def runs(self) -> bool:
        return self.stage in RUNS

    def alive(self, machine: datetime) -> bool:
        """One that has not been heard of for long was cut off, and keeps nobody from asking again."""
        return self.runs and machine < self.machine_at + SILENT

    def at_stage(self, stage: Stage, done: int = 0, of: int = 0) -> "Run":
        return replace(self, stage=stage, done=done, of=of)


@dataclass(frozen=True)
class LinkAsked(Event):
    pass


@dataclass(frozen=True)
class Linked(Event):
    persons: int
    merged: int
    queued: int


@dataclass(frozen=True)
class LinkMoved(Event):
    """How far it is, for whoever has the page open; the audit hears of the end alone."""

    stage: Stage
    done: int
    of: int


@dataclass(eq=False)
class LinkMissing(Refusal):
    status = 409
    says = N_("This installation cannot compare persons: the extra “link” is not installed.")
    way_out = N_("Whoever runs it installs it with pip install 'district-cockpit[link]'.")


@dataclass(eq=False)
class AlreadyRuns(Refusal):
    status = 409
    says = N_("The records are being compared already.")
    way_out = N_("Wait until it is done.")


@allowed_to("link")
def link(work: "Work") -> Run:
    """Let the worker compare all records."""
    run = link_here(work)
    work.later(TASK, work.at, **ONE_AT_A_TIME, run=run.id)
    return run


@allowed_to("link")
def link_here(work: "Work") -> Run:
    """The same by a command, which compares them itself."""
    if not work.links.at_hand():
        raise LinkMissing()
    before = work.links.latest_run()
    if before and before.alive(work.machine_at):
        raise AlreadyRuns()
    run = work.links.add_run(Run(work.by.id, work.at, work.machine_at))
    work.tell_area(work.by.area, run.subject, run.id, LinkAsked())
    return run


@allowed_to("link")
def latest_run(work: "Work") -> Run | None:
    return work.links.latest_run()
