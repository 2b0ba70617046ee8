"""POST /api/imports: a file streamed in, checked by the worker; and how it stands."""

from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO
from typing import Any

from flask import Response, jsonify, request, send_file
from flask_babel import get_locale, gettext
from flask_babel import gettext as _

from cockpit.importing import acts
from cockpit.importing.batch import Batch, State
from cockpit.importing.columns import Columns
from cockpit.importing.kinds import Kind
from cockpit.refusals import Invalid, Malformed, NotFound
from cockpit.texts import N_
from data_access.importing.batches import FoundRow
from data_access.importing.jobs import table_of
from data_access.importing.store import Store
from data_access.importing.workbook import Wrong, error_workbook
from entrypoints.api import blueprint
from entrypoints.at_hand import LARGEST_ID, data_dir, database, open_work

LONGEST_NAME = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.post("/api/imports")
def bring_file() -> tuple[Response, int]:
    """The body is the file itself; `name` as it is called, `kind` where it is known."""
    name, kind = request.args.get("name", "").strip(), request.args.get("kind", "")
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid("name", N_("say what the file is called, in 200 characters at most"))
    if kind and kind not in set(Kind):
        raise Invalid("kind", N_("no such kind of import"))
    with open_work() as work:
        batch = acts.receive(work, kind, name, {})
    size = store().take(batch.id, request.stream)
    if not size:
        raise Malformed(why=N_("the file is empty"))
    with open_work() as work:
        acts.check(work, batch.id)
    return jsonify(told(batch)), 202


@blueprint.get("/api/imports/<int:number>")
def import_state(number: int) -> Response:
    with open_work() as work:
        batch = acts.look(work, found(number))
        run = work.imports.run_of(batch.id)
    runs = batch.state in (State.RECEIVED, State.CONFIRMED)
    return jsonify(told(batch) | {"done": run.done, "of": run.of, "runs": runs})


@blueprint.get("/api/imports/<int:number>/refused.xlsx")
def refused_rows(number: int) -> Response:
    """The refused rows as they came, with the reason behind each and the wrong cells coloured; for who brought the file."""
    with open_work() as work:
        batch = acts.look(work, found(number))
        rows = acts.refused(work, batch.id)
    with store().opened(batch.id) as path:
        table = table_of(path, batch)
        book = BytesIO()
        error_workbook(book, table, wrong(rows, batch), language())
    book.seek(0)
    return send_file(book, XLSX, as_attachment=True, download_name=f"{_('refused')}-{batch.id}.xlsx")


def wrong(rows: list[FoundRow], batch: Batch) -> Iterator[Wrong]:
    columns = Columns.from_json(batch.columns)
    for row in rows:
        for one in row.told["problems"]:
            position = columns.position_of(one["field"]) if one["field"] else None
            yield Wrong(
                row.line, position, one["value"], gettext(one["why"]).format(value=one["value"]), one["proposal"]
            )


def language() -> str:
    """As the extra columns of a workbook are called."""
    return "en" if str(get_locale()).startswith("en") else "zh_CN"


def found(number: int) -> int:
    if number > LARGEST_ID:
        raise NotFound()
    return number


def told(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id, "kind": batch.kind, "state": batch.state.value, "why": batch.why,
        "columns": batch.columns, **asdict(batch.counts),
    }  # fmt: skip


def store() -> Store:
    return Store(data_dir(), database().keys.field)
