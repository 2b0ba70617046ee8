"""The report of a day as a document of a word processor: a title, notes and one table, on A4 across."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

SMALL = 8  # points
MARGIN = 15  # mm
LATIN, CHINESE = "Arial", "Microsoft YaHei"


def document(title: str, notes: Sequence[str], heads: Sequence[str], rows: Sequence[Sequence[str]]) -> BytesIO:
    from docx import Document

    made = Document()
    _across(made.sections[0])
    _fonts(made)
    made.core_properties.title, made.core_properties.author = title, ""
    made.add_heading(title, level=1)
    for note in notes:
        made.add_paragraph(note)
    table = made.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
    for line, texts in zip(table.rows, [heads, *rows], strict=True):
        _fill(line.cells, texts, bold=line is table.rows[0])
    _head_on_each_page(table.rows[0])
    stream = BytesIO()
    made.save(stream)
    stream.seek(0)
    return stream


def _across(page: Any) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)


def _fonts(made: Any) -> None:
    """A font of its own for Chinese, which a style names apart."""
    from docx.oxml.ns import qn

    for name in ("Normal", "Heading 1"):
        font = made.styles[name].font
        font.name = LATIN
        made.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)


def _fill(cells: Sequence[Any], texts: Sequence[str], *, bold: bool) -> None:
    from docx.shared import Pt

    for cell, text in zip(cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.font.size, run.bold = Pt(SMALL), bold


def _head_on_each_page(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
