"""What this room keeps of a member, as plain data: their right to see it."""

from django.db.models import Q

from causerie.conversations.models import Conversation, MailRequest, Message
from causerie.conversations.queries import talk_of
from causerie.people.models import Membership


def about_member(member: Membership) -> list[dict[str, object]]:
    """The conversations in which a member wrote, with both sides' words as they read them."""
    numbers = Message.objects.filter(brand_id=member.brand_id, sender=member.id).values_list("conversation_id", flat=True).distinct()
    return [talk_of(talk, member.id) for talk in Conversation.objects.filter(id__in=list(numbers)).select_related("site", "holder")]


def requests_with(member: Membership) -> list[int]:
    """Mails that visitors asked for of conversations in which this member wrote."""
    wrote = Message.objects.filter(brand_id=member.brand_id, sender=member.id).values("conversation_id")
    rows = MailRequest.objects.filter(brand_id=member.brand_id).filter(Q(conversation__in=wrote) | Q(conversation__holder=member))
    return list(rows.values_list("id", flat=True))
