"""The only doors to what is watched over: of one's own brand, or it does not exist."""

from typing import Any, TypeVar

from causerie.conversations import queries as talks
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership

Row = TypeVar("Row")


def report_for(member: Membership, number: int) -> Any:
    """A report of the brand, with its conversation. Raises Refused("not_found")."""
    return _own(talks.report_of(member.brand_id, number))


def held_for(member: Membership, number: int) -> Any:
    return _own(talks.held_one(member.brand_id, number))


def block_for(member: Membership, number: int) -> Any:
    return _own(talks.block_in(member.brand_id, number))


def visitor_for(member: Membership, number: int) -> Any:
    return _own(talks.visitor_in(member.brand_id, number))


def conversation_for(member: Membership, public_id: str) -> Any:
    return _own(talks.conversation_of(member.brand_id, public_id))


def _own(row: Row | None) -> Row:
    if row is None:
        raise Refused("not_found")
    return row
