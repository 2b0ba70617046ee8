"""What of people at home is printed or carried away: the report of a day, the slips of release, the line list without names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file
from flask_babel import gettext as _

from cockpit.exports import Format
from cockpit.home_health import OUTCOMES, Day, LineRow, daily, line_list, release_papers
from cockpit.quarantine import KINDS, LIFTED
from cockpit.refusals import NotFound
from data_access.apart import apart
from data_access.home_health.daily_document import document
from data_access.importing.workbook import export_table
from entrypoints.at_hand import open_work
from pages.care.home_health.daily_words import cell, columns, order
from pages.parts import full_time, words

POLICY = {
    "daily_reports.day": "see_care_day",
    "daily_reports.day_document": "see_care_day",
    "daily_reports.slips": "print_release",
    "daily_reports.lines": "take_line_list",
}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
blueprint = Blueprint("daily_reports", __name__)


@dataclass(frozen=True)
class DayReport:
    """The same on paper and in a document: `rows` of texts, the area's name first."""

    title: str
    notes: tuple[str, ...]
    heads: list[str]
    rows: list[list[str]]


@blueprint.get("/reports/daily/<text>")
def day(text: str) -> str:
    return render_template("daily_report.html", report=report(text))


@blueprint.get("/reports/daily/<text>.docx")
def day_document(text: str) -> Response:
    found = report(text)
    file = apart(lambda: document(found.title, found.notes, found.heads, found.rows))
    return send_file(file, DOCX, as_attachment=True, download_name=f"{_('daily report')}-{text}.docx")


def report(text: str) -> DayReport:
    """Numbers alone; for who sees people as such only, small ones are hidden."""
    with open_work() as work:
        found = daily(work, asked_area(), day_of(text))
        areas = order(work.areas.known.values(), found)
        where = work.areas.get(found.area).name
        work.note_act("daily_report_taken", "daily_report", found.day.isoformat(), {"area": found.area})
    named = columns()
    rows = [[one.name, *(cell(found, one.code, name) for name in named)] for one in areas]
    title = f"{_('People at home: daily report')} · {where} · {found.day.isoformat()}"
    return DayReport(title, notes(found), [_("Area"), *named.values()], rows)


def notes(found: Day) -> tuple[str, ...]:
    over = _("This day is over; its numbers stay as they are.") if found.kept else _("The day goes on.")
    said = [_("As of %(time)s", time=full_time(found.until)), over]
    if found.cells is not None:
        said.append(_("Numbers under five are shown as <5; sums beside them are rounded."))
    return tuple(said)


def day_of(text: str) -> date:
    """What is no day is a path that nobody serves."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound() from None


def asked_area() -> str:
    return request.args.get("area", "")


@blueprint.get("/reports/releases")
def slips() -> str:
    """Of all whose last day was yesterday and against whom nothing speaks, one a page."""
    with open_work() as work:
        papers = release_papers(work, asked_area())
    return render_template("daily_releases.html", papers=papers, kinds=KINDS, lifted=LIFTED)


@blueprint.get("/reports/line-list.csv")
def lines() -> Response:
    """One row a person at home today, nobody's name; what a sheet would take for a formula is made a text."""
    with open_work() as work:
        rows = line_list(work, asked_area())
        names = {code: area.name for code, area in work.areas.known.items()}
        named = f"line-list-{asked_area() or work.by.area}-{work.at.astimezone(work.zone).date().isoformat()}.csv"
    file = BytesIO()
    export_table(file, Format.CSV, heads(), texts(rows, names))
    disposition = {"Content-Disposition": f"attachment; filename={named}"}
    return Response(file.getvalue(), content_type="text/csv; charset=utf-8", headers=disposition)


def heads() -> list[str]:
    return [
        _("Number"), _("Age"), _("Sex"), _("Community"), _("Day"), _("Of days"), _("Symptoms since"), _("Highest temperature, °C"),
        _("Gravest report"), _("Reports"),
    ]  # fmt: skip


def texts(rows: list[LineRow], names: dict[str, str]) -> Iterator[list[str]]:
    for one in rows:
        onset, heat = one.onset.isoformat() if one.onset else "", str(one.hottest) if one.hottest else ""
        yield [
            f"Q-{one.episode}", one.age, _("unknown"), names.get(one.community, one.community), str(one.day), str(one.days), onset, heat,
            words(OUTCOMES, one.worst), str(one.reports),
        ]  # fmt: skip
