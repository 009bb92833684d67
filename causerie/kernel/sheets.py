"""Tables for a person's own computer: CSV and XLSX, where a cell is only ever a value, never a formula."""

import csv
import io
import math
import re
import tempfile
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | bool | None
Row = Sequence[Cell]

# A spreadsheet trims before it looks: white space, controls and zero-width characters do not hide the sign; full-width signs count too.
_SAID = re.compile(r"^[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Texts stay texts, and a row leaves the memory when the next one begins.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_LONGEST = 32_767


def harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet could take for a formula begins with an apostrophe; numbers stay numbers."""
    if isinstance(cell, str) and (_SAID.match(cell) or (cell[:1] in "\t\r\n\x00" and cell)):
        return "'" + cell
    return cell


def to_csv(rows: Iterable[Row]) -> bytes:
    """UTF-8 with a mark (Excel asks for it), commas, CRLF."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().replace("\x00", "").encode()


def to_xlsx(rows: Iterable[Row], name: str = "Causerie") -> bytes:
    """One sheet, written row by row. Texts are typed as texts, so nothing in them is computed; what a cell cannot hold is cut."""
    out = io.BytesIO()
    # A folder of its own, gone with whatever happens: rows wait in it until the file is closed.
    with tempfile.TemporaryDirectory(prefix="causerie-sheet-") as folder, Workbook(out, {**_OPTIONS, "tmpdir": folder}) as book:
        sheet = book.add_worksheet(_short(name))
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                _put(sheet, at, column, cell)
    return out.getvalue()


def _short(name: str) -> str:
    """A sheet's name: 31 characters, none of []:*?/\\, no apostrophe at its ends."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name)[:31].strip(" '") or "Causerie"


def _put(sheet: Worksheet, at: int, column: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(at, column, cell)
    elif isinstance(cell, int | float) and math.isfinite(cell):
        sheet.write_number(at, column, cell)
    elif cell is not None:
        sheet.write_string(at, column, _NOT_XML.sub("", str(harmless(cell)))[:_LONGEST])
