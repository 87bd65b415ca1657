"""Tables as an Excel workbook: text stays text, dates are dates, nothing typed by somebody becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from requests_app.dates import CHINA

Cell = str | int | date | datetime | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a heading that stays in view and is repeated on paper. A moment is written as Chinese time."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for place, heading in enumerate(headings, start=1):
        cell = sheet.cell(1, place, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = 18
    for line, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            plain = value.astimezone(CHINA).replace(tzinfo=None) if isinstance(value, datetime) else value
            cell = sheet.cell(line, place)
            cell.value = plain
            if isinstance(plain, str):
                # A text that begins with "=" would be taken for a formula, an identifier of digits for a number.
                cell.data_type, cell.number_format = "s", "@"
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
