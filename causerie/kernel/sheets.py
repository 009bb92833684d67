"""Tables for a person's own computer: CSV and XLSX, where a cell is only ever a value, never a formula."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

Cell = str | int | float | bool | None
Row = Sequence[Cell]

# A spreadsheet trims before it looks: white space, controls and zero-width characters do not hide the sign; full-width signs count too.
_SAID = re.compile(r"^[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


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
    """One sheet (ECMA-376, strings written in the cells). Texts are typed as texts, so nothing in them is computed."""
    lines = "".join(f'<row r="{at}">{_cells(row)}</row>' for at, row in enumerate(rows, 1))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for path, text in _PARTS.items():
            book.writestr(path, _HEAD + text.replace("NAME", escape(_short(name), {'"': "&quot;"})))
        book.writestr("xl/worksheets/sheet1.xml", f'{_HEAD}<worksheet xmlns="{_SHEET}"><sheetData>{lines}</sheetData></worksheet>')
    return out.getvalue()


def _short(name: str) -> str:
    """A sheet's name: 31 characters, none of []:*?/\\."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31] or "Causerie"


def _cells(row: Row) -> str:
    return "".join(_cell(cell) for cell in row)


def _cell(cell: Cell) -> str:
    if isinstance(cell, bool) or cell is None:
        return "<c/>" if cell is None else f'<c t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f"<c><v>{cell}</v></c>"
    text = escape(_NOT_XML.sub("", str(harmless(cell))))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="NAME" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
