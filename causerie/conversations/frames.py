"""The verbs as frames: each looks at who asks, calls the verb in a thread, and answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from causerie.conversations import access, actions, publish, reads, shown, wire
from causerie.conversations.identity import identify
from causerie.conversations.models import Conversation
from causerie.conversations.reads import MemberHere, VisitorHere
from causerie.conversations.roster import OnDuty
from causerie.kernel.refusal import Refused
from causerie.realtime import hub
from causerie.realtime.link import Link

if TYPE_CHECKING:
    from causerie.conversations.live import Live

encode = publish.encode


async def _ask(live: "Live", link: Link, frame: wire.Ask) -> None:
    who = _visitor(link)
    page = {"url": frame.page.url, "title": frame.page.title, "picture": frame.page.picture} if frame.page else None
    conversation, first = await live.run(_ask_now, who.id, frame, page)
    public = conversation.public_id
    shown_as = first.text if "⟦" in first.text else ""
    link.send(encode(wire.Ack(frame.client_id, public, f"{public}.1", 1, first.sent_at, shown_as)))
    author = wire.From(kind="visitor", name=conversation.visitor.name)
    for tab in {link, *hub.listeners(("visitor", who.id))}:
        live.follow(tab, conversation.id, who.brand, 0, 0, author)
        tab.send(encode(wire.Conversation(shown.to_visitor(conversation))))


async def _fetch(live: "Live", link: Link, frame: wire.Fetch) -> None:
    link.send(encode(await live.run(reads.fetch, link.who, frame)))


async def _claim(live: "Live", link: Link, frame: wire.Claim) -> None:
    me = _member(link).id
    with live.race.turn(frame.conversation):
        taken = await live.run(_claim_now, me, frame.conversation)
        link.send(encode(wire.Claimed(taken.public_id, taken.lease)))


async def _release(live: "Live", link: Link, frame: wire.Release) -> None:
    member = _member(link).id
    await live.run(_held_verb, actions.release, member, frame.conversation, frame.lease)
    # A member's sockets all hear it; a request by HTTP listens to nothing.
    if ("member", member) not in link.topics:
        link.send(encode(wire.Released(frame.conversation, "given_back")))


async def _hand_over(live: "Live", link: Link, frame: wire.HandOver) -> None:
    await live.run(_held_verb, actions.hand_over, _member(link).id, frame.conversation, frame.lease)
    link.send(encode(wire.Ok("hand_over", frame.conversation)))


async def _close(live: "Live", link: Link, frame: wire.Close) -> None:
    if isinstance(link.who, VisitorHere):
        await live.run(_visitor_verb, actions.close, link.who.id, frame.conversation)
    else:
        await live.run(_held_verb, actions.close, _member(link).id, frame.conversation, frame.lease)
    link.send(encode(wire.Closed(frame.conversation)))


async def _rate(live: "Live", link: Link, frame: wire.Rate) -> None:
    await _as_visitor(live, link, frame, "rate", actions.rate, stars=frame.stars, comment=frame.comment)


async def _thank(live: "Live", link: Link, frame: wire.Thank) -> None:
    await _as_visitor(live, link, frame, "thank", actions.thank)


async def _later(live: "Live", link: Link, frame: wire.Later) -> None:
    await _as_visitor(live, link, frame, "later", actions.leave_email, email=frame.email)


async def _transcript(live: "Live", link: Link, frame: wire.Transcript) -> None:
    await _as_visitor(live, link, frame, "transcript", actions.ask_transcript, email=frame.email)


async def _erase(live: "Live", link: Link, frame: wire.Erase) -> None:
    await _as_visitor(live, link, frame, "erase", actions.erase)


async def _as_visitor(live: "Live", link: Link, frame: Any, re: str, verb: Callable[..., Any], **values: Any) -> None:
    await live.run(_visitor_verb, verb, _visitor(link).id, frame.conversation, values)
    link.send(encode(wire.Ok(re, frame.conversation)))


async def _status(live: "Live", link: Link, frame: wire.Status) -> None:
    number = _member(link).id
    duty = await live.run(_set_status, number, frame.state == "available", frame.capacity)
    live.roster.put(duty)
    link.send(encode(wire.Ok("status")))


async def _report(live: "Live", link: Link, frame: wire.Report) -> None:
    if isinstance(link.who, VisitorHere):
        await live.run(_visitor_verb, actions.complain, link.who.id, frame.conversation, {"reason": frame.reason})
    else:
        await live.run(_report_now, _member(link).id, frame.conversation, frame.reason, frame.block)
    link.send(encode(wire.Ok("report", frame.conversation)))


async def _identify(live: "Live", link: Link, frame: wire.Identify) -> None:
    who = _visitor(link).id
    author = wire.From(kind="visitor", name=await live.run(_identify_now, who, frame.jwt))
    for tab in {link, *hub.listeners(("visitor", who))}:
        for follow in tab.follows.values():
            follow.author = author
    await live.run(reads.tell_holders, who)
    link.send(encode(wire.Ok("identify")))


def _visitor(link: Link) -> VisitorHere:
    if not isinstance(link.who, VisitorHere):
        raise Refused("not_eligible")
    return link.who


def _member(link: Link) -> MemberHere:
    if not isinstance(link.who, MemberHere):
        raise Refused("not_eligible")
    return link.who


def _ask_now(number: int, frame: wire.Ask, page: dict[str, str] | None) -> tuple[Conversation, Any]:
    return actions.ask(
        by=access.visitor_row(number), client_id=frame.client_id, text=frame.text, locale=frame.locale, page=page, email=frame.email
    )


def _claim_now(member: int, public: str) -> Conversation:
    me = access.member_row(member)
    return actions.claim(by=me, conversation=access.open_conversation(me, public))


def _held_verb(verb: Callable[..., Any], member: int, public: str, lease: int) -> None:
    me = access.member_row(member)
    verb(by=me, conversation=access.held_or_stale(me, public), lease=lease)


def _visitor_verb(verb: Callable[..., Any], visitor: int, public: str, values: dict[str, Any] | None = None) -> Any:
    me = access.visitor_row(visitor)
    return verb(by=me, conversation=access.visitors_conversation(me, public), **(values or {}))


def _set_status(member: int, available: bool, capacity: int) -> OnDuty:
    return reads.on_duty(actions.set_status(by=access.member_row(member), available=available, capacity=capacity))


def _report_now(member: int, public: str, reason: str, block: bool) -> None:
    me = access.member_row(member)
    actions.report(by=me, conversation=access.held_conversation(me, public), reason=reason, block=block)


def _identify_now(visitor: int, token: str) -> str:
    return identify(access.visitor_row(visitor), token)


def decoder() -> "msgspec.json.Decoder[Any]":
    """What turns the bytes of one frame into its struct."""
    return msgspec.json.Decoder(wire.FromClient)


VERBS: dict[type, Callable[["Live", Link, Any], Any]] = {
    wire.Ask: _ask,
    wire.Fetch: _fetch,
    wire.Claim: _claim,
    wire.Release: _release,
    wire.Close: _close,
    wire.Rate: _rate,
    wire.Thank: _thank,
    wire.Status: _status,
    wire.Later: _later,
    wire.Transcript: _transcript,
    wire.Erase: _erase,
    wire.HandOver: _hand_over,
    wire.Report: _report,
    wire.Identify: _identify,
}
