"""How an import stands, and its refused rows as a workbook."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Response, jsonify, send_file
from flask_babel import get_locale, gettext
from flask_babel import gettext as _

from cockpit.importing import acts
from cockpit.importing.batch import Batch
from cockpit.importing.columns import Columns
from cockpit.importing.found import FoundRow
from cockpit.refusals import NotFound
from data_access.apart import apart
from data_access.importing.store import Store
from entrypoints.api import blueprint
from entrypoints.api.imports import store, told
from entrypoints.at_hand import LARGEST_ID, open_work

if TYPE_CHECKING:
    from data_access.importing.workbook import Wrong  # what writes files is loaded with the first of them

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/api/imports/<int:number>")
def import_state(number: int) -> Response:
    with open_work() as work:
        batch = acts.look(work, found(number))
        run = work.imports.run_of(batch.id)
    return jsonify(told(batch) | {"done": run.done, "of": run.of, "runs": batch.runs})


@blueprint.get("/api/imports/<int:number>/refused.xlsx")
def refused_rows(number: int) -> Response:
    """The refused rows as they came, with the reason behind each and the wrong cells coloured; for who brought the file."""
    with open_work() as work:
        batch = acts.look(work, found(number))
        if not batch.counts.refused:
            raise NotFound()
        rows = acts.refused(work, batch.id)
    language, faults, kept = language_of_books(), list(wrong(rows, batch)), store()
    book = apart(lambda: workbook(kept, batch, faults, language))
    return send_file(book, XLSX, as_attachment=True, download_name=f"{_('refused')}-{batch.id}.xlsx")


def workbook(kept: Store, batch: Batch, faults: "list[Wrong]", language: str) -> BytesIO:
    """Made anew from the sealed file whenever it is asked for, so that it lies nowhere in the clear."""
    from data_access.importing.reading import table_of
    from data_access.importing.workbook import error_workbook

    book = BytesIO()
    with kept.opened(batch.id) as path:
        error_workbook(book, table_of(path, batch), faults, language)
    book.seek(0)
    return book


def wrong(rows: list[FoundRow], batch: Batch) -> Iterator["Wrong"]:
    from data_access.importing.workbook import Wrong

    columns = Columns.from_json(batch.columns)
    for row in rows:
        for one in row.told["problems"]:
            position = columns.position_of(one["field"]) if one["field"] else None
            reason = gettext(one["why"]).format(value=one["value"])
            yield Wrong(row.line, position, one["value"], reason, one["proposal"])


def language_of_books() -> str:
    """In which the extra columns of a workbook are called."""
    return "en" if str(get_locale()).startswith("en") else "zh_CN"


def found(number: int) -> int:
    if number > LARGEST_ID:
        raise NotFound()
    return number
