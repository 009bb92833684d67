"""What this room reads in the journal: the funnel, the first hello, mails that came back. Each fact once, by a stored cursor."""

from causerie.journal.actions import Heard, follow
from causerie.journal.models import Cursor
from causerie.kernel.db import write
from causerie.recruitment import rules
from causerie.recruitment.actions.campaigns import bounced
from causerie.recruitment.actions.welcome import said_hello
from causerie.recruitment.models import Source, Step

READER = "funnel"
OTHERS = "recruitment"


def fold() -> int:
    """Read what is new. Returns how many facts were passed."""
    return follow(READER, FUNNEL) + read_hellos()


def read_hellos() -> int:
    """First posts, and mails that came back. Returns how many facts were passed."""
    return follow(OTHERS, {"posted": _posted, "mail_bounced": _bounced})


def fold_again() -> None:
    """The funnel, from the first fact of the journal. What it held is forgotten first."""
    with write():
        Step.objects.all().delete()
        Cursor.objects.filter(reader=READER).delete()
    while follow(READER, FUNNEL):
        pass


def _applied(fact: Heard) -> None:
    values = {"brand_id": fact.brand_id, "source": fact.data["source"], "month": rules.month_of(fact.at), "applied_at": fact.at}
    Step.objects.get_or_create(application=fact.data["application"], defaults=values)


def _decided(fact: Heard) -> None:
    if fact.data["what"] == "accepted":
        Step.objects.filter(application=fact.data["application"], accepted_at=None).update(accepted_at=fact.at)


def _joined(fact: Heard) -> None:
    """By an application, or invited by the team without one. Only ambassadors: the funnel does not count colleagues."""
    application, member = fact.data.get("application"), fact.data["member"]
    if fact.data.get("role") != "ambassador":
        return
    if application:
        Step.objects.filter(application=application, joined_at=None).update(joined_at=fact.at, member=member)
        return
    values = {"source": Source.TEAM, "month": rules.month_of(fact.at), "accepted_at": fact.at, "joined_at": fact.at}
    if not Step.objects.filter(brand_id=fact.brand_id, member=member).exists():
        Step.objects.create(brand_id=fact.brand_id, member=member, **values)


def _replied(fact: Heard) -> None:
    step = Step.objects.filter(brand_id=fact.brand_id, member=fact.data["member"]).order_by("-id").first()
    if step is None or step.joined_at is None or fact.at < step.joined_at:
        return
    step.answered_at = step.answered_at or fact.at
    step.answers += fact.at < step.joined_at + rules.ACTIVE_WITHIN
    step.save(update_fields=["answered_at", "answers"])


def _posted(fact: Heard) -> None:
    said_hello(member=fact.data["member"])


def _bounced(fact: Heard) -> None:
    kind, _colon, number = str(fact.data["key"]).partition(":")
    if kind == "letter" and number.isdigit():
        bounced(letter=int(number))


FUNNEL = {"applied": _applied, "decided": _decided, "joined": _joined, "replied": _replied}
