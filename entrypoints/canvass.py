"""A round of visits on paper: its progress as a file, and the homes of a grid that are left, with boxes to tick."""

from io import BytesIO
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from cockpit.canvass import AT_A_GLANCE, RESULTS, Part, Progress, Result, open_paper, progress_file
from cockpit.exports import Format
from data_access.importing.workbook import export_table
from entrypoints.at_hand import LARGEST_ID, open_work
from entrypoints.reports import TYPES
from pages.parts import local_day

POLICY = {"canvass.progress": "see_canvass", "canvass.paper": "knock"}
PER_PAGE = 20  # rows of 11.6 mm under their head, on A4 upright
BOXES = (*AT_A_GLANCE, Result.FOUND)
blueprint = Blueprint("canvass", __name__)


@blueprint.get(f"/reports/canvass/<int(max={LARGEST_ID}):number>.csv")
def progress(number: int) -> Response:
    """As the page shows it to whoever asks; counts, and nobody's home."""
    with open_work() as work:
        seen, rows = progress_file(work, number, request.args.get("area", ""))
        names = {code: area.name for code, area in work.areas.known.items()}
    file = BytesIO()
    export_table(file, Format.CSV, heads(), [cells(one, seen, names) for one in rows])
    named = f"{_('Rounds of visits')}-{names[seen.whole.area]}-{local_day(seen.at)}.csv"
    plain = f"canvass-{seen.round.id}-{seen.whole.area}.csv"
    disposition = {"Content-Disposition": f"attachment; filename={plain}; filename*=UTF-8''{quote(named)}"}
    return Response(file.getvalue(), mimetype=TYPES[Format.CSV], headers=disposition)


@blueprint.get(f"/reports/canvass/sheet/<int(max={LARGEST_ID}):number>")
def paper(number: int) -> str:
    with open_work() as work:
        opened = open_paper(work, number)
    pages = [opened.lines[start : start + PER_PAGE] for start in range(0, len(opened.lines), PER_PAGE)]
    return render_template("canvass_sheet.html", opened=opened, pages=pages, boxes=BOXES, results=RESULTS)


def heads() -> list[str]:
    counted = [_("Homes"), _("Done"), _("Still to do"), _("Percent"), _("To stay apart"), _("Isolated")]
    return [_("Area"), _("Code"), *counted, _("Last day"), _("As of")]


def cells(one: Part, seen: Progress, names: dict[str, str]) -> list[str]:
    tally = one.tally
    counted = [str(each) for each in (tally.homes, tally.done, tally.left, tally.percent)]
    people = [one.found, one.isolated]
    days = [seen.round.due_on.isoformat(), local_day(seen.at)]
    return [names.get(one.area, one.area), one.area, *counted, *people, *days]
