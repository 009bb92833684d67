"""Shared and long reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.core.signing import TimestampSigner
from django.db.models import F, Q, QuerySet

from causerie.brands.models import Site
from causerie.conversations import shown, wire
from causerie.conversations.models import (
    Conversation,
    MailRequest,
    Message,
    PreparedAnswer,
    Visitor,
    VisitorNetwork,
)  # fmt: skip
from causerie.people.models import Membership

_RELATED = ("site", "brand", "visitor", "holder", "topic")


def messages_after(conversation: Conversation, after: int, limit: int = 200) -> list[wire.Message]:
    """By position: at most `limit` messages with seq > after, in order."""
    rows = list(
        Message.objects.filter(brand_id=conversation.brand_id, conversation=conversation, seq__gt=after)
        .select_related("picture")
        .order_by("seq")[:limit]
    )
    authors = authors_of({row.sender for row in rows}, visitor_name=conversation.visitor.name)
    return [shown.message(row, authors) for row in rows]


def authors_of(senders: set[int], visitor_name: str = "") -> dict[int, wire.From]:
    authors = {member.id: shown.author(member) for member in Membership.objects.filter(id__in=senders - {0})}
    authors[0] = wire.From(kind="visitor", name=visitor_name)
    return authors


def waiting(member: Membership) -> list[Conversation]:
    """The queue as this member may see it, oldest first."""
    queue: QuerySet[Conversation] = Conversation.objects.filter(brand_id=member.brand_id, state="waiting").select_related(*_RELATED)
    if not member.in_team:
        queue = queue.filter(for_team=False)
    sites = list(member.sites.values_list("id", flat=True))
    if sites:
        queue = queue.filter(site__in=sites)
    return list(queue.order_by("waiting_since")[:200])


def held(member: Membership) -> list[Conversation]:
    """The member's own conversations."""
    return list(
        Conversation.objects.filter(brand_id=member.brand_id, holder=member, state="taken").select_related(*_RELATED).order_by("claimed_at")
    )


def load_of(member_id: int) -> int:
    """How many conversations the member holds now."""
    return Conversation.objects.filter(holder_id=member_id, state="taken").count()


def last_texts(conversations: Iterable[Conversation]) -> dict[int, str]:
    """The last line of each conversation, shortened: what its card shows."""
    wanted = Q()
    for conversation in conversations:
        wanted |= Q(conversation=conversation, seq=conversation.last_seq)
    rows = Message.objects.filter(wanted).values_list("conversation_id", "text") if wanted else []
    return {number: text[:160] for number, text in rows}


def visitors_conversations(visitor: Visitor) -> list[Conversation]:
    """The visitor's latest conversations, newest first: the open one and those that just ended."""
    return list(
        Conversation.objects.filter(visitor=visitor, brand_id=visitor.brand_id, erased_at=None)
        .select_related(*_RELATED)
        .order_by("-asked_at")[:5]
    )


def prepared_for(member: Membership) -> list[wire.Prepared]:
    """The brand's prepared answers, the member's own, and those that others here let everybody use."""
    theirs = Q(shared=True, member__ended_at=None, member__person__is_active=True)
    rows = PreparedAnswer.objects.filter(Q(member=None) | Q(member=member) | theirs, brand_id=member.brand_id).select_related("member")
    return [_as_prepared(row, member) for row in rows.order_by("shortcut", "id")]


def _as_prepared(row: PreparedAnswer, member: Membership) -> wire.Prepared:
    mine = row.member_id == member.pk
    by = row.member.name if row.member and not mine else ""
    return wire.Prepared(row.id, row.shortcut, row.text, row.language, mine, by)


def usual_wait(site: Site) -> int:
    """Seconds until a question of this site is taken, the median of the last 50; 0 when fewer than 3 are known."""
    rows = (
        Conversation.objects.filter(brand_id=site.brand_id, site=site, claimed_at__isnull=False, lease=1)
        .order_by("-claimed_at")
        .values_list("asked_at", "claimed_at")[:50]
    )
    waits = [(claimed - asked) / 1000 for asked, claimed in rows if claimed is not None]
    return round(median(waits)) if len(waits) >= 3 else 0


def heads(numbers: list[int]) -> dict[int, int]:
    """The last position of each conversation, from the database."""
    found: dict[int, int] = {}
    for start in range(0, len(numbers), 500):
        found.update(Conversation.objects.filter(id__in=numbers[start : start + 500]).values_list("id", "last_seq"))
    return found


def who_asked(numbers: Iterable[int]) -> dict[int, tuple[int, bool]]:
    """Of each conversation: its visitor's number, and whether they left the e-mail address of the member who holds it."""
    wanted = list(numbers)
    rows = Conversation.objects.filter(id__in=wanted).values_list("id", "visitor_id", "email", "holder__person__email")
    found = {number: (visitor, bool(email) and email.lower() == (own or "").lower()) for number, visitor, email, own in rows}
    asked = MailRequest.objects.filter(conversation__in=wanted, email__iexact=F("conversation__holder__person__email"))
    for number, visitor in asked.values_list("conversation_id", "conversation__visitor_id"):
        found[number] = visitor, True
    return found


def networks_of(visitors: Iterable[int]) -> dict[int, str]:
    """The network from which each came, as a keyed digest, while it is kept."""
    return dict(VisitorNetwork.objects.filter(visitor__in=list(visitors)).values_list("visitor", "digest"))


RETURN_SALT = "causerie.return"


@dataclass(frozen=True)
class OwedMail:
    """A mail that a visitor is owed. `code` goes into the link: signed by us, so that nothing secret is stored."""

    brand_id: int
    kind: str
    email: str
    language: str
    site_name: str
    site_key: str
    answered_by: str
    code: str
    messages: list[wire.Message]


def owed_mail(number: int) -> OwedMail | None:
    """What a mail request asks for; None when it was erased meanwhile."""
    request = (
        MailRequest.objects.filter(id=number)
        .select_related("conversation__site__brand", "conversation__visitor", "conversation__holder")
        .first()
    )
    if request is None:
        return None
    conversation = request.conversation
    return OwedMail(
        brand_id=request.brand_id,
        kind=request.kind,
        email=request.email,
        language=conversation.language,
        site_name=conversation.site.name,
        site_key=conversation.site.key,
        answered_by=conversation.holder.name if conversation.holder else conversation.brand.name,
        code=TimestampSigner(salt=RETURN_SALT).sign_object(request.id),
        messages=messages_after(conversation, 0, limit=2000),
    )


@dataclass(frozen=True)
class Praise:
    """A visitor's words after a talk."""

    conversation: int
    words: str
    stars: int
    at: int


def words_of_thanks(member: Membership, limit: int = 50) -> list[Praise]:
    """What visitors wrote to this member with 4 or 5 stars, newest first; never what was erased."""
    rows = Conversation.objects.filter(brand_id=member.brand_id, holder=member, stars__gte=4, erased_at=None, reported_at=None)
    found = rows.exclude(comment="").order_by("-last_at").values_list("id", "comment", "stars", "last_at")[:limit]
    return [Praise(number, words, stars or 0, at) for number, words, stars, at in found]


@dataclass(frozen=True)
class Words:
    """What a visitor wrote beside the stars, and to whom."""

    conversation: int
    text: str
    stars: int
    visitor: str
    member: str
    site: str
    at: int


def words_of(brand_id: int, numbers: Iterable[int]) -> dict[int, Words]:
    """The words beside the stars of these conversations, of this brand only; those that were erased are not there."""
    rows = (
        Conversation.objects.filter(brand_id=brand_id, id__in=list(numbers), erased_at=None, stars__isnull=False)
        .exclude(comment="")
        .values_list("id", "comment", "stars", "visitor__name", "holder__name", "site__name", "asked_at")
    )
    return {row[0]: Words(row[0], row[1], row[2] or 0, row[3], row[4] or "", row[5], row[6]) for row in rows}
