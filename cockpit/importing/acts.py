"""What is done with a file: brought, looked at, corrected, confirmed, stopped, taken back."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cockpit.access import Actor, allowed_to
from cockpit.importing.batch import Batch, Failed, State
from cockpit.importing.columns import Columns
from cockpit.importing.found import FoundRow
from cockpit.importing.kinds import Kind
from cockpit.importing.rights import may_bring
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

LONGEST_SOURCE = 40
CHECK, APPLY, UNDO = "check_import", "apply_import", "undo_import"
ONE_AT_A_TIME = {"queue": "slow", "lock": "import"}  # two that write the same things would wait for each other anyhow


@allowed_to("import")
def receive(work: "Work", kind: str, file: str, columns: Mapping[str, Any], sheet: str = "", source: str = "") -> Batch:
    """A file has come and is going to be checked; `kind` and `columns` are empty where they are still to be found out.

    `source`: of records, who has them, like 铁路 or 疾控.
    """
    if len(source) > LONGEST_SOURCE or not source.isprintable():
        raise Invalid("source", N_("say in 40 characters at most who has these records"))
    new = Batch(0, kind, file, work.by.id, work.at, columns=dict(columns), sheet=sheet, source=source.strip())
    number = work.imports.add(new, work.machine_at)
    work.note_act("import_received", "import_batch", str(number), {"kind": kind})
    return work.imports.get(number)


@allowed_to("import")
def lost(work: "Work", number: int) -> None:
    """The file did not come whole."""
    before = found(work, number)
    work.imports.keep(before.given_up(Failed()), before)


@allowed_to("import")
def check(work: "Work", number: int) -> None:
    """Let the worker look through the file."""
    work.imports.ask_to_stop(number, stop=False)
    work.later(CHECK, work.at, **ONE_AT_A_TIME, batch=found(work, number).id)


@allowed_to("import")
def choose_columns(work: "Work", number: int, said: Sequence[str], system: str = "") -> Batch:
    """For each column of the file the field that a person says, empty for none: the file is checked again.

    `system` is that of its coordinates; empty: as the file says.
    """
    after = choose_columns_here(work, number, said, system)
    check(work, number)
    return after


@allowed_to("import")
def choose_columns_here(work: "Work", number: int, said: Sequence[str], system: str = "") -> Batch:
    """The same by a command, which checks it itself."""
    before = found(work, number)
    columns = Columns.from_json(before.columns)
    for position, field in enumerate(said[: len(columns.headers)]):
        columns = columns.with_(position, field)
    return work.imports.keep(before.read_again(columns.in_system(system).as_json()), before)


@allowed_to("import")
def choose_table(work: "Work", number: int, sheet: str, kind: str = "") -> Batch:
    """Which of the file's tables is meant, or what is in it: the file is checked again."""
    before = found(work, number)
    if sheet and sheet not in before.sheets:
        raise Invalid("sheet", N_("there is no such table in the file"))
    if kind and kind not in set(Kind):
        raise Invalid("kind", N_("no such kind of import"))
    after = work.imports.keep(before.read_again({}, kind, sheet), before)
    check(work, number)
    return after


@allowed_to("import")
def latest(work: "Work") -> list[Batch]:
    """The files that were brought last, newest first."""
    return [one for one in work.imports.latest() if concerns(work.by, one)]


@allowed_to("import")
def rows(work: "Work", number: int, verdict: str, after: int = -1) -> list[FoundRow]:
    """Rows of a check by their verdict, so many at a time, for whoever brought the file; of persons, that is a look.

    What an undo left as it is, is told to everybody who may undo.
    """
    batch = found(work, number)
    told = batch.account == work.by.id or verdict == "kept"
    shown = work.imports.rows(batch.id, verdict, after) if told else []
    if fields := sorted({name for row in shown for name in row.personal(batch.kind)}):
        work.looked("import_batch", number, fields, count=len(shown))
    return shown


@allowed_to("import")
def refused(work: "Work", number: int) -> list[FoundRow]:
    """All rows that were refused, for whoever brought the file and nobody else."""
    batch = found(work, number)
    if batch.account != work.by.id:
        raise NotFound()
    work.looked("import_batch", number, ["refused"], count=batch.counts.refused)
    return work.imports.rows(number, "refused", limit=batch.counts.refused)


@allowed_to("import")
def confirm(work: "Work", number: int) -> Batch:
    """What the check found is to be written: all of it, or nothing."""
    after = confirm_here(work, number)
    work.later(APPLY, work.at, **ONE_AT_A_TIME, batch=number)
    return after


@allowed_to("import")
def confirm_here(work: "Work", number: int) -> Batch:
    """The same by a command, which writes it itself."""
    before = found(work, number)
    work.note_act("import_confirmed", "import_batch", str(number), {"kind": before.kind})
    return work.imports.keep(before.confirmed(), before)


@allowed_to("import")
def stop(work: "Work", number: int) -> Batch:
    """A run that is under way stops within a chunk, and what it had written is gone with it."""
    before = found(work, number)
    after = before.stopped()
    work.imports.ask_to_stop(number)
    if before.state is not State.CONFIRMED:
        work.imports.keep(after, before)
        return after
    return before


@allowed_to("import")
def undo(work: "Work", number: int) -> Batch:
    """Take back what an import wrote, thing by thing; what was changed since stays and is told."""
    after = undo_here(work, number)
    work.later(UNDO, work.at, **ONE_AT_A_TIME, batch=number)
    return after


@allowed_to("import")
def undo_here(work: "Work", number: int) -> Batch:
    """The same by whoever takes it back itself."""
    before = found(work, number)
    work.note_act("import_undo_asked", "import_batch", str(number), {"kind": before.kind})
    return work.imports.keep(before.undoing(work.at, undo_within(work)), before)


@allowed_to("import")
def look(work: "Work", number: int) -> Batch:
    return found(work, number)


def found(work: "Work", number: int) -> Batch:
    """The batch, where it is one's business: one's own, or of a kind that one may bring oneself."""
    batch = work.imports.get(number)
    if not concerns(work.by, batch):
        raise NotFound()
    return batch


def concerns(by: Actor, batch: Batch) -> bool:
    return batch.account == by.id or (bool(batch.kind) and may_bring(by, batch.kind))


def undo_within(work: "Work") -> timedelta:
    return timedelta(hours=work.policy.get("import", "undo", work.by.area).body["hours"])
