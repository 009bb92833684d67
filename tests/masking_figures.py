"""Misses and false alarms of the masking rules: `python -m tests.masking_figures [file.jsonl …]`.

Without a file, on the project's own French, Spanish and English lines. A file holds one object a line: `text`, and `spans` as
[kind, start, end] with the kinds CREDIT_CARD, IBAN_CODE, EMAIL_ADDRESS and PHONE_NUMBER; a line without any of these is clean.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from causerie.kernel.masking import find
from causerie.kernel.tests.said import clean_lines, lines

KINDS = {"CREDIT_CARD": "card", "IBAN_CODE": "iban", "EMAIL_ADDRESS": "email", "PHONE_NUMBER": "phone"}
Spans = list[tuple[str, int, int]]


def own() -> Iterator[tuple[str, Spans]]:
    """The project's lines, their marks taken out."""
    for line in lines():
        spans, text, at = [], "", 0
        for mark in re.finditer(r"\{(\w+):([^}]*)\}", line):
            text += line[at : mark.start()]
            spans.append((mark[1], len(text), len(text) + len(mark[2])))
            text, at = text + mark[2], mark.end()
        yield text + line[at:], spans
    yield from ((line, []) for line in clean_lines())


def labelled(path: Path) -> Iterator[tuple[str, Spans]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["text"], [(KINDS[kind], start, end) for kind, start, end in row["spans"] if kind in KINDS]


def figures(rows: Iterable[tuple[str, Spans]]) -> dict[str, str]:
    """Of each kind: covered whole / all of them; and of the clean lines: how many in which one of the four kinds was seen."""
    there: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    clean = alarms = 0
    for text, spans in rows:
        found = find(text)
        for kind, start, end in spans:
            there[kind] += 1
            covered[kind] += any(one.start <= start and one.end >= end for one in found)
        if not any(kind in KINDS.values() for kind, _start, _end in spans):
            clean += 1
            alarms += any(one.kind in KINDS.values() for one in found)
    share = {kind: f"{covered[kind]}/{count} = {covered[kind] / count:.3f}" for kind, count in there.items()}
    return {**share, "false alarms": f"{alarms}/{clean} = {alarms / max(clean, 1):.2%}"}


def main() -> None:
    for name in sys.argv[1:] or [""]:
        print(name or "own lines")
        for kind, words in figures(labelled(Path(name)) if name else own()).items():
            print(f"  {kind:14} {words}")


if __name__ == "__main__":
    main()
