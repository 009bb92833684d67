"""What this room answers on the live socket: the frames of wire.py, each to its verb.

Here is no business: a frame's rights were settled when the link began to follow, its rate is looked at, its verb is called in a
thread (verbs use the database), and what changed comes back through `publish`. Only `say` goes straight to the log.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

from django.conf import settings
from django.db import Error
from django.utils import translation

from causerie.conversations import access, actions, duty, guard, publish, queries, reads, shown, wire
from causerie.conversations.frames import VERBS
from causerie.conversations.log import Append, Log
from causerie.conversations.models import Conversation, Picture, Visitor
from causerie.conversations.race import Race
from causerie.conversations.reads import Follow, MemberHere, VisitorHere, Watching
from causerie.conversations.roster import Roster
from causerie.kernel.clock import monotonic
from causerie.kernel.ids import from_public, to_public
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.realtime import hub, tickets
from causerie.realtime.link import Link
from causerie.realtime.presence import Presence

log = logging.getLogger("causerie.live")
encode = publish.encode
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class Live:
    """The live part of one process: log, roster, presence, and the frames' handlers."""

    def __init__(self, *, messages_per_second: int) -> None:
        self.rate = messages_per_second
        self.log = Log(self._committed)
        self.roster = Roster(hub.send, monotonic)
        self.race = Race(self._enter, _words, monotonic)
        self.presence = Presence(self._gone)
        self.epoch = ""
        self.threads = ThreadPoolExecutor(4, thread_name_prefix="verbs")
        self.tasks: set[asyncio.Task[Any]] = set()
        self.seen: dict[tuple[int, bool], int] = {}
        self.pages: dict[int, dict[str, str]] = {}
        self._handlers: dict[type, Callable[[Link, Any], None]] = {
            wire.Say: self._say,
            wire.Typing: self._typing,
            wire.Seen: self._seen,
            wire.Look: self._look,
            wire.Ping: lambda link, _frame: link.send(_PONG),
        }

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        hub.open_hub(loop)
        publish.hands_changed = self._hands_changed
        publish.profile_changed = lambda member: self._start_quiet(duty.changed(self, member))
        publish.visitor_is_here = lambda number: bool(hub.listeners(("visitor", number)))
        self.epoch = await self.run(actions.epoch)
        self.log.open(loop)

    async def close(self) -> None:
        await asyncio.to_thread(self.log.close)
        await self.keep_soft()
        hub.close_hub()
        self.threads.shutdown(wait=True)

    async def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """A verb or a read, in a thread of its own database connection."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, reads.fresh_connection, function, *args)

    # ---- the gateway's calls -----------------------------------------------------------------------------------------

    def hello(self, link: Link, frame: wire.Hello) -> None:
        self._start(link, self._hello(link, frame), "hello")

    def frame(self, link: Link, frame: Any) -> None:
        handler = self._handlers.get(type(frame))
        if handler:
            handler(link, frame)
            return
        if type(frame) not in VERBS:
            link.close(4400)
            return
        wait = _budget(link, "fetch" if isinstance(frame, wire.Fetch) else "verb")
        if wait:
            self._refuse(link, frame, Refused("slow_down", retry_after=round(wait, 2)))
        else:
            self._enter(link, frame)

    def _enter(self, link: Link, frame: Any) -> None:
        if not (isinstance(frame, wire.Claim) and self.race.settles(link, frame)):
            self._start(link, VERBS[type(frame)](self, link, frame), frame)

    def left(self, link: Link) -> None:
        who = link.who
        if isinstance(who, MemberHere):
            if who.arrived:
                self.presence.leave(who.id)
        elif isinstance(who, VisitorHere) and link.follows and len(tuple(hub.listeners(("visitor", who.id)))) <= 1:
            asyncio.get_running_loop().call_later(3.0, self._visitor_moved, who.id)

    async def heads(self, links: list[Link]) -> None:
        """What each link follows, with the positions the database has: a lost wake-up is repaired here."""
        numbers = {follow.conversation for link in links for follow in link.follows.values()}
        if not numbers:
            return
        heads = await self.run(queries.heads, list(numbers))
        for link in links:
            mine = {public: heads[follow.conversation] for public, follow in link.follows.items() if follow.conversation in heads}
            if mine:
                link.send(encode(wire.Head(mine)))

    # ---- hello -------------------------------------------------------------------------------------------------------

    async def _hello(self, link: Link, frame: wire.Hello) -> None:
        asked = frame.locale[:2].lower()
        link.locale = asked if asked in LANGUAGES else "en"
        try:
            if frame.token:
                await self._hello_visitor(link, frame)
            else:
                await self._hello_member(link, frame)
        except Refused as refused:
            self._send_away(link, refused, 4403 if refused.code == "blocked" else 4401)
        except Error:
            log.warning("the database could not answer a hello", exc_info=True)
            self._send_away(link, Refused("try_again"), 1012)

    def _send_away(self, link: Link, refused: Refused, code: int) -> None:
        link.let_go()
        link.send(encode(wire.Refused(re="hello", code=refused.code, message=_words(refused, link.locale))))
        link.close(code)

    async def _hello_visitor(self, link: Link, frame: wire.Hello) -> None:
        visitor: Visitor = await self.run(access.visitor_of, frame.token)
        window = self.roster.windows.get(visitor.site.key)
        link.who = VisitorHere(visitor.id, visitor.brand_id, visitor.site_id, visitor.site.key)
        # Listen first, then read: nothing falls between the snapshot and the stream.
        link.hold()
        link.listen(("visitor", visitor.id))
        link.listen(("site", visitor.site_id))
        conversations: list[Conversation] = await self.run(queries.visitors_conversations, visitor)
        for conversation in conversations:
            self.follow(link, conversation.id, visitor.brand_id, 0, 0, wire.From(kind="visitor", name=visitor.name))
        me = {
            "kind": "visitor",
            "name": visitor.name,
            "site": reads.site_of(visitor),
            "members": window.online if window else 0,
            "usual_wait": window.usual_wait if window else 0,
        }
        link.welcome(encode(wire.Welcome(epoch=self.epoch, me=me, conversations=[shown.to_visitor(c) for c in conversations])))
        await self._resume(link, frame, conversations)
        self._visitor_moved(visitor.id)

    async def _hello_member(self, link: Link, frame: wire.Hello) -> None:
        number = tickets.redeem(frame.ticket) if frame.ticket else None
        found = await self.run(reads.member_on_duty, number) if number else None
        if found is None:
            raise Refused("not_you")
        member, on_duty = found
        author = shown.author(member)
        link.who = (Watching if frame.watch else MemberHere)(member.id, member.brand_id, member.in_team, author)
        link.hold()
        link.listen(("member", member.id))
        link.listen(("brand", member.brand_id))
        if frame.watch:
            link.welcome(encode(wire.Welcome(epoch=self.epoch, me=reads.me(member, on_duty), conversations=[])))
            return
        for topic in publish.queue_topics_of(member.brand_id, on_duty.sites, member.in_team):
            link.listen(topic)
        held, waiting, prepared, texts = await self.run(reads.desk_snapshot, member)
        for conversation in held:
            if conversation.public_id not in link.lost:
                self.follow(link, conversation.id, member.brand_id, member.id, conversation.lease, author)
        if link.closed:
            return
        self.presence.arrive(member.id)
        link.who.arrived = True
        self.roster.put(on_duty)
        views = [shown.to_member(c, visitor_here=publish.visitor_is_here(c.visitor_id), last_text=texts.get(c.id, "")) for c in held]
        link.welcome(
            encode(
                wire.Welcome(
                    epoch=self.epoch,
                    me=reads.me(member, on_duty),
                    conversations=views,
                    queue=[shown.queue_item(c) for c in waiting],
                    people=self.roster.here(member.brand_id),
                    prepared=prepared,
                )
            )
        )
        await self._resume(link, frame, held)

    async def _resume(self, link: Link, frame: wire.Hello, conversations: list[Conversation]) -> None:
        """What was missed, by position; nothing when the epoch is another (the client starts afresh)."""
        if frame.epoch and frame.epoch != self.epoch:
            return
        for conversation in conversations:
            after = frame.resume.get(conversation.public_id)
            if after is not None and after < conversation.last_seq:
                missed = await self.run(queries.messages_after, conversation, after)
                link.send(encode(wire.Messages(conversation.public_id, missed, conversation.last_seq)))

    def follow(self, link: Link, number: int, brand: int, sender: int, lease: int, author: wire.From) -> None:
        public = to_public(number)
        link.follows[public] = Follow(number, public, brand, sender, lease, author)
        link.listen(("talk", number))

    def _hands_changed(self, conversation: Conversation, before: int | None) -> None:
        """On the loop, after a commit: the new holder's links follow, the old ones stop."""
        self.race.changed(conversation)
        holder = conversation.holder_id if conversation.state == "taken" else None
        if before and before != holder:
            for link in tuple(hub.listeners(("member", before))):
                link.follows.pop(conversation.public_id, None)
                if link.held is not None:
                    link.lost = link.lost | {conversation.public_id}
                link.unlisten(("talk", conversation.id))
        if holder:
            for link in tuple(hub.listeners(("member", holder))):
                self.follow(link, conversation.id, conversation.brand_id, holder, conversation.lease, link.who.author)
        for member in (before, holder):
            if member:
                self._start_quiet(self._recount(member))

    async def _recount(self, member: int) -> None:
        self.roster.set_load(member, await self.run(queries.load_of, member))

    def _gone(self, member: object) -> None:
        self.roster.remove(int(str(member)))

    def _visitor_moved(self, visitor: int) -> None:
        """The visitor came or went: whoever holds their conversation sees it."""
        self._start_quiet(self.run(reads.tell_holders, visitor))

    # ---- the hot path ------------------------------------------------------------------------------------------------

    def _say(self, link: Link, frame: wire.Say) -> None:
        wait = link.spend("say", self.rate * 3, self.rate)
        if wait:
            self._refuse(link, frame, Refused("slow_down", retry_after=round(wait, 2)))
            return
        follow: Follow | None = link.follows.get(frame.conversation)
        if follow is None:
            self._start(link, self._not_followed(link, frame), frame)
            return
        try:
            text = clean(frame.text, limit=actions.MOST_TEXT)
        except Refused as refused:
            self._refuse(link, frame, refused)
            return
        if guard.of(follow.brand).holds_back(text, follow.author.kind):
            self._start(link, self.run(actions.hold, follow.brand, follow.conversation, frame.client_id, text), frame)
            return
        self.append(link, follow, frame.client_id, text)

    def append(self, link: Link, follow: Follow, client_id: str, text: str, picture: Any = None) -> None:
        """Into the log, without what others need not read; the ack follows the commit."""
        seen = guard.of(follow.brand).seen(text, follow.author.kind)
        item = Append(
            brand=follow.brand,
            conversation=follow.conversation,
            sender=follow.sender,
            lease=follow.lease,
            client_id=client_id,
            text=seen,
            original=text if seen != text else "",
            picture=picture.id if picture else None,
            note=(link, follow, picture),
        )
        if not self.log.append(item):
            self._refused_item(link, item, "try_again")

    async def _not_followed(self, link: Link, frame: wire.Say) -> None:
        """A message to a conversation one no longer follows: if it was sent before, its first answer; else the refusal."""
        number, who = from_public(frame.conversation), link.who
        if number is None or not isinstance(who, MemberHere):
            raise Refused("not_found")
        sender = who.id
        text = guard.of(who.brand).seen(clean(frame.text, limit=actions.MOST_TEXT), who.author.kind)
        item = Append(brand=who.brand, conversation=number, sender=sender, lease=-1, client_id=frame.client_id, text=text)
        known = await self.run(reads.sent_before, item)
        if known is None:
            raise Refused("not_yours" if await self.run(reads.held_before, number, sender, link.who.brand) else "not_found")
        seq, text, sent_at = known
        if text != item.text:
            raise Refused("conflict")
        link.send(encode(wire.Ack(frame.client_id, frame.conversation, f"{frame.conversation}.{seq}", seq, sent_at)))

    def _committed(self, batch: list[Append]) -> None:
        """On the loop, after the commit: acknowledge each sender, hand each message to the other listeners."""
        for item in batch:
            link, follow, picture = item.note
            if item.refused:
                self._refused_item(link, item, item.refused)
                continue
            identity = f"{follow.public}.{item.seq}"
            changed = item.text if item.original else ""
            link.send(encode(wire.Ack(item.client_id, follow.public, identity, item.seq, item.sent_at, changed)))
            if item.again:
                self._drop_picture(picture)
            else:
                view = wire.PictureView(picture.name, picture.width, picture.height) if picture else None
                payload = encode(
                    wire.Message(follow.public, item.seq, identity, follow.author, item.text, item.sent_at, item.client_id, view)
                )
                hub.send(("talk", follow.conversation), payload, link)

    def _refused_item(self, link: Link, item: Append, code: str) -> None:
        public = to_public(item.conversation)
        extra = 1.0 if code == "try_again" else 0
        self._drop_picture(item.note[2])
        link.send(encode(wire.Refused(item.client_id, code, _words(Refused(code), link.locale), conversation=public, retry_after=extra)))

    def _drop_picture(self, picture: Picture | None) -> None:
        """No new message shows it."""
        if picture:
            self._start_quiet(self.run(lambda: actions.drop_picture(picture=picture)))

    # ---- soft signals ------------------------------------------------------------------------------------------------

    def _typing(self, link: Link, frame: wire.Typing) -> None:
        follow = link.follows.get(frame.conversation)
        if follow and not _budget(link, "soft"):
            hub.send(("talk", follow.conversation), encode(wire.TypingBy(follow.public, frame.on, _side(follow))), link)

    def _seen(self, link: Link, frame: wire.Seen) -> None:
        follow = link.follows.get(frame.conversation)
        if follow and not _budget(link, "soft"):
            key = (follow.conversation, follow.sender == 0)
            if frame.seq > self.seen.get(key, 0):
                self.seen[key] = frame.seq
                hub.send(("talk", follow.conversation), encode(wire.SeenBy(follow.public, frame.seq, _side(follow))), link)

    def _look(self, link: Link, frame: wire.Look) -> None:
        who = link.who
        if isinstance(who, VisitorHere) and not _budget(link, "soft"):
            self.pages[who.id] = {"url": frame.url, "title": frame.title, "picture": frame.picture}

    async def keep_soft(self) -> None:
        """Write down the soft signals gathered since the last time, and tell the holders of pages that changed."""
        seen, self.seen = self.seen, {}
        pages, self.pages = self.pages, {}
        if seen or pages:
            await self.run(reads.write_soft, seen, pages)

    # ---- tasks and refusals ------------------------------------------------------------------------------------------

    def _start(self, link: Link, work: Any, frame: Any) -> None:
        task = asyncio.ensure_future(self._guarded(link, work, frame))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _start_quiet(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _guarded(self, link: Link, work: Any, frame: Any) -> None:
        try:
            await work
        except Refused as refused:
            self._refuse(link, frame, refused)
        except Error:
            log.warning("the database could not answer", exc_info=True)
            self._refuse(link, frame, Refused("try_again", retry_after=1.0))
        except Exception:
            log.exception("a frame failed")
            self._refuse(link, frame, Refused("try_again", retry_after=5.0))

    def _refuse(self, link: Link, frame: Any, refused: Refused) -> None:
        re = getattr(frame, "client_id", None) or (frame if isinstance(frame, str) else frame.__struct_config__.tag)
        extra: dict[str, Any] = refused.extra
        conversation = getattr(frame, "conversation", "")
        link.send(encode(wire.Refused(str(re), refused.code, _words(refused, link.locale), conversation=conversation, **extra)))


_PONG = encode(wire.Pong())


def _words(refused: Refused, locale: str) -> str:
    with translation.override(locale):
        return refused.words


def _budget(link: Link, name: str) -> float:
    return link.spend(name, *wire.BUDGETS[name])


def _side(follow: Follow) -> Literal["visitor", "us"]:
    return "visitor" if follow.sender == 0 else "us"
