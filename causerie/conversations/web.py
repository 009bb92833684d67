"""The live part over plain HTTP: the window's status, visits, pictures, and the same verbs where sockets are blocked."""

import asyncio
import re
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from causerie.brands.models import Site
from causerie.conversations import access, actions, page_pictures, publish, queries, reads, shown, sightings, wire
from causerie.conversations.live import Live
from causerie.conversations.models import Conversation
from causerie.conversations.reads import Follow, MemberHere, VisitorHere
from causerie.kernel import files, pictures
from causerie.kernel.clock import now_ms
from causerie.kernel.ids import to_public
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.realtime import http
from causerie.realtime.gateway import Gateway
from causerie.realtime.limits import Bucket, Buckets
from causerie.realtime.link import Link
from causerie.realtime.polled import Polled

_STATUS = re.compile(r"^/w/([0-9a-z]{1,32})/status\.json$")
_VISITS = re.compile(r"^/w/([0-9a-z]{1,32})/(visits|return)$")
_VERB = re.compile(r"^/live/(ask|say|claim|release|close|rate|thank|status|later|transcript|erase|fetch|hand_over|report|identify)$")
_PICTURE = re.compile(r"^/live/pictures/([0-9A-Za-z_.-]{8,64})$")
_CLIENT_ID = re.compile(r"[!-~]{8,64}")
_ANSWER_S = 10.0
_POLL_S = 25.0
_MOST_BODY = 64 * 1024
_MOST_BUDGETS = 20_000
_PICTURES = (10, 0.5)
encode = publish.encode


class Web:
    """The few HTTP addresses that answer beside Django."""

    def __init__(self, live: Live, gateway: Gateway, *, loader: tuple[bytes, bytes]) -> None:
        self.live, self.gateway = live, gateway
        self.loader_plain, self.loader_brotli = loader
        self.visits = Buckets(1000, 20)
        self.budgets: dict[tuple[str, int], dict[str, Bucket]] = {}
        self.page_pictures = page_pictures.Shelf()
        self.polled = Polled(gateway)

    def route(self, method: str, path: str) -> http.Handler | None:
        if method in ("GET", "HEAD") and (match := _STATUS.match(path)):
            key = match[1]
            return lambda scope, _receive, send: self._status(key, scope, send)
        if method in ("GET", "HEAD") and path == "/w/loader.js":
            return self._loader
        if method == "POST" and (match := _VISITS.match(path)):
            key, what = match[1], match[2]
            return lambda scope, receive, send: http.answer_json(self._visit(key, what, scope, receive), send)
        if method == "POST" and (match := _VERB.match(path)):
            verb = match[1]
            return lambda scope, receive, send: http.answer_json(self._verb(verb, scope, receive), send)
        if path == "/live/link":
            return self.polled.route(method)
        if path == "/live/messages" and method == "GET":
            return lambda scope, _receive, send: http.answer_json(self._messages(scope), send)
        if path == "/live/pictures" and method == "POST":
            return lambda scope, receive, send: http.answer_json(self._add_picture(scope, receive), send)
        if method == "GET" and (match := _PICTURE.match(path)):
            name = match[1]
            return lambda scope, _receive, send: self._picture(name, scope, send)
        if path == "/live/page-picture" and method == "GET":
            return self._page_picture
        return None

    # ---- public, from memory -----------------------------------------------------------------------------------------

    async def _status(self, key: str, scope: http.Scope, send: http.Send) -> None:
        # A page asks for the first time (`?true`): where sales are measured, each such question must reach us.
        window, query = self.live.roster.windows.get(key), scope["query_string"]
        if window is None:
            await http.answer(send, 404, b'{"code":"not_found"}', _STATUS_CACHED)
            return
        counted = window.measured and query.startswith(b"true")
        if counted:
            self.live.roster.viewed(window, now_ms() // 3_600_000)
        origin = http.header(scope, b"origin").decode("latin-1")
        if origin in window.origins:
            sightings.here.note(window.id, origin)
        await http.answer(send, 200, window.status_in(query), _STATUS_COUNTED if counted else _STATUS_CACHED)

    async def _loader(self, scope: http.Scope, _receive: http.Receive, send: http.Send) -> None:
        brotli = b"br" in http.header(scope, b"accept-encoding")
        headers = [*_LOADER_HEADERS, (b"content-encoding", b"br")] if brotli else _LOADER_HEADERS
        await http.answer(send, 200, self.loader_brotli if brotli else self.loader_plain, headers)

    # ---- visitors ----------------------------------------------------------------------------------------------------

    async def _visit(self, key: str, what: str, scope: http.Scope, receive: http.Receive) -> bytes:
        """A token for somebody who is about to write, or for the code of a mailed link. From our own pages only."""
        http.own_page(scope, self.gateway)
        wait = self.visits.take(http.address(scope, self.gateway))
        if wait:
            raise Refused("slow_down", retry_after=round(wait, 2))
        body = await http.body(receive, _MOST_BODY)
        if what == "return":
            code = msgspec.json.decode(body, type=_Return).code
            visitor, token = await self.live.run(lambda: actions.come_back(code=code))
        else:
            visitor, token = await self.live.run(_admit, key, http.address(scope, self.gateway))
        return encode({"token": token, "visitor": to_public(visitor.id)})

    # ---- the same verbs, where sockets are blocked -------------------------------------------------------------------

    async def _verb(self, verb: str, scope: http.Scope, receive: http.Receive) -> bytes:
        """One frame in, its answer out. The link lives as long as the request."""
        http.own_page(scope, self.gateway)
        link = _OneAnswer(http.address(scope, self.gateway))
        await self._introduce(link, scope)
        raw = await http.body(receive, _MOST_BODY)
        try:
            fields = msgspec.json.decode(raw or b"{}", type=dict[str, Any])
            frame = self.gateway.decoder.decode(encode({**fields, "type": verb}))
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            raise Refused("bad_frame") from error
        self.live.frame(link, frame)
        return await link.answered()

    async def _introduce(self, link: Link, scope: http.Scope) -> None:
        who, follows = await self.live.run(
            _who, http.key_of(scope, "Bearer"), _cookies(scope), http.query(scope, "brand"), scope["method"] != "GET", _csrf(scope)
        )
        link.who = who
        link.budgets = self._budgets(who)
        for follow in follows:
            link.follows[follow.public] = follow

    def _budgets(self, who: VisitorHere | MemberHere) -> dict[str, Bucket]:
        """A person's budgets: a request's link is gone at once, what it used up is not."""
        if len(self.budgets) > _MOST_BUDGETS:
            self.budgets.clear()
        return self.budgets.setdefault((who.kind, who.id), {})

    async def _messages(self, scope: http.Scope) -> bytes:
        """By position; with `wait=1`, up to 25 s until there is something after it."""
        link = _OneAnswer(http.address(scope, self.gateway))
        await self._introduce(link, scope)
        public, after = http.query(scope, "conversation"), http.query(scope, "after")
        if not after.isdecimal() or not after.isascii() or len(after) > 9:
            raise Refused("bad_frame")
        frame = wire.Fetch(conversation=public, after=int(after))
        follow = link.follows.get(public)
        if follow:
            link.listen(("talk", follow.conversation))
        try:
            found = await self._fetched(link, frame)
            if not found.messages and follow and http.query(scope, "wait") == "1":
                await asyncio.wait([link.answer], timeout=_POLL_S)
                found = await self._fetched(link, frame)
            return encode(found)
        finally:
            link.gone()

    async def _fetched(self, link: Link, frame: wire.Fetch) -> wire.Messages:
        found: wire.Messages = await self.live.run(reads.fetch, link.who, frame)
        return found

    # ---- pictures ----------------------------------------------------------------------------------------------------

    async def _add_picture(self, scope: http.Scope, receive: http.Receive) -> bytes:
        """A picture into a conversation: re-encoded, stored, then said through the log. Answers the ack."""
        http.own_page(scope, self.gateway)
        link = _OneAnswer(http.address(scope, self.gateway))
        await self._introduce(link, scope)
        follow = link.follows.get(http.query(scope, "conversation"))
        client_id = http.query(scope, "client_id")
        if follow is None:
            raise Refused("not_found")
        if not _CLIENT_ID.fullmatch(client_id):
            raise Refused("bad_frame")
        wait = link.spend("picture", *_PICTURES)
        if wait:
            raise Refused("slow_down", retry_after=round(wait, 2))
        raw = await http.body(receive, pictures.MOST_BYTES)
        row = await self.live.run(_store_picture, follow.conversation, raw)
        self.live.append(link, follow, client_id, "", picture=row)
        return await link.answered()

    async def _picture(self, name: str, scope: http.Scope, send: http.Send) -> None:
        try:
            data = await self.live.run(_read_picture, name, http.key_of(scope, "Bearer"), _cookies(scope), http.query(scope, "brand"))
        except Refused as refused:
            await http.answer(send, refused.status, http.refusal(refused), http.JSON)
        else:
            await http.answer(send, 200, data, _PICTURE_HEADERS)

    async def _page_picture(self, scope: http.Scope, _receive: http.Receive, send: http.Send) -> None:
        """What the visitor of a conversation looks at, for a member on whose desk it stands."""
        who = http.query(scope, "conversation"), _cookies(scope), http.query(scope, "brand")
        try:
            place = await self.live.run(_page_place, *who, self.gateway.origins)
            data = await self.page_pictures.get(place)
        except Refused as refused:
            await http.answer(send, refused.status, http.refusal(refused), http.JSON)
        else:
            await http.answer(send, 200, data, _PICTURE_HEADERS)


class _OneAnswer(Link):
    """A link whose first frame is the answer to one request."""

    __slots__ = ("answer",)

    def __init__(self, address: str) -> None:
        super().__init__(None, address)
        self.answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def send(self, payload: bytes) -> None:
        if not self.answer.done():
            self.answer.set_result(payload)

    async def answered(self) -> bytes:
        """The answer; then nobody listens any more. Raises Refused("try_again") when none came in time."""
        try:
            return await asyncio.wait_for(self.answer, _ANSWER_S)
        except TimeoutError as error:
            raise Refused("try_again", retry_after=2.0) from error
        finally:
            self.gone()


class _Return(msgspec.Struct):
    code: str


_STATUS_HEADERS = [
    (b"content-type", b"application/json"),
    (b"access-control-allow-origin", b"*"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
_STATUS_CACHED = [*_STATUS_HEADERS, (b"cache-control", b"public, max-age=5")]
_STATUS_COUNTED = [*_STATUS_HEADERS, (b"cache-control", b"no-store")]
_LOADER_HEADERS = [
    (b"content-type", b"text/javascript; charset=utf-8"),
    (b"cache-control", b"public, max-age=600"),
    (b"vary", b"accept-encoding"),
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"x-content-type-options", b"nosniff"),
]
_PICTURE_HEADERS = [
    (b"content-type", b"image/webp"),
    (b"cache-control", b"private, max-age=86400"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; sandbox"),
    (b"content-disposition", b"inline"),
]


def _cookies(scope: http.Scope) -> str:
    jar: SimpleCookie = SimpleCookie()
    jar.load(http.header(scope, b"cookie").decode("latin-1"))
    found = jar.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


def _csrf(scope: http.Scope) -> tuple[str, str]:
    """The cookie and the header that must agree before a signed-in page may change something."""
    jar: SimpleCookie = SimpleCookie()
    jar.load(http.header(scope, b"cookie").decode("latin-1"))
    found = jar.get(settings.CSRF_COOKIE_NAME)
    return (found.value if found else ""), http.header(scope, b"x-csrftoken").decode("latin-1")


# ---- in threads ------------------------------------------------------------------------------------------------------


def _admit(key: str, address: str) -> tuple[Any, str]:
    site = Site.objects.select_related("brand").filter(key=key).first()
    if site is None:
        raise Refused("not_found")
    return actions.admit(site=site, address=address)


def _who(token: str, session: str, brand: str, writes: bool, csrf: tuple[str, str]) -> tuple[VisitorHere | MemberHere, list[Follow]]:
    """Whoever a request shows itself to be, and the conversations they may write in."""
    if token:
        visitor = access.visitor_of(token)
        rows = queries.visitors_conversations(visitor)
        author = wire.From(kind="visitor", name=visitor.name)
        return VisitorHere(visitor.id, visitor.brand_id, visitor.site_id, visitor.site.key), [
            Follow(row.id, row.public_id, row.brand_id, 0, 0, author) for row in rows
        ]
    member = _signed_in(session, brand)
    if writes and (not csrf[0] or csrf[0] != csrf[1]):
        raise Refused("not_you")
    author = shown.author(member)
    return MemberHere(member.id, member.brand_id, member.in_team, author), [
        Follow(row.id, row.public_id, row.brand_id, member.id, row.lease, author) for row in queries.held(member)
    ]


def _signed_in(session: str, brand: str) -> Membership:
    """The member behind a session cookie, for one brand (or their only one)."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session or None)
    person = get_user(request)
    if not person.is_authenticated:
        raise Refused("not_you")
    members = access.answering().filter(person_id=person.pk).select_related("brand")
    found = list((members.filter(brand__slug=brand) if brand else members)[:2])
    if len(found) != 1:
        raise Refused("not_you")
    return found[0]


def _store_picture(conversation: int, raw: bytes) -> Any:
    cleaned = pictures.clean_picture(raw)
    name = files.store(cleaned.data, ".webp")
    try:
        return actions.add_picture(
            conversation=Conversation.objects.get(id=conversation), name=name, width=cleaned.width, height=cleaned.height
        )
    except BaseException:
        files.delete(name)
        raise


def _read_picture(name: str, token: str, session: str, brand: str) -> bytes:
    if token:
        access.picture_for(name, visitor=access.visitor_of(token))
    else:
        access.picture_for(name, member=_signed_in(session, brand))
    return files.path_of(name).read_bytes()


def _page_place(conversation: str, session: str, brand: str, own: frozenset[str]) -> page_pictures.Place:
    return page_pictures.place_of(access.visible_conversation(_signed_in(session, brand), conversation), own)
