"""Desk figures as a file: the area, the days and the grouping that the page shows."""

from io import BytesIO
from urllib.parse import quote

from flask import Blueprint, Response, request, send_file
from flask_babel import gettext as _

from cockpit.desk_figures import figures_asked, take_figures
from cockpit.exports import Format
from data_access.apart import apart
from data_access.importing.workbook import export_table
from entrypoints.at_hand import open_work
from entrypoints.reports import TYPES
from pages.duty.figures_file import rows_of

POLICY = {"desk_figures.file": "see_desk_figures"}
blueprint = Blueprint("desk_figures", __name__)


@blueprint.get("/reports/desk-figures.<any(csv, xlsx):form>")
def file(form: str) -> Response:
    with open_work() as work:
        asked, by = figures_asked(work, request.args)
        found, names = take_figures(work, asked, by)
        area = work.areas.get(asked.area).name
    heads, rows = rows_of(found, by, names)
    stream = BytesIO()
    apart(lambda: export_table(stream, form, heads, rows))
    stream.seek(0)
    days = asked.first.isoformat() if asked.first == asked.last else f"{asked.first}-{asked.last}"
    called = quote(f"{_('Desk figures')}-{area}-{days}.{form}")
    answer = send_file(stream, TYPES[Format(form)])
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=desk-figures-{asked.area}-{days}.{form}; filename*=UTF-8''{called}"
    )
    return answer
