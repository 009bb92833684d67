"""What a visitor does with a conversation: ask, wait otherwise, thank, rate, erase."""

from collections.abc import Mapping

from django.db import IntegrityError

from causerie.brands.models import Site
from causerie.conversations import facts, guard, publish, rules
from causerie.conversations.actions.claims import end, ended
from causerie.conversations.actions.keeping import empty
from causerie.conversations.actions.shared import MOST_TEXT, RELATED, cut, fresh, page_fields, patience, valid_email
from causerie.conversations.models import Conversation, Message, Original, Visitor
from causerie.conversations.prepared_actions import said_again
from causerie.journal.actions import record
from causerie.journal.erasures import listed
from causerie.kernel import files
from causerie.kernel.clock import now_ms
from causerie.kernel.db import after_commit, wipe_traces, write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional


def ask(
    *, by: Visitor, client_id: str, text: str, locale: str = "", page: Mapping[str, str] | None = None, email: str = ""
) -> tuple[Conversation, Message]:
    """A first message: opens a conversation in the queue. The same client_id again gives the same conversation back."""
    text = clean(text, limit=MOST_TEXT)
    email = valid_email(email) if email else ""
    place = page_fields(page)
    try:
        with write():
            conversation, first = _ask(by, client_id, text, locale, place, email)
            after_commit(lambda: publish.queued(fresh(conversation.id)))
    except IntegrityError:
        conversation = Conversation.objects.select_related(*RELATED).get(visitor=by, ask_client_id=client_id)
        first = Message.objects.get(conversation=conversation, seq=1)
        if first.text != guard.read(by.brand_id).seen(text, "visitor"):
            raise Refused("conflict") from None
    return conversation, first


def _ask(by: Visitor, client_id: str, text: str, locale: str, place: dict[str, str], email: str) -> tuple[Conversation, Message]:
    now, site, care = now_ms(), by.site, guard.read(by.brand_id)
    shown = care.seen(text, "visitor")
    again = Conversation.objects.filter(visitor=by).exists()
    topics = list(site.brand.topics.values_list("id", "keywords", "page_pattern"))
    conversation = Conversation.objects.create(
        brand_id=by.brand_id,
        site=site,
        visitor=by,
        ask_client_id=client_id,
        language=_language(locale, site),
        topic_id=rules.topic_of(text, place["page_url"], topics),
        preview=cut(shown, 280),
        # A question with a word that the brand holds back is the team's to answer.
        for_team=care.holds_back(text, "visitor"),
        last_seq=1,
        last_at=now,
        asked_at=now,
        waiting_since=now,
        visitor_seen=1,
        check_at=rules.first_check(now, patience(site)),
        email=email,
        **place,
    )
    first = Message.objects.create(
        brand_id=by.brand_id, conversation=conversation, seq=1, sender=0, client_id=client_id, text=shown, sent_at=now
    )
    if shown != text:
        Original.objects.create(brand_id=by.brand_id, conversation=conversation, seq=1, text=text, at=now)
    record(
        facts.Asked(
            brand_id=by.brand_id,
            site=site.id,
            conversation=conversation.id,
            language=conversation.language,
            topic=conversation.topic_id,
            page=rules.plain_path(place["page_url"]),
            again=again,
        )
    )
    return conversation, first


def _language(locale: str, site: Site) -> str:
    short = locale[:2].lower()
    return short if short in dict(Site._meta.get_field("language").flatchoices) else site.language


def leave_email(*, by: Visitor, conversation: Conversation, email: str) -> None:
    """The visitor need not wait: the answer will be mailed. Raises Refused("bad_email" | "closed")."""
    email = valid_email(email)
    with write():
        changed = Conversation.objects.filter(id=conversation.id, visitor=by).exclude(state="closed").update(email=email)
        if not changed:
            raise Refused("closed")
        after_commit(lambda: _left_email(conversation.id))


def _left_email(number: int) -> None:
    conversation = fresh(number)
    publish.to_both(conversation)
    if conversation.state == "waiting":
        publish.queued(conversation, changed=True)


def thank(*, by: Visitor, conversation: Conversation) -> None:
    """Thank you, once counted. Raises Refused("not_found") when nobody has taken it yet."""
    with write():
        holder = Conversation.objects.filter(id=conversation.id, visitor=by).values_list("holder_id", flat=True).first()
        if holder is None:
            raise Refused("not_found")
        if Conversation.objects.filter(id=conversation.id, thanked_at=None).update(thanked_at=now_ms()):
            record(facts.Thanked(brand_id=by.brand_id, conversation=conversation.id, member=holder))
            _reused(by.brand_id, conversation.id, holder)
            after_commit(lambda: _appreciated(conversation.id))


def _reused(brand_id: int, conversation: int, holder: int) -> None:
    """What helped may have been prepared by another member."""
    for answer in said_again(brand_id, conversation, holder):
        assert answer.member_id is not None
        record(facts.Reused(brand_id=brand_id, conversation=conversation, member=holder, answer=answer.pk, author=answer.member_id))


def rate(*, by: Visitor, conversation: Conversation, stars: int, comment: str = "") -> None:
    """Stars and a word; the last ones count. Raises Refused("not_found") when nobody has taken it yet."""
    comment = cut(guard.read(by.brand_id).seen(clean_optional(comment, limit=500, lines=True), "visitor"), 500)
    with write():
        holder = Conversation.objects.filter(id=conversation.id, visitor=by).values_list("holder_id", flat=True).first()
        if holder is None:
            raise Refused("not_found")
        Conversation.objects.filter(id=conversation.id).update(stars=stars, comment=comment)
        record(facts.Rated(brand_id=by.brand_id, conversation=conversation.id, member=holder, stars=stars, words=bool(comment)))
        after_commit(lambda: _appreciated(conversation.id))


def _appreciated(number: int) -> None:
    conversation = fresh(number)
    publish.to_both(conversation)
    publish.feed(conversation.brand_id)


def erase(*, by: Visitor, conversation: Conversation) -> None:
    """The words, pictures, address and page are gone for everybody; counts stay. What was open ends with it."""
    found = Conversation.objects.get(id=conversation.id, visitor=by)
    with listed("conversation", brand_id=found.brand_id, number=found.id):
        forget(conversation=found)


def forget(*, conversation: Conversation) -> None:
    """`erase`, where the wish is on the list already. Twice is no error."""
    with write():
        row = Conversation.objects.filter(id=conversation.id)
        before = row.get().holder_id
        end(row, "visitor")
        pictures = empty(conversation)
        if not Conversation.objects.filter(visitor_id=conversation.visitor_id, erased_at=None).exists():
            Visitor.objects.filter(id=conversation.visitor_id).update(name="", identity="")
        after_commit(lambda: ended(conversation.id, before))
    files.delete_all(pictures)
    wipe_traces()
