"""How a file is asked for, agreed to, made and fetched; each step is written down before the next."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.access import Actor, allowed_to
from cockpit.exports.columns import Column, columns_of, grade_of, in_full, kinds_of
from cockpit.exports.export import (
    ON_THE_MAP,
    Export,
    Exported,
    ExportFailed,
    FileOver,
    Format,
    Grade,
    State,
    TooManyAtOnce,
    What,
)
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

MAKE = "make_export"
MOST = 5  # of one person's, being made at once
Rows = Iterator[list[str]]


@allowed_to("export")
def ask(work: "Work", what: What, area: str, form: Format) -> Export:
    """As much as one's role may take out alone; the worker makes it."""
    asked = ask_here(work, what, area, form)
    make_later(work, asked)
    return asked


@allowed_to("export")
def ask_here(work: "Work", what: What, area: str, form: Format) -> Export:
    """The same by a command, which makes it itself."""
    grade = grade_of(work.by.role)
    if grade is None or what not in kinds_of(work.by.role):
        raise NotAllowed(role=work.by.role, act="export")
    must_wait_for_few(work)
    must_lie_in_scope(work, area)
    must_have_a_point(what, form)
    new = work.exports.add(Export(0, what, area, form, grade, work.by.id, work.at), work.machine_at)
    work.note_act("export_asked", new.subject, str(new.id), {"kind": what, "area": area})
    return new


def make_later(work: "Work", export: Export) -> None:
    """Of one person's files, one is made at a time."""
    work.later(MAKE, work.at, queue="slow", lock=f"export/{export.account}", export=export.id)


def must_wait_for_few(work: "Work") -> None:
    """The worker has others to serve, too; the cockpit's own terminal makes its file itself."""
    waiting = [one for one in work.exports.of_account(work.by.id) if one.state is State.MAKING]
    if work.by.id is not None and len(waiting) >= MOST:
        raise TooManyAtOnce(MOST)


def must_lie_in_scope(work: "Work", area: str) -> None:
    if not work.by.sees(area):
        raise NotFound()
    work.areas.get(area)


def must_have_a_point(what: What, form: Format) -> None:
    if form is Format.GEOJSON and what not in ON_THE_MAP:
        raise Invalid("form", N_("these have no point on the map: take xlsx or csv"))


@allowed_to("export")
def latest(work: "Work") -> list[Export]:
    """The files one asked for oneself, newest first, as they stand now."""
    waiting = {one.subject_id for one in work.words.all() if one.kind == "export" and one.good(work.machine_at)}
    return [one.stands(work.at, waits=one.id in waiting) for one in work.exports.of_account(work.by.id)]


@allowed_to("export")
def begin(work: "Work", number: int) -> tuple[Export, list[Column]]:
    """What is to be made, with the columns that its maker may take out now."""
    export = own(work, number)
    if export.state is not State.MAKING:
        raise NotFound()
    must_still_be_allowed(work.by, export)
    return export, columns_of(export.what, export.grade, work.by.role)


@allowed_to("export")
def finish(work: "Work", export: Export, columns: list[Column], rows: int, size: int, digest: str) -> Export:
    """The file lies there: told to both chains in the transaction that read it, and fetched by nobody before."""
    after = work.exports.keep(export.made(rows, size, work.at + kept_for(work, export)), export)
    told_fields = sorted(one.name for one in columns if one.personal)
    if told_fields:
        looked_at = (
            ("person", "list", told_fields, "listed") if export.of_people else ("export", export.id, told_fields)
        )
        work.looked(*looked_at, filter={"area": export.area}, count=rows, digest=digest, export=export.id)
    event = Exported(export.what, export.form, export.grade, rows, export.agreed_by)
    work.tell_area(export.area, export.subject, export.id, event)
    return after


@allowed_to("keep_clocks")
def give_up(work: "Work", number: int) -> None:
    """Whatever failed; a job that comes a second time finds the file where the first left it, and that is no failure."""
    before = work.exports.get(number)
    if before.state is State.MAKING:
        work.exports.keep(before.failed(), before)
        work.tell_area(before.area, before.subject, before.id, ExportFailed(before.what))


@allowed_to("export")
def take(work: "Work", number: int) -> Export:
    """The file is about to be handed to its maker, and to nobody else."""
    found = own(work, number).stands(work.at, waits=False)
    must_still_be_allowed(work.by, found)
    if found.state is State.OVER:
        raise FileOver()
    if found.state is not State.MADE:
        raise NotFound()
    work.note_act("export_fetched", found.subject, str(found.id), {"kind": found.what, "rows": found.rows})
    return found


def own(work: "Work", number: int) -> Export:
    found = work.exports.get(number)
    if found.account != work.by.id:
        raise NotFound()
    return found


def must_still_be_allowed(by: Actor, export: Export) -> None:
    """Roles and scopes change: what was asked with another is none of theirs any more."""
    full = export.grade is Grade.FULL and export.what in in_full(by.role) and by.may("export_full")
    alone = export.grade is grade_of(by.role) and export.what in kinds_of(by.role)
    if not by.sees(export.area) or not (full or alone):
        raise NotFound()


def kept_for(work: "Work", export: Export) -> timedelta:
    key = "full" if export.grade is Grade.FULL else "file"
    return timedelta(hours=work.policy.get("export", key, work.by.area).body["hours"])
