"""What people print or carry away: the destruction report, the form of a request and its answer, files of the inventory."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, render_template, request
from flask_babel import gettext

from cockpit.access import matrix
from cockpit.appeals import give_code, rule_of
from cockpit.emergency import COLLECTED, destruction
from cockpit.exports import Export, Format, take
from cockpit.exports.export import SAYS
from cockpit.follow_up import TICKS, open_visit_sheet
from cockpit.hours import hours, period_of
from cockpit.notices import notice
from cockpit.quarantine import KINDS, LIFTED, release_paper
from cockpit.requests import Field, look_at_request
from cockpit.returns import order_grounds
from cockpit.screening import OrderPaper, order_paper, order_papers
from data_access.exports.store import Store
from data_access.importing.workbook import export_table
from data_access.work import Work
from entrypoints.at_hand import LARGEST_ID, data_dir, database, open_work
from entrypoints.home_health.papers import report_door
from entrypoints.paper_codes import door
from pages.duty.hours import cells, heads
from pages.parts import local_day
from pages.screening import order_reasons
from pages.screening.returns import grounds
from pages.screening.words import RESULTS

POLICY = {
    "reports.destroyed": "see_destruction",
    "reports.request_form": "enter_request",
    "reports.request_answer": "see_requests",
    "reports.exported": "export",
    "reports.volunteers": "see_hours",
    "reports.quarantine": "order_quarantine",
    "reports.quarantines": "order_quarantine",
    "reports.release": "print_release",
    "reports.follow_ups": "follow_up",
}
blueprint = Blueprint("reports", __name__)


@blueprint.get(f"/reports/destruction/<int(max={LARGEST_ID}):number>")
def destroyed(number: int) -> Response | str:
    """`?format=json` gives the facts with their signature."""
    with open_work() as work:
        facts: dict[str, Any] = destruction(work, number)
        signature = work.signature(facts)
    if request.args.get("format") == "json":
        return jsonify(facts | {"signature": signature})
    return render_template("destruction.html", facts=facts, signature=signature, kinds=COLLECTED)


@blueprint.get("/reports/request-form")
def request_form() -> str:
    """The blank form for who has no phone; with the notice, as on the phone."""
    with open_work() as work:
        told = notice(work, "request")
    return render_template("request_form.html", told=told, fields=[matrix()["fields"][one] for one in Field])


@blueprint.get(f"/reports/request/<int(max={LARGEST_ID}):number>")
def request_answer(number: int) -> str:
    """The request and its answer, as the person gets them on paper; shown as the reader's role may see it."""
    with open_work() as work:
        opened = look_at_request(work, number)
    return render_template("request_answer.html", seen=opened.seen)


@blueprint.get(f"/reports/quarantine/<int(max={LARGEST_ID}):number>")
def quarantine(number: int) -> str:
    """The order as the person gets it: how long, where, why by which rule, and what it asks of them."""
    with open_work() as work:
        return orders(work, [order_paper(work, number)])


@blueprint.get(f"/reports/quarantines/<int(max={LARGEST_ID}):number>")
def quarantines(number: int) -> str:
    """The orders of all contacts of a case who are apart, one after the other."""
    with open_work() as work:
        return orders(work, order_papers(work, number))


def orders(work: Work, papers: Sequence[OrderPaper]) -> str:
    """Each with what it rests on: meetings, a journey, what was found at a door; and the codes of its reports and its appeal."""
    shown = [
        (
            one, [*order_reasons(one), *grounds(order_grounds(work, one.episode.id))],
            door("p/appeal", give_code(work, one.episode)), report_door(work, one.episode),
        )
        for one in papers
    ]  # fmt: skip
    hours = rule_of(work.policy.get("appeal", "any", work.areas.district().code)).hours
    return render_template("quarantine_order.html", papers=shown, hours=hours, kinds=KINDS)


@blueprint.get(f"/reports/release/<int(max={LARGEST_ID}):number>")
def release(number: int) -> str:
    """That a quarantine is over, for whoever asks its person."""
    with open_work() as work:
        paper = release_paper(work, number)
    return render_template("quarantine_release.html", paper=paper, kinds=KINDS, lifted=LIFTED)


@blueprint.get(f"/reports/follow-ups/<int(max={LARGEST_ID}):number>")
def follow_ups(number: int) -> str:
    """A numbered sheet of visits, in the order of doors; to be typed in afterwards by its number."""
    with open_work() as work:
        opened = open_visit_sheet(work, number)
    return render_template("follow_ups.html", opened=opened, results=RESULTS, ticks=TICKS)


TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.GEOJSON: "application/geo+json",
}


@blueprint.get(f"/reports/export/<int(max={LARGEST_ID}):number>")
def exported(number: int) -> Response:
    """The file that was made for whoever asks; that it is fetched is written down before its first byte goes out."""
    with open_work() as work:
        export = take(work, number)
        area = work.areas.get(export.area).name
    pieces = Store(data_dir(), database().keys.field).pieces(number)
    response = Response(pieces, content_type=TYPES[export.form])
    response.content_length = export.size
    response.headers["Content-Disposition"] = named(export, area)
    return response


def named(export: Export, area: str) -> str:
    """Kind, area and day, and nothing about anybody: 场所-长庆街道-2020-02-01.xlsx; in codes for who reads no Chinese."""
    end = f"{local_day(export.asked_at)}.{export.form}"
    called = quote(f"{gettext(SAYS[export.what])}-{area}-{end}")
    return f"attachment; filename={export.what}-{export.area}-{end}; filename*=UTF-8''{called}"


@blueprint.get("/reports/hours.csv")
def volunteers() -> Response:
    """The hours of volunteers as the page shows them; numbers of hours and people, nobody's name."""
    with open_work() as work:
        period = period_of(work, request.args.get("period", "week"), request.args.get("day", ""))
        sheet = hours(work, period)
        work.note_act("hours_taken", "hours", period.first.isoformat(), {"rows": len(sheet.rows)})
    file = BytesIO()
    export_table(file, Format.CSV, heads(), map(cells, sheet.rows))
    named = {"Content-Disposition": f"attachment; filename=hours-{period.length}-{period.first.isoformat()}.csv"}
    return Response(file.getvalue(), mimetype=TYPES[Format.CSV], headers=named)
