"""Reading dialogues: JSON lines of {"id", "lang", "source", "turns": [{"who", "text"}]}."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

OWN = Path(__file__).with_name("data") / "dialogues.jsonl"


class Turn(msgspec.Struct):
    who: str
    text: str


class _Line(msgspec.Struct):
    id: str
    lang: str
    turns: list[Turn]


@dataclass(frozen=True)
class Dialogue:
    """What a visitor and an ambassador said to each other; the visitor begins."""

    id: str
    lang: str
    turns: tuple[tuple[bool, str], ...]
    """(by the visitor?, text)"""

    @property
    def question(self) -> str:
        return self.turns[0][1]


class BadScript(Exception):
    """A line that is not a dialogue; the text says which and why."""


def read(path: Path = OWN) -> list[Dialogue]:
    """Every dialogue of the file. Raises BadScript."""
    with path.open(encoding="utf-8") as file:
        return list(parse(file))


def parse(lines: Iterable[str]) -> Iterable[Dialogue]:
    """The dialogues of these lines; empty lines are passed over."""
    decoder = msgspec.json.Decoder(_Line)
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            line = decoder.decode(raw)
        except msgspec.MsgspecError as error:
            raise BadScript(f"line {number}: {error}") from error
        yield _dialogue(number, line)


def _dialogue(number: int, line: _Line) -> Dialogue:
    if not line.turns or line.turns[0].who != "visitor":
        raise BadScript(f"line {number}: a dialogue begins with the visitor")
    for turn in line.turns:
        if turn.who not in ("visitor", "ambassador"):
            raise BadScript(f"line {number}: {turn.who!r} is neither visitor nor ambassador")
        if not turn.text.strip():
            raise BadScript(f"line {number}: a turn without words")
    return Dialogue(line.id, line.lang, tuple((turn.who == "visitor", turn.text) for turn in line.turns))
