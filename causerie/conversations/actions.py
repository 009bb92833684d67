"""The verbs of a question's life. Each is one transaction; each changes a row only where it still is what the verb needs."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError
from django.db.models import F

from causerie.brands.models import Site
from causerie.conversations import facts, publish, queries, rules
from causerie.conversations.models import Conversation, MailRequest, Message, Picture, Report, Visitor, VisitorToken
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import after_commit, write
from causerie.kernel.ids import digest, new_secret
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership

MOST_TEXT = 4000
_RELATED = ("site", "brand", "visitor", "holder", "topic")


def patience(site: Site) -> rules.Patience:
    return rules.Patience(site.widen_after * 1000, site.offer_after * 1000, site.silence_limit * 1000)


def fresh(number: int) -> Conversation:
    """The conversation as it is now, with what frames need."""
    return Conversation.objects.select_related(*_RELATED).get(id=number)


def valid_email(address: str) -> str:
    """The address, or Refused("bad_email")."""
    try:
        validate_email(address.strip())
    except ValidationError as error:
        raise Refused("bad_email") from error
    return address.strip()


# ---- the visitor -----------------------------------------------------------------------------------------------------


def admit(*, site: Site) -> tuple[Visitor, str]:
    """A new visitor of this site and the token that proves it. Only its digest is kept."""
    token = new_secret()
    with write():
        visitor = Visitor.objects.create(brand_id=site.brand_id, site=site, created_at=now_ms())
        VisitorToken.objects.create(digest=digest(token), brand_id=site.brand_id, visitor=visitor)
    return visitor, token


def come_back(*, code: str) -> tuple[Visitor, str]:
    """Exchange the code of a mailed link for a token. A code works once. Raises Refused("not_you")."""
    token, now = new_secret(), now_ms()
    with write():
        row = VisitorToken.objects.select_related("visitor__site").filter(digest=digest(code), once=True, expires_at__gt=now).first()
        if row is None or VisitorToken.objects.filter(digest=row.digest, once=True).delete()[0] != 1:
            raise Refused("not_you")
        VisitorToken.objects.create(digest=digest(token), brand_id=row.brand_id, visitor=row.visitor)
    return row.visitor, token


def return_code(*, visitor: Visitor) -> str:
    """A code for a mailed link: once, within 30 days."""
    code = new_secret()
    VisitorToken.objects.create(
        digest=digest(code), brand_id=visitor.brand_id, visitor=visitor, once=True, expires_at=now_ms() + 30 * 86_400_000
    )
    return code


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
        conversation = Conversation.objects.select_related(*_RELATED).get(visitor=by, ask_client_id=client_id)
        first = Message.objects.get(conversation=conversation, seq=1)
        if first.text != text:
            raise Refused("conflict") from None
    return conversation, first


def _ask(by: Visitor, client_id: str, text: str, locale: str, place: dict[str, str], email: str) -> tuple[Conversation, Message]:
    now, site = now_ms(), by.site
    topics = list(site.brand.topics.values_list("id", "keywords", "page_pattern"))
    conversation = Conversation.objects.create(
        brand_id=by.brand_id, site=site, visitor=by, ask_client_id=client_id, language=_language(locale, site),
        topic_id=rules.topic_of(text, place["page_url"], topics), preview=text[:280], last_seq=1, last_at=now, asked_at=now,
        waiting_since=now, visitor_seen=1, check_at=rules.first_check(now, patience(site)), email=email, **place,
    )  # fmt: skip
    first = Message.objects.create(
        brand_id=by.brand_id, conversation=conversation, seq=1, sender=0, client_id=client_id, text=text, sent_at=now
    )
    record(
        facts.Asked(
            brand_id=by.brand_id, site=site.id, conversation=conversation.id, language=conversation.language, topic=conversation.topic_id
        )
    )
    return conversation, first


def _language(locale: str, site: Site) -> str:
    short = locale[:2].lower()
    return short if short in dict(Site._meta.get_field("language").flatchoices) else site.language


def page_fields(page: Mapping[str, str] | None) -> dict[str, str]:
    """A page as columns: only http and https addresses, shortened."""
    page = page or {}
    url = _web(page.get("url", ""))
    return {
        "page_url": url[:500],
        "page_title": clean_optional(page.get("title"), limit=200) if url else "",
        "page_picture": _web(page.get("picture", ""))[:500],
    }


def _web(url: str) -> str:
    return clean_optional(url, limit=2000) if url.startswith(("https://", "http://")) else ""


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
            after_commit(lambda: _appreciated(conversation.id))


def rate(*, by: Visitor, conversation: Conversation, stars: int, comment: str = "") -> None:
    """Stars and a word; the last ones count. Raises Refused("not_found") when nobody has taken it yet."""
    comment = clean_optional(comment, limit=500, lines=True)
    with write():
        holder = Conversation.objects.filter(id=conversation.id, visitor=by).values_list("holder_id", flat=True).first()
        if holder is None:
            raise Refused("not_found")
        Conversation.objects.filter(id=conversation.id).update(stars=stars, comment=comment)
        record(facts.Rated(brand_id=by.brand_id, conversation=conversation.id, member=holder, stars=stars))
        after_commit(lambda: _appreciated(conversation.id))


def _appreciated(number: int) -> None:
    conversation = fresh(number)
    publish.to_both(conversation)
    publish.feed(conversation.brand_id)


def ask_transcript(*, by: Visitor, conversation: Conversation, email: str) -> None:
    """The whole conversation by mail. Raises Refused("bad_email")."""
    with write():
        _owe_mail(conversation, valid_email(email), MailRequest.Kind.TRANSCRIPT)


def _owe_mail(conversation: Conversation, email: str, kind: str) -> None:
    request = MailRequest.objects.create(brand_id=conversation.brand_id, conversation=conversation, kind=kind, email=email, at=now_ms())
    record(facts.MailAsked(brand_id=conversation.brand_id, conversation=conversation.id, request=request.id))


def owe_answers(*, now: int) -> int:
    """Visitors who left an address and are away get word of an answer they have not seen for 20 s. How many."""
    away = [
        conversation
        for conversation in Conversation.objects.filter(state="taken", last_at__lt=now - 20_000, mailed_seq__lt=F("last_seq"))
        .exclude(email="")
        .exclude(last_sender=0)
        .select_related(*_RELATED)[:100]
        if conversation.visitor_seen < conversation.last_seq and not publish.visitor_is_here(conversation.visitor_id)
    ]
    for conversation in away:
        with write():
            if Conversation.objects.filter(id=conversation.id, mailed_seq__lt=conversation.last_seq).update(mailed_seq=conversation.last_seq):
                _owe_mail(conversation, conversation.email, MailRequest.Kind.ANSWER)
    return len(away)


def erase(*, by: Visitor, conversation: Conversation) -> list[str]:
    """The words, pictures, address and page are gone for everybody; counts stay. Returns the names of the pictures to delete."""
    now = now_ms()
    with write():
        pictures = list(Picture.objects.filter(conversation=conversation).values_list("name", flat=True))
        before = Conversation.objects.get(id=conversation.id, visitor=by).holder_id
        Message.objects.filter(conversation=conversation).update(text="", picture=None)
        Picture.objects.filter(conversation=conversation).delete()
        MailRequest.objects.filter(conversation=conversation).delete()
        Conversation.objects.filter(id=conversation.id).update(
            state="closed", erased_at=now, closed_at=now, preview="", page_url="", page_title="", page_picture="", email="", comment="",
            check_at=None,
        )  # fmt: skip
        record(facts.Erased(brand_id=conversation.brand_id, conversation=conversation.id))
        after_commit(lambda: _ended(conversation.id, before))
    return pictures


# ---- the member ------------------------------------------------------------------------------------------------------


def claim(*, by: Membership, conversation: Conversation) -> Conversation:
    """Take a waiting question: exactly one wins. Raises Refused("taken" (by=…) | "full" | "closed" | "not_eligible").

    Claiming again what one already holds gives the same answer.
    """
    now = now_ms()
    with write():
        # On PostgreSQL this row keeps two claims by one person apart; on SQLite the transaction does.
        me = Membership.objects.select_for_update(of=("self",)).select_related("brand").filter(id=by.id, ended_at=None).first()
        if me is None or not _serves(me, conversation):
            raise Refused("not_eligible")
        row = Conversation.objects.select_related("holder").get(id=conversation.id)
        if row.state == "taken" and row.holder_id == me.id:
            return fresh(row.id)
        if row.state == "waiting" and not me.in_team and queries.load_of(me.id) >= min(me.capacity, me.brand.capacity_cap):
            raise Refused("full")
        won = Conversation.objects.filter(id=row.id, state="waiting", for_team=row.for_team).update(
            state="taken", holder=me, lease=F("lease") + 1, claimed_at=now, warned=False, offered=False, check_at=now + rules.RECHECK,
            holder_seen=F("last_seq"),
        )  # fmt: skip
        if not won:
            raise lost(row.id)
        taken = fresh(row.id)
        record(
            facts.Claimed(
                brand_id=taken.brand_id, site=taken.site_id, conversation=taken.id, member=me.id, lease=taken.lease, waited=now - taken.waiting_since
            )  # fmt: skip
        )
        after_commit(lambda: _claimed(taken))
    return taken


def lost(number: int) -> Refused:
    """Why a claim did not win."""
    row = Conversation.objects.select_related("holder").get(id=number)
    if row.state == "closed":
        return Refused("closed")
    return Refused("taken", by=row.holder.name if row.holder else "")


def _serves(member: Membership, conversation: Conversation) -> bool:
    if member.brand_id != conversation.brand_id or (conversation.for_team and not member.in_team):
        return False
    sites = set(member.sites.values_list("id", flat=True))
    return not sites or conversation.site_id in sites


def _claimed(conversation: Conversation) -> None:
    publish.changed_hands(conversation, None)
    publish.unqueued(conversation, conversation.holder.name if conversation.holder else "")
    publish.to_both(conversation)


def release(*, by: Membership, conversation: Conversation, lease: int, why: str = "given_back") -> None:
    """Back to the queue, freely. Raises Refused("not_yours") when the lease is no longer this one."""
    now = now_ms()
    with write():
        changed = Conversation.objects.filter(id=conversation.id, state="taken", holder=by, lease=lease).update(
            state="waiting", holder=None, lease=F("lease") + 1, waiting_since=now, warned=False, widened=False, offered=False,
            check_at=rules.first_check(now, patience(conversation.site)), **({"for_team": True} if why == "handed" else {}),
        )  # fmt: skip
        if not changed:
            raise Refused("not_yours")
        record(facts.Released(brand_id=by.brand_id, conversation=conversation.id, member=by.id, lease=lease, why=why))
        after_commit(lambda: _released(conversation.id, by.id, why))


def _released(number: int, before: int, why: str) -> None:
    conversation = fresh(number)
    publish.changed_hands(conversation, before)
    publish.hub.publish(("member", before), publish.encode(publish.wire.Released(conversation.public_id, why)))
    publish.to_visitor(conversation)
    publish.queued(conversation)


def hand_over(*, by: Membership, conversation: Conversation, lease: int) -> None:
    """To the brand's own team, who see it in their part of the queue."""
    release(by=by, conversation=conversation, lease=lease, why="handed")


def close(*, by: Membership | Visitor | None, conversation: Conversation, lease: int = 0) -> None:
    """The end: by the visitor, by the holder (with the lease), or by nobody (long silence). Ending twice is no error."""
    now = now_ms()
    mine: dict[str, Any] = {"visitor": by} if isinstance(by, Visitor) else {"holder": by, "lease": lease} if by else {"lease": lease}
    with write():
        query = Conversation.objects.filter(id=conversation.id, brand_id=conversation.brand_id, **mine)
        changed = query.exclude(state="closed").update(state="closed", closed_at=now, check_at=None, warned=False)
        if not changed:
            if query.filter(state="closed").exists():
                return
            raise Refused("not_yours")
        row = Conversation.objects.get(id=conversation.id)
        record(
            facts.Closed(
                brand_id=row.brand_id, conversation=row.id, member=row.holder_id,
                by="visitor" if isinstance(by, Visitor) else "holder" if by else "idle",
                lasted=now - row.claimed_at if row.holder_id and row.claimed_at else 0,
            )  # fmt: skip
        )
        after_commit(lambda: _ended(row.id, row.holder_id))


def _ended(number: int, before: int | None) -> None:
    conversation = fresh(number)
    publish.changed_hands(conversation, before)
    publish.unqueued(conversation)
    publish.to_both(conversation)


def report(*, by: Membership, conversation: Conversation, reason: str, block: bool) -> None:
    """The brand's team will look at it; with `block` the visitor can no longer write."""
    with write():
        Report.objects.create(
            brand_id=by.brand_id, conversation=conversation, by=by, reason=clean_optional(reason, limit=500), blocked=block, at=now_ms()
        )
        Conversation.objects.filter(id=conversation.id).update(reported_at=now_ms())
        if block:
            Visitor.objects.filter(id=conversation.visitor_id).update(blocked_at=now_ms())
        record(facts.Reported(brand_id=by.brand_id, conversation=conversation.id, member=by.id, blocked=block))
        if block:
            after_commit(lambda: publish.hub.close_topic(("visitor", conversation.visitor_id), 4403))
    if block:
        close(by=by, conversation=conversation, lease=conversation.lease)


def set_status(*, by: Membership, available: bool, capacity: int = 0) -> Membership:
    """Available or paused, and how many at once (0: unchanged), within the brand's cap."""
    with write():
        values: dict[str, Any] = {"available": available}
        if capacity:
            values["capacity"] = min(capacity, by.brand.capacity_cap)
        Membership.objects.filter(id=by.id).update(**values)
    return Membership.objects.select_related("brand").get(id=by.id)


# ---- soft signals and pictures ---------------------------------------------------------------------------------------


def keep_soft(*, seen: Mapping[tuple[int, bool], int], pages: Mapping[int, Mapping[str, str]]) -> None:
    """Write down what was coalesced: positions seen ((conversation, by the visitor?) → seq) and pages (visitor → page)."""
    if not seen and not pages:
        return
    with write():
        for (number, by_visitor), seq in seen.items():
            field = "visitor_seen" if by_visitor else "holder_seen"
            Conversation.objects.filter(id=number, **{f"{field}__lt": seq}, last_seq__gte=seq).update(**{field: seq})
        for visitor, page in pages.items():
            Conversation.objects.filter(visitor_id=visitor).exclude(state="closed").update(**page_fields(page))


def identify(*, by: Visitor, identity: str, name: str) -> None:
    """Who the brand's server says this visitor is."""
    with write():
        Visitor.objects.filter(id=by.id).update(identity=identity[:120], name=clean_optional(name, limit=40))


def add_picture(*, conversation: Conversation, name: str, width: int, height: int) -> Picture:
    """A picture that was re-encoded and stored; the message that shows it follows through the log."""
    with write():
        return Picture.objects.create(brand_id=conversation.brand_id, conversation=conversation, name=name, width=width, height=height)


# ---- time ------------------------------------------------------------------------------------------------------------


def step(*, conversation: Conversation, holder_here: bool, now: int) -> str:
    """Do what is due for one conversation (rules.next_step) and note when to look again. Returns the step."""
    due, again = rules.next_step(life(conversation, holder_here), patience(conversation.site), now)
    same = Conversation.objects.filter(id=conversation.id, state=conversation.state, lease=conversation.lease)
    if due == "take_back" and conversation.holder:
        release(by=conversation.holder, conversation=conversation, lease=conversation.lease, why="silence")
    elif due == "close_idle":
        close(by=None, conversation=conversation, lease=conversation.lease)
    else:
        change: dict[str, Any] = {"widen": {"widened": True}, "offer": {"offered": True}, "warn": {"warned": True}, "calm": {"warned": False}}.get(due, {})
        with write():
            if same.update(check_at=again, **change) and due:
                after_commit(lambda: _stepped(conversation.id, due))
    return due


def life(conversation: Conversation, holder_here: bool) -> rules.Life:
    return rules.Life(
        state=conversation.state, waiting_since=conversation.waiting_since, widened=conversation.widened, offered=conversation.offered,
        later=bool(conversation.email), claimed_at=conversation.claimed_at or 0, last_at=conversation.last_at,
        last_by_visitor=conversation.last_sender == 0, warned=conversation.warned, holder_here=holder_here,
    )  # fmt: skip


def _stepped(number: int, due: str) -> None:
    conversation = fresh(number)
    if due == "widen":
        publish.queued(conversation, changed=True)
    elif due == "offer":
        publish.to_visitor(conversation)
    else:
        publish.to_holder(conversation)
