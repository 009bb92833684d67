"""The only doors to what the community holds: of one's own brand, or it does not exist."""

from typing import Protocol, TypeVar

from django.db.models import QuerySet

from causerie.community.models import Comment, Post, Said, Suggestion, Tag
from causerie.kernel.refusal import Refused
from causerie.people.access import membership_of
from causerie.people.doors import ANSWERING
from causerie.people.models import Membership, Person

Row = TypeVar("Row")


class OfBrand(Protocol):
    @property
    def brand_id(self) -> int: ...


class Authored(OfBrand, Protocol):
    @property
    def author_id(self) -> int: ...


def reader_of(person: Person, brand_slug: str) -> Membership:
    """Who the person is in that brand's community. Readers of figures are not part of it: Refused("not_found")."""
    member = membership_of(person, brand_slug)
    reads(member)
    return member


def reads(member: Membership, what: OfBrand | None = None) -> None:
    """Raises Refused("not_found") unless the member is part of the community, and `what` stands in it."""
    if member.role not in ANSWERING or (what is not None and what.brand_id != member.brand_id):
        raise Refused("not_found")


def post_for(member: Membership, post_id: int) -> Post:
    """A post of the member's brand. Raises Refused("not_found")."""
    return _own(Post.objects.filter(brand_id=member.brand_id, id=post_id).select_related("author"))


def comment_for(member: Membership, comment_id: int) -> Comment:
    """A comment of the member's brand, with its post. Raises Refused("not_found")."""
    return _own(Comment.objects.filter(brand_id=member.brand_id, id=comment_id).select_related("post__author", "author"))


def said_for(member: Membership, number: int) -> Said:
    """A chat message of the member's brand. Raises Refused("not_found")."""
    return _own(Said.objects.filter(brand_id=member.brand_id, id=number).select_related("author"))


def tag_for(member: Membership, name: str) -> Tag:
    """A topic of the member's brand. Raises Refused("not_found")."""
    return _own(Tag.objects.filter(brand_id=member.brand_id, name=name))


def suggestion_for(manager: Membership, post_id: int) -> Suggestion:
    """A suggestion to the manager's brand, by its post. Raises Refused("not_found")."""
    return _own(Suggestion.objects.filter(brand_id=manager.brand_id, post_id=post_id).select_related("post__author"))


def picture_for(member: Membership, name: str) -> Post:
    """The post of the member's brand that shows this picture. Raises Refused("not_found")."""
    return _own(Post.objects.filter(brand_id=member.brand_id, picture=name).exclude(picture=""))


def colleague_for(member: Membership, number: int) -> Membership:
    """Somebody of the member's brand today. Raises Refused("not_found")."""
    return _own(Membership.objects.current().filter(brand_id=member.brand_id, id=number).select_related("brand"))


def on_line(by: Membership, member: Membership) -> None:
    """A private line stands between a member who is no manager and the managers of the same brand. Else Refused("not_found")."""
    reads(by, member)
    if member.is_manager or member.role not in ANSWERING or not (by.id == member.id or by.is_manager):
        raise Refused("not_found")


def may_remove(member: Membership, what: Authored) -> bool:
    """Authors remove their own words; managers remove any of their brand's."""
    return what.brand_id == member.brand_id and (member.is_manager or what.author_id == member.id)


def may_edit(member: Membership, what: Authored) -> bool:
    """Nobody changes another's words."""
    return what.brand_id == member.brand_id and what.author_id == member.id


def _own(rows: "QuerySet[Row]") -> Row:  # type: ignore[type-var]
    row = rows.first()
    if row is None:
        raise Refused("not_found")
    return row
