"""Shared and long reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.core.signing import TimestampSigner
from django.db.models import F, Q, QuerySet

from causerie.brands.models import Site
from causerie.conversations import access, shown, wire
from causerie.conversations.models import (
    BlockedNetwork,
    Conversation,
    Guard,
    Held,
    MailRequest,
    Message,
    Original,
    Reading,
    Report,
    Visitor,
    VisitorNetwork,
)  # fmt: skip
from causerie.kernel.clock import to_datetime
from causerie.kernel.ids import from_public
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


def reports_on(brand_id: int, numbers: Iterable[int]) -> dict[int, int]:
    """Of these conversations, those that the brand's team was asked to look at: conversation to report."""
    return dict(Report.objects.filter(brand_id=brand_id, conversation__in=list(numbers)).values_list("conversation_id", "id"))


# ---- for those who watch over it -------------------------------------------------------------------------------------

# The live roster, set where a server runs: who is on duty, which windows are open. Without a server nobody is here.
roster: Any = None
_REPORT = ("by__person", "conversation__site", "conversation__brand", "conversation__visitor", "conversation__holder__person")
HOUR = 3_600_000


def report_of(brand_id: int, number: int) -> Report | None:
    """A report of that brand, with its conversation."""
    return Report.objects.filter(brand_id=brand_id, id=number).select_related(*_REPORT).first()


def reports_of(brand_id: int, limit: int = 200) -> list[Report]:
    """The newest reports, with their conversations."""
    return list(Report.objects.filter(brand_id=brand_id).select_related(*_REPORT).order_by("-id")[:limit])


def counted(brand_id: int) -> tuple[int, int]:
    """How many reports there are, and how many messages wait for the team."""
    waiting = Held.objects.filter(brand_id=brand_id, decided_at=None)
    return Report.objects.filter(brand_id=brand_id).count(), waiting.count()


def held_of(brand_id: int) -> list[Held]:
    """Messages that wait for the team, oldest first."""
    waiting = Held.objects.filter(brand_id=brand_id, decided_at=None).select_related("conversation__site", "conversation__visitor")
    return list(waiting.order_by("at")[:100])


def held_one(brand_id: int, number: int) -> Held | None:
    return Held.objects.filter(brand_id=brand_id, id=number).select_related("conversation").first()


def hides_something(conversation: Conversation) -> bool:
    """Whether what was written stands apart, for the team to read with a reason."""
    return Original.objects.filter(conversation=conversation).exists()


def readings_of(conversation: Conversation) -> list[Reading]:
    """Who of the team read what was hidden, or came along, and why."""
    return list(Reading.objects.filter(conversation=conversation).select_related("member").order_by("id"))


def reads_along(member: Membership, conversation: Conversation) -> bool:
    """Whether this member has joined the talk, in view of both sides."""
    return Reading.objects.filter(conversation=conversation, member=member, kind=Reading.Kind.ALONG).exists()


def conversation_of(brand_id: int, public_id: str) -> Conversation | None:
    """A conversation of that brand."""
    number = from_public(public_id)
    found = Conversation.objects.filter(brand_id=brand_id, id=number) if number is not None else Conversation.objects.none()
    return found.select_related(*_RELATED).first()


def guard_of(brand_id: int) -> Guard:
    """The brand's rules, or the usual ones, not saved."""
    return Guard.objects.filter(brand_id=brand_id).first() or Guard(brand_id=brand_id)


def blocked_visitors(brand_id: int) -> list[Visitor]:
    """Who may no longer write, the latest first."""
    return list(Visitor.objects.filter(brand_id=brand_id, blocked_at__isnull=False).select_related("site").order_by("-blocked_at")[:100])


def visitor_in(brand_id: int, number: int) -> Visitor | None:
    return Visitor.objects.filter(brand_id=brand_id, id=number).first()


def blocked_networks(brand_id: int, now: int) -> list[BlockedNetwork]:
    return list(BlockedNetwork.objects.filter(brand_id=brand_id, until__gt=now).select_related("by").order_by("until"))


def block_in(brand_id: int, number: int) -> BlockedNetwork | None:
    return BlockedNetwork.objects.filter(brand_id=brand_id, id=number).first()


@dataclass(frozen=True)
class Signals:
    """What a visitor's last day looks like: counts only, to see a flood."""

    from_network: int
    """Visitors who came from the same network in the last 24 hours; 0 when it is no longer known."""
    questions: int
    reports: int


def signals_of(visitor: Visitor, now: int) -> Signals:
    network = VisitorNetwork.objects.filter(visitor=visitor).first()
    same = VisitorNetwork.objects.filter(brand_id=visitor.brand_id, at__gt=now - 24 * HOUR)
    return Signals(
        from_network=same.filter(digest=network.digest).count() if network else 0,
        questions=Conversation.objects.filter(visitor=visitor, asked_at__gt=now - 24 * HOUR).count(),
        reports=Report.objects.filter(conversation__visitor=visitor).exclude(by=None).count(),
    )


def open_conversations(brand_id: int) -> list[Conversation]:
    """Waiting and taken, the longest wait first: for a board that shows no words."""
    rows = Conversation.objects.filter(brand_id=brand_id).exclude(state="closed").select_related(*_RELATED)
    return list(rows.order_by("-state", "waiting_since")[:200])


def mood(brand_id: int, since: int) -> tuple[float, int]:
    """The mean of the stars given since then, and how many gave some; (0, 0) when nobody did."""
    stars = list(
        Conversation.objects.filter(brand_id=brand_id, closed_at__gt=since, stars__isnull=False).values_list("stars", flat=True)[:1000]
    )
    given = [one for one in stars if one]
    return (sum(given) / len(given), len(given)) if given else (0.0, 0)


def visitor_of(token: str) -> Visitor:
    """The visitor who shows this token, blocked or not: for what they may see, take along and erase. Raises Refused("not_you")."""
    return access.visitor_of(token, even_blocked=True)


def not_erased(visitor: Visitor) -> list[Conversation]:
    """The visitor's conversations that were not erased, oldest first."""
    rows = Conversation.objects.filter(visitor=visitor, brand_id=visitor.brand_id, erased_at=None)
    return list(rows.select_related(*_RELATED).order_by("asked_at", "id"))


def held_from(visitor: Visitor) -> list[dict[str, object]]:
    """Messages of theirs that the team read first: when, and whether they wait, passed or were kept out."""
    rows = Held.objects.filter(brand_id=visitor.brand_id, conversation__visitor=visitor).order_by("-at")[:20]
    return [{"at": row.at, "state": "waits" if row.decided_at is None else "passed" if row.passed else "kept_out"} for row in rows]


def about_visitor(visitor: Visitor) -> dict[str, object]:
    """Everything kept of a visitor, as plain data: their right to see it."""
    talks = Conversation.objects.filter(visitor=visitor).select_related("site", "holder", "topic").order_by("asked_at")
    return {
        "name": visitor.name,
        "identity": visitor.identity,
        "site": visitor.site.name,
        "first_seen": _instant(visitor.created_at),
        "network_kept_as_digest": VisitorNetwork.objects.filter(visitor=visitor).exists(),
        "conversations": [_talk(talk, 0) for talk in talks],
    }


def _talk(talk: Conversation, mine: int) -> dict[str, object]:
    """A conversation with the words of both sides; the words hidden from others where `mine` (0: the visitor) wrote them."""
    hidden = dict(Original.objects.filter(conversation=talk).values_list("seq", "text"))
    rows = Message.objects.filter(conversation=talk).order_by("seq")
    lines = [
        {
            "at": _instant(row.sent_at),
            "by": "me" if row.sender == mine else "the other side",
            "text": hidden.get(row.seq, row.text) if row.sender == mine else row.text,
            "picture": row.picture_id is not None,
        }
        for row in rows
    ]
    own: dict[str, object] = {"id": talk.public_id, "site": talk.site.name, "asked": _instant(talk.asked_at), "messages": lines}
    if mine:
        return own
    mails = MailRequest.objects.filter(conversation=talk).values_list("kind", "email", "at")
    return own | {
        "answered_by": talk.holder.name if talk.holder else "",
        "page": talk.page_url,
        "page_title": talk.page_title,
        "email": talk.email,
        "stars": talk.stars,
        "comment": talk.comment,
        "mails": [{"kind": kind, "to": email, "asked": _instant(at)} for kind, email, at in mails],
        "erased": talk.erased_at is not None,
    }


def about_member(member: Membership) -> list[dict[str, object]]:
    """The conversations in which a member wrote, with both sides' words as they read them."""
    numbers = Message.objects.filter(brand_id=member.brand_id, sender=member.id).values_list("conversation_id", flat=True).distinct()
    return [_talk(talk, member.id) for talk in Conversation.objects.filter(id__in=list(numbers)).select_related("site", "holder")]


def requests_with(member: Membership) -> list[int]:
    """Mails that visitors asked for of conversations in which this member wrote."""
    wrote = Message.objects.filter(brand_id=member.brand_id, sender=member.id).values("conversation_id")
    rows = MailRequest.objects.filter(brand_id=member.brand_id).filter(Q(conversation__in=wrote) | Q(conversation__holder=member))
    return list(rows.values_list("id", flat=True))


def _instant(ms: int) -> str:
    return to_datetime(ms).isoformat(timespec="seconds")
