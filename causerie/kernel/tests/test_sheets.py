"""Tables for a spreadsheet: whatever people wrote, a cell is a value."""

import io
import tempfile
import zipfile

import pytest

from causerie.kernel.sheets import to_csv, to_xlsx

TRAPS = ["=1+1", "+1", "-1", "@x", "|calc", "\t=1", "\u200b=1", "＝1", " =HYPERLINK(1)"]


def sheet_of(data):
    book = zipfile.ZipFile(io.BytesIO(data))
    assert book.testzip() is None
    return book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("trap", TRAPS)
def test_what_begins_like_a_formula_stays_a_text_in_both_kinds(trap):
    sheet = sheet_of(to_xlsx([[trap]]))
    assert "<f>" not in sheet
    assert 't="inlineStr"' in sheet
    assert to_csv([[trap]]).decode("utf-8-sig").lstrip('"').startswith("'")


def test_numbers_stay_numbers_addresses_and_digits_stay_texts():
    sheet = sheet_of(to_xlsx([[1, 2.5, True, None, "00123", "https://example.org", "a\x00b<"]]))
    assert '<c r="A1"><v>1</v></c><c r="B1"><v>2.5</v></c><c r="C1" t="b"><v>1</v></c>' in sheet
    assert "<t>00123</t>" in sheet
    assert "hyperlink" not in sheet
    assert "<t>ab&lt;</t>" in sheet


def test_a_number_that_no_sheet_can_hold_is_a_text_and_a_long_text_is_cut():
    sheet = sheet_of(to_xlsx([[float("inf"), float("nan"), "x" * 40_000]]))
    assert "<t>inf</t>" in sheet
    assert len(sheet) < 34_000


@pytest.mark.parametrize("name", ["", "[]:*?/\\", "'", "figures-" * 9])
def test_a_sheet_has_a_name_that_every_program_takes(name):
    book = zipfile.ZipFile(io.BytesIO(to_xlsx([["a"]], name)))
    assert 'sheet name="' in book.read("xl/workbook.xml").decode()


def test_rows_are_read_one_by_one_and_nothing_is_left_on_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def rows():
        yield from ([number, "words"] for number in range(3000))
        raise LookupError

    with pytest.raises(LookupError):
        to_xlsx(rows())
    assert to_xlsx([number, "words"] for number in range(3000))
    assert list(tmp_path.iterdir()) == []
