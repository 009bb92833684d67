"""After a conversation was erased, what other rooms wrote of it goes too: mails to the visitor, the reasons around a report."""

from causerie.conversations.facts import Erased, MailAsked
from causerie.journal.actions import Heard, follow_batches
from causerie.journal.models import Fact
from causerie.kernel.db import wipe_traces
from causerie.safety import hands
from causerie.safety.models import Decision

READER = "erasures"
LETTERS = ("decided", "settled", "answered")


def follow_up() -> int:
    """A round: what was erased since the last one. How many conversations."""
    found: list[int] = []
    while follow_batches(READER, lambda facts: found.extend(_forget(facts))):
        pass
    if found:
        wipe_traces()
    return len(found)


def _forget(facts: list[Heard]) -> list[int]:
    """Inside the reader's transaction."""
    gone = [fact.data["conversation"] for fact in facts if fact.kind == Erased.kind]
    if gone:
        brands = {fact.brand_id for fact in facts if fact.kind == Erased.kind}
        asked = Fact.objects.filter(brand_id__in=brands, kind=MailAsked.kind, data__conversation__in=gone)
        decisions = Decision.objects.filter(brand_id__in=brands, report__conversation__in=gone)
        keys = [hands.key_of(fact.data["request"]) for fact in asked]
        keys += [f"safety:{letter}:{number}" for number in decisions.values_list("id", flat=True) for letter in LETTERS]
        decisions.update(words="", appeal="", answer="")
        hands.forget_keys(keys=keys)
    return gone
