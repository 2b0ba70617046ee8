"""A sheet as a workbook: the same rows with their pictures, boxes to tick, and laid out to be printed on A4 upright."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from data_access.importing.own import escaped

HEADING = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#EEEEEE"}
CELL = {"text_wrap": True, "valign": "vcenter", "border": 1}
BOX = {**CELL, "align": "center", "font_size": 14}
OPEN, TICKED = "☐", "☑"
HEIGHT, SCALE, BORDER = 40, 2, 1  # points; dots of a module; modules around it
A4 = 9


def sheet_book(headers: Sequence[str], widths: Sequence[int], boxes: Sequence[int], rows: Sequence[Sequence[str]],
               marks: Sequence[str], title: str) -> BytesIO:  # fmt: skip
    """Each row after the picture of its mark; the columns named in `boxes` are ticked, all others are texts.

    `widths` are in characters, the picture's first.
    """
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    _laid_out(sheet, widths, title)
    cell, box = book.add_format(CELL), book.add_format(BOX)
    _row(sheet, 0, ["", *headers], book.add_format(HEADING))
    for at, (cells, mark) in enumerate(zip(rows, marks, strict=True), start=1):
        sheet.set_row(at, HEIGHT)
        sheet.insert_image(at, 0, "mark.png", {"image_data": _picture(mark), "x_offset": 2, "y_offset": 2})
        _row(sheet, at, ["", *cells], cell)
        for column in boxes:
            sheet.write_string(at, column + 1, OPEN, box)
    for column in boxes:
        sheet.data_validation(1, column + 1, len(rows), column + 1, {"validate": "list", "source": [OPEN, TICKED]})
    book.close()
    stream.seek(0)
    return stream


def _laid_out(sheet: Any, widths: Sequence[int], title: str) -> None:
    """One page wide, with its head on every page and the page's number below."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_portrait()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{title.replace('&', '&&')}")
    sheet.set_footer("&R&P / &N")


def _row(sheet: Any, at: int, cells: Sequence[str], style: Any) -> None:
    for column, words in enumerate(cells):
        if words:
            sheet.write_string(at, column, escaped(words), style)
        else:
            sheet.write_blank(at, column, None, style)


def _picture(mark: str) -> BytesIO:
    import segno

    picture = BytesIO()
    segno.make(mark, error="m", micro=False, mask=1).save(picture, kind="png", scale=SCALE, border=BORDER, light="#fff")
    picture.seek(0)
    return picture
