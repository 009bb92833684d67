"""Verbs of the private line between a member and the brand's managers."""

from causerie.community.access import on_line
from causerie.community.actions.chat import check_client_id
from causerie.community.models import Line, LineWord
from causerie.community.publish import tell_line
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.people.models import Membership

MOST_WORDS = 2000


def write_line(*, by: Membership, member: Membership, text: str, client_id: str) -> LineWord:
    """A word on `member`'s line: by the member, or by a manager of the brand; either may begin. Same `client_id`, same word.

    Raises Refused("not_found") between ambassadors, Refused("empty" | "too_long" | "bad_value" | "conflict").
    """
    on_line(by, member)
    text = clean(text, limit=MOST_WORDS)
    check_client_id(client_id)
    now = now_ms()
    with write():
        line, _ = Line.objects.get_or_create(member=member, defaults={"brand_id": member.brand_id})
        word, new = LineWord.objects.get_or_create(sender=by, client_id=client_id, defaults={"line": line, "text": text, "at": now})
        if new:
            seen = "seen_by_member" if by.id == member.id else "seen_by_team"
            Line.objects.filter(id=line.id).update(last=word.id, last_at=now, **{seen: word.id})
            tell_line(member, word)
    if word.text != text or word.line_id != line.id:
        raise Refused("conflict")
    return word


def read_line(*, by: Membership, member: Membership, upto: int) -> None:
    """This side has seen the line up to that word; never goes back. Raises Refused("not_found")."""
    on_line(by, member)
    seen = "seen_by_member" if by.id == member.id else "seen_by_team"
    with write():
        Line.objects.filter(member=member, last__gte=upto, **{f"{seen}__lt": upto}).update(**{seen: upto})
