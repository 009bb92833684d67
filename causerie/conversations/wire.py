"""The live wire: every frame, its fields and its budget. docs/wire.md is written from this file.

Ids are 11 lower-case letters and digits. Instants are milliseconds since 1970. Types are strict: "1", 1.0 and true are not 1.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

Id = Annotated[str, Meta(pattern="^[0-9a-z]{11}$", description="11 letters and digits")]
# Printable ASCII alone: a zero byte, which PostgreSQL cannot store, would cost the whole batch its commit.
ClientId = Annotated[str, Meta(min_length=8, max_length=64, pattern="^[!-~]+$", description="chosen by the client, never used twice")]
Position = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Text = Annotated[str, Meta(max_length=16_000, description="at most 4,000 characters once cleaned")]
Email = Annotated[str, Meta(max_length=254)]
Locale = Annotated[str, Meta(max_length=35)]


def _tag(name: str) -> str:
    """`HandOver` travels as `hand_over`."""
    return "".join(f"_{c.lower()}" if c.isupper() and n else c.lower() for n, c in enumerate(name))


class Frame(Struct, tag_field="type", tag=_tag, omit_defaults=True):
    """Common to all frames: `type` says which."""


class Page(Struct, omit_defaults=True):
    """The page the visitor looks at. `picture` is an address the page gives of itself (og:image)."""

    url: Annotated[str, Meta(max_length=2000)]
    title: Annotated[str, Meta(max_length=1000)] = ""
    picture: Annotated[str, Meta(max_length=2000)] = ""


# ---- from clients ----------------------------------------------------------------------------------------------------


class Hello(Frame):
    """The first frame, within 10 s: a visitor's token, or a member's ticket. `resume`: last position known of each conversation.

    `watch`: a member only reads along what the community tells: not counted as here, no questions, no verbs.
    """

    token: Annotated[str, Meta(max_length=128)] = ""
    ticket: Annotated[str, Meta(max_length=128)] = ""
    resume: dict[Id, Position] = {}
    epoch: Annotated[str, Meta(max_length=64)] = ""
    locale: Locale = ""
    watch: bool = False


class Ask(Frame):
    """A visitor's first message: opens a conversation. `email`: where to answer later, when nobody is here."""

    client_id: ClientId
    text: Text
    locale: Locale = ""
    page: Page | None = None
    email: Email = ""


class Say(Frame):
    """A message. The same client_id again gets the same `ack`; with other text, `refused` `conflict`."""

    client_id: ClientId
    conversation: Id
    text: Text


class Typing(Frame):
    """Soft: somebody writes, or stopped."""

    conversation: Id
    on: bool


class Seen(Frame):
    """Soft: everything up to `seq` was on screen."""

    conversation: Id
    seq: Position


class Look(Frame, tag="page"):
    """Soft: the visitor now looks at this page."""

    url: Annotated[str, Meta(max_length=2000)]
    title: Annotated[str, Meta(max_length=1000)] = ""
    picture: Annotated[str, Meta(max_length=2000)] = ""


class Fetch(Frame):
    """Messages by position: those after `after`, at most `limit`."""

    conversation: Id
    after: Position
    limit: Annotated[int, Meta(ge=1, le=200)] = 200


class Claim(Frame):
    """A member takes a waiting question."""

    conversation: Id


class Release(Frame):
    """The holder gives it back to the queue, freely."""

    conversation: Id
    lease: Position


class Close(Frame):
    """The end. The holder sends the lease; the visitor need not."""

    conversation: Id
    lease: Position = 0


class Rate(Frame):
    """The visitor's stars, during or after."""

    conversation: Id
    stars: Annotated[int, Meta(ge=1, le=5)]
    comment: Annotated[str, Meta(max_length=2000)] = ""


class Thank(Frame):
    """The visitor says thank you."""

    conversation: Id


class Status(Frame):
    """The member is available or pauses; how many conversations at once."""

    state: Literal["available", "paused"]
    capacity: Annotated[int, Meta(ge=1, le=10)] = 0


class Later(Frame):
    """The visitor leaves an e-mail address; the question stays in the queue and the answer is mailed."""

    conversation: Id
    email: Email


class Transcript(Frame):
    """The visitor wants the conversation by e-mail."""

    conversation: Id
    email: Email


class Erase(Frame):
    """The visitor erases the conversation: its words, pictures, address and page are gone for everybody."""

    conversation: Id


class HandOver(Frame):
    """The holder hands the conversation to the brand's own team."""

    conversation: Id
    lease: Position


class Report(Frame):
    """To the brand’s team: a member reports a conversation and may block the visitor, or the visitor reports it."""

    conversation: Id
    reason: Annotated[str, Meta(max_length=2000)] = ""
    block: bool = False


class Identify(Frame):
    """The brand's server says who the visitor is: a JWT (HS256) signed with the site's secret, with `sub` and `name`."""

    jwt: Annotated[str, Meta(max_length=4096)]


class Ping(Frame):
    """Are you there?"""


FromClient = (
    Hello
    | Ask
    | Say
    | Typing
    | Seen
    | Look
    | Fetch
    | Claim
    | Release
    | Close
    | Rate
    | Thank
    | Status
    | Later
    | Transcript
    | Erase
    | HandOver
    | Report
    | Identify
    | Ping
)

# Frames a connection may send: burst, then so many a second. `say` follows the setting MESSAGES_PER_SECOND.
BUDGETS: dict[str, tuple[int, float]] = {
    "soft": (30, 10),
    "verb": (30, 2),
    "fetch": (60, 20),
}

# ---- parts of frames from the server ---------------------------------------------------------------------------------


class From(Struct):
    """Who wrote: a visitor, an ambassador, or somebody of the brand's team."""

    kind: Literal["visitor", "ambassador", "team"]
    name: str = ""
    photo: str = ""
    id: int = 0


class PictureView(Struct):
    """Fetched at /live/pictures/{id} with the token or the session."""

    id: str
    width: int
    height: int


class SiteView(Struct):
    name: str
    language: str


class Holder(Struct):
    """Who answers, as the visitor sees it."""

    name: str
    photo: str = ""
    story: str = ""
    kind: Literal["ambassador", "team"] = "ambassador"


class MemberView(Struct):
    """Somebody of the community who is here."""

    id: int
    name: str
    photo: str = ""
    expertise: str = ""
    languages: list[str] = []
    role: str = "ambassador"
    state: Literal["available", "paused"] = "available"
    load: int = 0
    capacity: int = 3


class QueueItem(Struct):
    """A question that waits."""

    id: str
    text: str
    language: str
    site: SiteView
    waiting_since: int
    topic: str = ""
    topic_id: int = 0
    page: Page | None = None
    widened: bool = False
    for_team: bool = False
    later: bool = False
    returned: bool = False


class QueueGone(Struct, omit_defaults=True):
    """A question that no longer waits; `by`: the pseudonym of who took it."""

    id: str
    by: str = ""


class Prepared(Struct, omit_defaults=True):
    """A prepared answer: one's own, the brand's, or that of another member (`by`) who lets everybody use it."""

    id: int
    shortcut: str
    text: str
    language: str = ""
    mine: bool = False
    by: str = ""


class ConversationView(Struct):
    """A conversation as one of its two sides sees it. Fields marked (desk) are never sent to a visitor."""

    id: str
    state: Literal["waiting", "taken", "closed"]
    head_seq: int
    asked_at: int
    waiting_since: int = 0
    holder: Holder | None = None
    seen: int = 0
    """The position up to which the other side has seen."""
    read: int = 0
    """The position up to which this side has seen."""
    offered: bool = False
    """Nobody took it so far: offer the visitor another way."""
    returned: bool = False
    """Somebody had taken it and it waits again."""
    for_team: bool = False
    later: bool = False
    """An e-mail address was left."""
    thanked: bool = False
    stars: int = 0
    comment: str = ""
    closed_at: int = 0
    erased: bool = False
    lease: int = 0
    """(desk) the number to send with release and close"""
    language: str = ""
    """(desk)"""
    site: SiteView | None = None
    """(desk)"""
    topic: str = ""
    """(desk)"""
    page: Page | None = None
    """(desk)"""
    visitor: str = ""
    """(desk) the visitor's name, if the brand's server signed one"""
    visitor_here: bool = False
    """(desk)"""
    preview: str = ""
    """(desk) the question"""
    last_text: str = ""
    """(desk) the last line, shortened"""
    last_from: Literal["visitor", "us", ""] = ""
    """(desk) who wrote last"""
    last_at: int = 0
    """(desk)"""
    warned: bool = False
    """(desk) silent for long: it will go back to the queue"""


# ---- from the server -------------------------------------------------------------------------------------------------


class Welcome(Frame, omit_defaults=False):
    """The answer to hello. Messages that `resume` missed follow as `messages` frames."""

    epoch: str
    me: dict[str, object]
    conversations: list[ConversationView]
    queue: list[QueueItem] = []
    people: list[MemberView] = []
    prepared: list[Prepared] = []


class Ack(Frame):
    """The message is on disk. `text`: as others read it, when something personal was hidden."""

    client_id: str
    conversation: str
    id: str
    seq: int
    sent_at: int
    text: str = ""


class Message(Frame):
    """A message of the log. `seq` rises by one per conversation. The connection that sent it gets the `ack` instead."""

    conversation: str
    seq: int
    id: str
    from_: From = msgspec.field(name="from")
    text: str
    sent_at: int
    client_id: str = ""
    picture: PictureView | None = None


class Messages(Frame):
    """The answer to fetch, in order."""

    conversation: str
    messages: list[Message]
    head_seq: int


class Head(Frame):
    """Every 15 s: the last position of each conversation followed, so that a lost wake-up is repaired by position."""

    conversations: dict[str, int]


class Claimed(Frame):
    """It is yours."""

    conversation: str
    lease: int


class Released(Frame):
    """Given back, or taken back after a silence (`why`: silence)."""

    conversation: str
    why: str = ""


class Closed(Frame):
    """The conversation is over; the answer to close."""

    conversation: str


class Queue(Frame):
    """The queue changed. An item in `changed` may be new to the reader, and the other way round."""

    added: list[QueueItem] = []
    changed: list[QueueItem] = []
    removed: list[QueueGone] = []


class Presence(Frame):
    """Who is here, changed and gone."""

    changed: list[MemberView] = []
    gone: list[int] = []


class Conversation(Frame):
    """A conversation's state changed: its whole new view."""

    conversation: ConversationView


class Feed(Frame):
    """The community's feed changed (fetch the page's part again). `words`: the post's own words did."""

    post: int = 0
    words: bool = False


class TypingBy(Frame, tag="typing"):
    """The other side writes, or stopped."""

    conversation: str
    on: bool
    by: Literal["visitor", "us"] = "visitor"


class SeenBy(Frame, tag="seen"):
    """The other side had everything up to `seq` on screen."""

    conversation: str
    seq: int
    by: Literal["visitor", "us"] = "visitor"


class Looking(Frame, tag="page"):
    """(desk) the page the visitor looks at now"""

    conversation: str
    page: Page


class Online(Frame):
    """(visitor) how many members are here for this site, and the usual wait in seconds (0: unknown)"""

    members: int
    usual_wait: int = 0


class Ok(Frame):
    """Done. `re` is the type of the frame answered."""

    re: str
    conversation: str = ""


class Pong(Frame):
    """Here."""


class Refused(Frame):
    """Every refusal has a code; the text is for people, in their language. `re`: the client_id, or the type, of what was refused."""

    re: str
    code: str
    message: str
    conversation: str = ""
    retry_after: float = 0
    by: str = ""


FromServer = (
    Welcome
    | Ack
    | Message
    | Messages
    | Head
    | Claimed
    | Released
    | Closed
    | Queue
    | Presence
    | Conversation
    | Feed
    | TypingBy
    | SeenBy
    | Looking
    | Online
    | Ok
    | Pong
    | Refused
)

CLOSE_CODES = {
    1012: "restarting: come back, spread out",
    4008: "too slow: come back and resume",
    4400: "bad frame",
    4401: "not you",
    4403: "revoked",
    4408: "no hello",
    4429: "too many",
}
