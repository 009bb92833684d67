"""Telling open pages, after the commit, from any thread. Topics: ("brand", id) the community, ("member", id) one person."""

import msgspec

from causerie.community import wire
from causerie.community.models import LineWord, Notice, Said
from causerie.kernel.db import after_commit
from causerie.people.doors import MANAGERS
from causerie.people.models import Membership
from causerie.realtime import hub

_encode = msgspec.json.Encoder().encode


def tell_feed(brand_id: int, post_id: int, *, words: bool = False) -> None:
    """Open feeds look at this post again: at what stands under it, and at its own words when those changed."""
    _send(("brand", brand_id), wire.Feed(post=post_id, words=words))


def tell_notice(notice: Notice) -> None:
    frame = wire.Notice(kind=notice.kind, post=notice.post_id, by=notice.by.name if notice.by else "")  # type: ignore[arg-type]
    _send(("member", notice.member_id), frame)


def tell_said(said: Said) -> None:
    _send(("brand", said.brand_id), chat_frame(said))


def tell_unsaid(brand_id: int, number: int) -> None:
    _send(("brand", brand_id), wire.ChatGone(number))


def tell_line(member: Membership, word: LineWord) -> None:
    """To both sides: the member, and each manager of the brand."""
    frame = line_frame(member.id, word)
    _send(("member", member.id), frame)
    _to_managers(member.brand_id, frame)


def tell_moderation(brand_id: int) -> None:
    _to_managers(brand_id, wire.Moderation())


def chat_frame(said: Said) -> wire.Chat:
    return wire.Chat(said.id, _who(said.author), said.text, said.at, said.client_id)


def line_frame(member: int, word: LineWord) -> wire.Line:
    return wire.Line(member, word.id, _who(word.sender), word.text, word.at, word.client_id)


def _who(member: Membership) -> wire.Who:
    return wire.Who(member.id, member.name, member.photo, member.in_team)


def _to_managers(brand_id: int, frame: wire.Frame) -> None:
    for number in Membership.objects.current().filter(brand_id=brand_id, role__in=MANAGERS).values_list("id", flat=True):
        _send(("member", number), frame)


def _send(topic: tuple[str, int], frame: wire.Frame) -> None:
    payload = _encode(frame)
    after_commit(lambda: hub.publish(topic, payload))
