"""A week of the roster as a file, which an import of duty takes back as it is."""

import io
from urllib.parse import quote

from flask import Blueprint, Response, request, send_file
from flask_babel import gettext as _

from cockpit.duty import monday, roster_asked, roster_file
from data_access.apart import apart
from data_access.importing.workbook import export_table
from entrypoints.at_hand import open_work

POLICY = {"rosters.file": "take_roster"}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
blueprint = Blueprint("rosters", __name__)


@blueprint.get("/reports/duty.<any(csv, xlsx):form>")
def file(form: str) -> Response:
    """The week, area and role that the page shows."""
    with open_work() as work:
        asked = roster_asked(work, request.args)
        headers, rows = roster_file(work, asked.day, asked.area, asked.roles)
    stream = io.BytesIO()
    apart(lambda: export_table(stream, form, headers, rows))
    stream.seek(0)
    end = f"{monday(asked.day).isoformat()}.{form}"
    answer = send_file(stream, TYPES[form])
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=duty-{end}; filename*=UTF-8''{quote(_('Roster') + '-' + end)}"
    )
    return answer
