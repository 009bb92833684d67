"""A file that only grows: what a crash cut short, and two of them put together."""

import stat
from concurrent.futures import ThreadPoolExecutor

from causerie.kernel import lines


def test_what_was_appended_is_read_in_order(tmp_path):
    path = tmp_path / "list"
    assert lines.read(path) == []
    lines.append(path, {"a": 1})
    lines.append(path, {"a": "é"})
    assert lines.read(path) == [{"a": 1}, {"a": "é"}]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_that_a_crash_cut_short_spoils_no_other(tmp_path):
    path = tmp_path / "list"
    lines.append(path, {"a": 1})
    with path.open("ab") as file:
        file.write(b'{"a": ')
    lines.append(path, {"a": 2})
    with path.open("ab") as file:
        file.write(b"[1]\n\xff\xfe\n\x00")
    assert lines.read(path) == [{"a": 1}, {"a": 2}]


def test_two_lists_are_one_without_what_both_hold(tmp_path):
    path, other = tmp_path / "list", tmp_path / "older"
    for number in (1, 2):
        lines.append(path, {"a": number})
    for number in (0, 1):
        lines.append(other, {"a": number})
    lines.merge(path, other.read_bytes() + b'{"a"')
    lines.merge(path, other.read_bytes())
    assert lines.read(path) == [{"a": 1}, {"a": 2}, {"a": 0}]
    lines.merge(tmp_path / "new", path.read_bytes())
    assert lines.read(tmp_path / "new") == lines.read(path)


def test_many_write_at_once_and_no_line_is_lost(tmp_path):
    path = tmp_path / "list"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: lines.append(path, {"a": number}), range(80)))
    assert sorted(line["a"] for line in lines.read(path)) == list(range(80))
