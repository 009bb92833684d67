"""What a client shows of one conversation."""

from typing import Any

Frame = dict[str, Any]


class Talk:
    """One conversation as this client shows it: lines in order, each once."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str, str]] = []
        self.theirs: list[tuple[int, str]] = []
        self.ahead: dict[int, Frame] = {}
        self.fetched_at = -60.0
        self.lease = 0
        self.state = "waiting"
        self.view: Frame = {}

    @property
    def last(self) -> int:
        return self.lines[-1][0] if self.lines else 0
