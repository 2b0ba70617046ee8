"""A grid's sheet on paper, page by page, and as a workbook into which the answers are typed."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, render_template, send_file
from flask_babel import gettext as _

from cockpit.sheets import HIDDEN, Line, OpenSheet, RowKind, open_sheet, sheet_as_file
from data_access.apart import apart
from data_access.sheet_book import sheet_book
from entrypoints.at_hand import LARGEST_ID, open_work
from pages.inventory.sheets import TENURES
from pages.parts import local_day, words

POLICY = {"sheets.paper": "print_sheet", "sheets.workbook": "print_sheet"}
PER_PAGE = 20  # rows of 11.5 mm under their head, on A4 upright
WIDTHS = (8, 5, 17, 10, 18, 8, 9, 8, 8, 8, 8, 8, 18)
BOXES = (7, 8, 9)  # as listed, empty or closed, moved away
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("sheets", __name__)


@blueprint.get(f"/reports/sheet/<int(max={LARGEST_ID}):number>")
def paper(number: int) -> str:
    with open_work() as work:
        opened = open_sheet(work, number)
    pages = [*pages_of(opened.lines)]
    pictures = apart(lambda: [picture(one) for one in marks(opened)])
    return render_template("sheet.html", opened=opened, pages=pages, pictures=pictures, tenures=TENURES)


@blueprint.get(f"/reports/sheet/<int(max={LARGEST_ID}):number>.xlsx")
def workbook(number: int) -> Response:
    with open_work() as work:
        opened = sheet_as_file(work, number)
    headers, title, signs = heads(), title_of(opened), marks(opened)[1:]
    rows = [*map(cells_of, opened.lines, signs)]
    book = apart(lambda: sheet_book(headers, WIDTHS, BOXES, rows, signs, title))
    return send_file(book, XLSX, as_attachment=True, download_name=f"{_('sheet')}-{number}.xlsx")


def pages_of(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """(whether it is a page of firms, its rows): homes and empty rows first, firms on pages of their own."""
    for firms in (False, True):
        mine = [line for line in lines if (line.row.kind is RowKind.FIRM) is firms]
        yield from ((firms, mine[start : start + PER_PAGE]) for start in range(0, len(mine), PER_PAGE))


def marks(opened: OpenSheet) -> list[str]:
    """Of the sheet, and of each of its rows."""
    return [opened.sheet.mark, *(opened.sheet.mark_of(line.number) for line in opened.lines)]


def picture(mark: str) -> str:
    """One mask for all: whoever looks for the best of eight takes three times as long."""
    import segno

    return segno.make(mark, error="m", micro=False, mask=1).svg_data_uri(scale=4, border=2, light="#fff")


def title_of(opened: OpenSheet) -> str:
    """The head of each printed page."""
    says = _("Keep closed. Destroy after {days} days, by {day}.").format(
        days=opened.days, day=local_day(opened.sheet.destroy_at)
    )
    where = " › ".join(one.name for one in (*opened.path, opened.grid))
    return (
        f"{_('Door-to-door sheet')} #{opened.sheet.id} · {where} · {opened.read_by} {local_day(opened.read_at)}\n{says}"
    )


def heads() -> list[str]:
    known = [_("Row"), _("Mark"), _("Kind"), _("Place or firm"), _("Door"), _("Owned or rented"), _("People known")]
    return [*known, _("As listed"), _("Empty or closed"), _("Moved away"), _("People now"), _("Remark")]


def cells_of(line: Line, mark: str) -> list[str]:
    """What is known of a row without its door, and blanks for the answers."""
    kinds = {RowKind.HOME: _("Home"), RowKind.FIRM: _("Enterprise"), RowKind.NEW: _("not on the list")}
    known = ["", "", "", ""]
    if line.home:
        known = [line.home.place, HIDDEN, words(TENURES, line.home.tenure), str(line.home.people)]
    elif line.firm:
        known = [line.firm.name, line.firm.address, "", str(line.firm.staff)]
    return [str(line.number), mark, kinds[line.row.kind], *known, "", "", "", "", ""]
