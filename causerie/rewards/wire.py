"""The frame of this room: something was earned, as it is shown at the desk."""

import msgspec


class Gain(msgspec.Struct):
    """`kind`: earned, held, badge, tier, rest or reward; `words` says it in a sentence.

    `what`: a cause, a badge, a tier's name, hours, or, of a reward, in words how far it came.
    """

    kind: str
    what: str
    words: str
    points: int = 0
    score: int = 0


class Earned(msgspec.Struct, tag="earned"):
    """To a member's own sockets: what is new, and what they have now. `points`: those that can be spent."""

    gains: list[Gain]
    score: int
    points: int
    coming: int
    """Points that will be theirs in some days."""
    days: int
    """How long points wait by today's rules; 0: they can be spent at once."""
    tier: str
