"""What the community pushes to open pages. Ids are numbers of rows; instants are milliseconds since 1970."""

from typing import Literal

import msgspec


class Who(msgspec.Struct, omit_defaults=True):
    """A member, as their words show them."""

    id: int
    name: str
    photo: str = ""
    team: bool = False


class Frame(msgspec.Struct, tag_field="type", omit_defaults=True):
    """Common to all: `type` says which."""


class Feed(Frame, tag="feed"):
    """The feed changed at this post; 0: something else in it did. `words`: the post's own words did."""

    post: int = 0
    words: bool = False


class Notice(Frame, tag="notice"):
    """To one member: something in the feed concerns them."""

    kind: Literal["mention", "comment", "status", "overdue"]
    post: int
    by: str = ""


class Chat(Frame, tag="chat"):
    """A message of the room's chat."""

    id: int
    by: Who
    text: str
    at: int
    client_id: str


class ChatGone(Frame, tag="chat_gone"):
    """A chat message was removed."""

    id: int


class Line(Frame, tag="line"):
    """A word on a private line, to its member and to the brand's managers. `member`: whose line it is."""

    member: int
    id: int
    by: Who
    text: str
    at: int
    client_id: str


class Moderation(Frame, tag="moderation"):
    """To the managers: something was reported."""


TO_MEMBERS = (Notice, Chat, ChatGone, Line, Moderation, Who)
"""What stands in docs/wire.md beside the frames of conversations; `Who` stands inside them."""
