"""Many hands, one question. Claims of one question reach the database one at a time; the others wait here, on the loop, for its answer.

The conditional UPDATE stays the only judge of who wins. What it decided is remembered for a moment: those who come a little later need
no thread and no query, and those who speak one language get the very same bytes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from causerie.conversations import wire
from causerie.conversations.models import Conversation
from causerie.conversations.publish import encode
from causerie.conversations.reads import MemberHere
from causerie.kernel.refusal import Refused
from causerie.realtime.link import Link

KEPT_S = 10.0
MOST_KEPT = 4096


@dataclass(slots=True)
class _Known:
    """What the last commit made of a question. `told`: the refusal's bytes by language."""

    lease: int
    over: bool
    holder: int
    name: str
    brand: int
    for_team: bool
    until: float
    told: dict[str, bytes] = field(default_factory=dict)


class Race:
    """What is known of questions just taken, and who waits for a claim under way. Belongs to the loop's thread."""

    def __init__(self, enter: Callable[[Link, wire.Claim], None], words: Callable[[Refused, str], str], clock: Callable[[], float]) -> None:
        self._enter, self._words, self._clock = enter, words, clock
        self._known: dict[str, _Known] = {}
        self._lines: dict[str, list[tuple[Link, wire.Claim]]] = {}

    def changed(self, conversation: Conversation) -> None:
        """After a commit, before anybody hears of it. Two threads' commits may be told out of order: the higher lease is the later."""
        public, over = conversation.public_id, conversation.state == "closed"
        before = self._known.pop(public, None)
        if before and (before.lease, before.over) > (conversation.lease, over):
            self._known[public] = before
            return
        holder = conversation.holder if conversation.state == "taken" else None
        number, name = (holder.id, holder.name) if holder else (0, "")
        until = self._clock() + KEPT_S
        self._known[public] = _Known(conversation.lease, over, number, name, conversation.brand_id, conversation.for_team, until)
        if len(self._known) > MOST_KEPT:
            del self._known[next(iter(self._known))]

    def settles(self, link: Link, frame: wire.Claim) -> bool:
        """Whether this claim is answered from memory, or waits for the one under way. If not, it is now the one under way."""
        if not isinstance(link.who, MemberHere):
            return False
        known = self._known.get(frame.conversation)
        refusal = self._refusal(known, link.who) if known else None
        if known and refusal:
            link.send(self._told(known, refusal, frame.conversation, link.locale))
            return True
        line = self._lines.get(frame.conversation)
        if line is None:
            self._lines[frame.conversation] = []
            return False
        line.append((link, frame))
        return True

    @contextmanager
    def turn(self, public: str) -> Iterator[None]:
        """The claim under way; at its end those who waited come again: to be told, or to claim in their turn."""
        try:
            yield
        finally:
            for link, frame in self._lines.pop(public, ()):
                self._enter(link, frame)

    def _refusal(self, known: _Known, who: MemberHere) -> Refused | None:
        """Why this member cannot win; None when only the database can say (it waits again, it is theirs, it is not theirs to see)."""
        if self._clock() > known.until or who.brand != known.brand or (known.for_team and not who.team):
            return None
        if known.over:
            return Refused("closed")
        return Refused("taken", by=known.name) if known.holder and known.holder != who.id else None

    def _told(self, known: _Known, refusal: Refused, public: str, locale: str) -> bytes:
        told = known.told.get(locale)
        if told is None:
            by = str(refusal.extra.get("by", ""))
            told = encode(wire.Refused(re="claim", code=refusal.code, message=self._words(refusal, locale), conversation=public, by=by))
            known.told[locale] = told
        return told
