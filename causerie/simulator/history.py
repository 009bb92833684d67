"""What clients saw: every send, answer and delivery, kept for latencies and for the invariants."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from causerie.kernel.clock import monotonic


def sha(text: str) -> str:
    """SHA-256 of a message's words, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Sent:
    """One message a client wanted to send, and what it was told."""

    who: str
    sender: int
    client_id: str
    conversation: str
    text: str
    order: int
    at: float
    ask: bool = False
    acks: list[tuple[str, str, int]] = field(default_factory=list)
    """(conversation, id, seq) of every acknowledgement"""
    refused: str = ""


@dataclass(slots=True)
class Won:
    """A client was told that a question is theirs."""

    conversation: str
    member: int
    lease: int


@dataclass(slots=True)
class View:
    """A transcript as one client put it together, and the whole one as it was fetched from the start at the end."""

    who: str
    conversation: str
    lines: list[tuple[int, str, str]]
    """(seq, client_id, text), in the order of delivery"""
    fetched: list[tuple[int, str, str]]
    head: int


class History:
    """Everything the clients of one run recorded."""

    def __init__(self) -> None:
        self.sent: dict[str, Sent] = {}
        self.won: list[Won] = []
        self.views: list[View] = []
        self.lost_claims = 0
        self.reconnects = 0
        self.refusals: dict[str, int] = {}
        self.seconds: dict[str, list[float]] = {"ask": [], "ack": [], "delivery": [], "claim": []}
        self._order = 0

    def sending(self, who: str, sender: int, client_id: str, conversation: str, text: str, ask: bool = False) -> None:
        self._order += 1
        self.sent[client_id] = Sent(who, sender, client_id, conversation, text, self._order, monotonic(), ask)

    def acked(self, client_id: str, conversation: str, identity: str, seq: int) -> None:
        """An acknowledgement; the first one counts as the latency, all must agree."""
        sent = self.sent.get(client_id)
        if sent is None:
            return
        if not sent.acks:
            self.seconds["ask" if sent.ask else "ack"].append(monotonic() - sent.at)
        sent.acks.append((conversation, identity, seq))

    def delivered(self, client_id: str) -> None:
        """A live delivery of somebody else's message, in the same process."""
        sent = self.sent.get(client_id)
        if sent is not None:
            self.seconds["delivery"].append(monotonic() - sent.at)

    def refused(self, client_id: str, code: str) -> None:
        self.refusals[code] = self.refusals.get(code, 0) + 1
        if client_id in self.sent:
            self.sent[client_id].refused = code

    def latencies(self) -> list[tuple[str, int, float, float]]:
        """(what, how many, p50, p99) in milliseconds."""
        return [(name, len(values), *_percentiles(values)) for name, values in self.seconds.items()]

    def write(self, path: Path) -> None:
        """As JSON lines, for `causerie check --history`."""
        with path.open("w", encoding="utf-8") as file:
            for line in self._lines():
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _lines(self) -> Iterable[dict[str, object]]:
        for sent in sorted(self.sent.values(), key=lambda one: one.order):
            for conversation, identity, seq in sent.acks:
                yield {
                    "event": "acked",
                    "conversation": conversation,
                    "sender": sent.sender,
                    "client_id": sent.client_id,
                    "id": identity,
                    "seq": seq,
                    "sha256": sha(sent.text),
                    "order": sent.order,
                }
        for won in self.won:
            yield {"event": "claimed", "conversation": won.conversation, "member": won.member, "lease": won.lease}
        for view in self.views:
            yield {
                "event": "view",
                "conversation": view.conversation,
                "who": view.who,
                "lines": [[seq, sha(text)] for seq, _, text in view.lines],
            }


def _percentiles(values: list[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 0.0
    if len(values) == 1:
        return values[0] * 1000, values[0] * 1000
    cuts = quantiles(values, n=100, method="inclusive")
    return cuts[49] * 1000, cuts[98] * 1000
