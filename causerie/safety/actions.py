"""Verbs of those who watch over a brand: decide a report, answer an appeal, set how long things are kept, forget."""

from typing import Any

from django.conf import settings
from django.core.signing import Signer
from django.db import IntegrityError
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from causerie.brands.models import Site
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.journal.erasures import listed
from causerie.kernel.clock import now_ms
from causerie.kernel.db import wipe_traces, write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership
from causerie.safety import facts, hands, queries
from causerie.safety.models import Decision, Keeping, Notice

MOST_WORDS = 1000
What = Decision.What


def decide(*, by: Membership, report: Any, what: str, words: str = "") -> Decision:
    """What becomes of a report; the person concerned gets the reasons and a way to appeal, the one who reported gets the answer.

    The deed is done first and may be done again: a crash in between leaves the report open. Raises Refused("taken") when a colleague was
    faster, "bad_value" for a deed that does not fit, "empty" when somebody is touched without reasons.
    """
    if by.brand_id != report.brand_id or not by.in_team:
        raise Refused("not_found")
    if what not in queries.possible(report, by):
        raise Refused("bad_value")
    words = clean(words, limit=MOST_WORDS) if what != What.NOTHING else clean_optional(words, limit=MOST_WORDS, lines=True)
    if queries.decision_of(report):
        raise Refused("taken")
    holder = report.conversation.holder
    _do(by, report, what)
    try:
        with write():
            concerned = None if report.by_id else holder
            made = Decision.objects.create(
                brand_id=by.brand_id, report=report, concerned=concerned, what=what, words=words, by=by, at=now_ms()
            )
            record(facts.Decided(brand_id=by.brand_id, report=report.id, by=by.id, what=what))
            audit.note(by=by, kind="report_decided", subject=made, changes={"what": (None, what)})
            _tell_concerned(made)
            _tell_reporter(made)
    except IntegrityError as error:
        raise Refused("taken") from error
    return made


def _do(by: Membership, report: Any, what: str) -> None:
    conversation = report.conversation
    if what == What.END:
        hands.end_for_safety(by=by, conversation=conversation)
    elif what == What.BLOCK:
        hands.block_visitor(by=by, visitor=conversation.visitor)
    elif what == What.MEMBERSHIP:
        hands.end_membership(by=by, member=conversation.holder)


def appeal(*, decision: Decision, words: str) -> None:
    """The person concerned asks to look again, once. Raises Refused("conflict") when they did already, "empty" without words."""
    words = clean(words, limit=MOST_WORDS)
    with write():
        if not Decision.objects.filter(id=decision.id, appealed_at=None).update(appealed_at=now_ms(), appeal=words):
            raise Refused("conflict")
        record(facts.Appealed(brand_id=decision.brand_id, report=decision.report_id))


def settle(*, by: Membership, decision: Decision, outcome: str, answer: str) -> None:
    """The answer to an appeal. A block that is taken back is lifted at once; a membership is opened again by inviting.

    Raises Refused("taken") when it is settled, "bad_value" for another outcome, "empty" without an answer.
    """
    if by.brand_id != decision.brand_id or not by.in_team:
        raise Refused("not_found")
    if outcome not in Decision.Outcome.values:
        raise Refused("bad_value")
    answer = clean(answer, limit=MOST_WORDS)
    if outcome == Decision.Outcome.LIFTED and decision.what == What.BLOCK:
        hands.block_visitor(by=by, visitor=decision.report.conversation.visitor, on=False)
    with write():
        open_ = Decision.objects.filter(id=decision.id, settled_at=None, appealed_at__isnull=False)
        if not open_.update(settled_at=now_ms(), settled_by=by, outcome=outcome, answer=answer):
            raise Refused("taken")
        record(facts.Settled(brand_id=by.brand_id, report=decision.report_id, by=by.id, outcome=outcome))
        audit.note(by=by, kind="appeal_settled", subject=decision, changes={"outcome": (None, outcome)})
        decision.refresh_from_db()
        _write_to(decision, queries.concerned_address(decision), "settled", "")


def appeal_code(decision: Decision) -> str:
    """What stands in the link to the reasons: it names a row only."""
    return Signer(salt=queries.APPEAL_SALT).sign_object(decision.id)


def _tell_concerned(decision: Decision) -> None:
    if decision.what != What.NOTHING:
        _write_to(decision, queries.concerned_address(decision), "decided", f"{settings.PUBLIC_URL}/appeal/{appeal_code(decision)}/")


def _tell_reporter(decision: Decision) -> None:
    _write_to(decision, queries.reporter_address(decision), "answered", "")


def _write_to(decision: Decision, who: tuple[str, str], letter: str, link: str) -> None:
    address, language = who
    if not address:
        return
    with translation.override(language or settings.LANGUAGE_CODE):
        brand = decision.report.brand.name
        text = render_to_string(f"safety/letters/{letter}.txt", {"brand": brand, "decision": decision, "link": link})
        subject = _("%(brand)s: about a conversation") % {"brand": brand}
    key = f"safety:{letter}:{decision.id}"
    hands.queue_mail(key=key, to=address, subject=subject, text=text, brand_id=decision.brand_id, kind="service")


def save_keeping(*, by: Membership, days: dict[str, int]) -> Keeping:
    """How many days each kind is kept."""
    with write():
        changed = audit.differences(queries.keeping(by.brand_id), days)
        row, _new = Keeping.objects.update_or_create(brand_id=by.brand_id, defaults=days)
        audit.note_changes(by=by, kind="keeping_set", subject=row, changes=changed)
        record(facts.KeepingChanged(brand_id=by.brand_id, by=by.id))
    return row


def save_notice(*, by: Membership, site: Site, controller: str, contact: str, more: str) -> Notice:
    """What the site's privacy page says besides what the house knows."""
    if site.brand_id != by.brand_id:
        raise Refused("not_found")
    values = {
        "controller": clean_optional(controller, limit=300, lines=True),
        "contact": clean_optional(contact, limit=200),
        "more": clean_optional(more, limit=4000, lines=True),
    }
    with write():
        changed = audit.differences(queries.notice(site), values)
        row, _new = Notice.objects.update_or_create(site=site, defaults={"brand_id": by.brand_id, **values})
        audit.note_changes(by=by, kind="notice_set", subject=row, changes=changed, name=site.name)
        record(facts.KeepingChanged(brand_id=by.brand_id, by=by.id))
    return row


def keep_clean(now: int) -> int:
    """The retention job's round: of every brand, a batch of each kind that is too old; then no trace stays in the files. How many rows."""
    total = 0
    for brand_id, days in queries.keeping_of_all():
        done = hands.forget_old(brand_id=brand_id, days=days, now=now)
        done["mails"] = done.get("mails", 0) + hands.forget_mails(brand_id=brand_id, before=now - days["mails"] * queries.DAY)
        done["contacts"] = hands.forget_contacts(brand_id=brand_id, before=now - days["applications"] * queries.DAY)
        done["reasons"] = _forget_reasons(brand_id, now - days["words"] * queries.DAY)
        counts = {kind: count for kind, count in done.items() if count}
        with write():
            for kind, count in counts.items():
                record(facts.Forgotten(brand_id=brand_id, what=kind, count=count))
        total += sum(counts.values())
    total += int(hands.forget_mails(brand_id=None, before=now - 30 * queries.DAY))
    wipe_traces()
    return total


def _forget_reasons(brand_id: int, before: int) -> int:
    """The words around a decision go with the conversation's."""
    with write():
        old = Decision.objects.filter(brand_id=brand_id, at__lt=before).exclude(words="", appeal="", answer="")
        return old.update(words="", appeal="", answer="")


def erase_member(*, by: Membership) -> None:
    """Somebody wants to be forgotten by the brand. Raises Refused("bad_value") for the last manager: a brand keeps one."""
    if by.is_manager and not queries.other_managers(by):
        raise Refused("bad_value")
    if by.ended_at is None:
        hands.leave(by=by)
    forget_member(by)


def forget_member(member: Membership) -> None:
    """Whose part has ended leaves nothing behind but an empty place."""
    with listed("member", brand_id=member.brand_id, number=member.id, since=since_of(member)):
        forget_listed_member(member)


def since_of(member: Membership) -> int:
    """When they came, in ms: with their number it names them, in a database from a backup too."""
    return int(member.joined_at.timestamp() * 1000)


def forget_listed_member(member: Membership) -> None:
    """`forget_member`, where the wish is on the list already. Twice is no error: what was interrupted goes on."""
    with write():
        record(facts.MemberErased(brand_id=member.brand_id, member=member.id))
        theirs = Q(report__by=member) | Q(concerned=member)
        Decision.objects.filter(theirs, brand_id=member.brand_id).update(words="", appeal="", answer="")
    hands.forget_everything_of(member)
    wipe_traces()
