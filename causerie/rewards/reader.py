"""Reading the journal into the ledger, and what time itself does there: ratings settle, points vest, idle ones expire."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from functools import cached_property

from django.db.models import Max, Q

from causerie.conversations import queries as conversations
from causerie.journal.actions import Heard, follow_batches
from causerie.kernel.clock import now_ms
from causerie.kernel.db import after_commit, write
from causerie.people.models import Membership
from causerie.rewards import circles, fairness, ledger, models, publish
from causerie.rewards.fold import HANDLERS, Fold, Gift, Known, News, Talk
from causerie.rewards.ledger import Draft, post
from causerie.rewards.queries import missions, rulebook
from causerie.rewards.rules import DAY, Rules

READER = "rewards"
BATCH = 1000
_VISITS = 200
_TALK = [one.name for one in fields(Talk)]


def tick(now: int | None = None) -> int:
    """One round: all facts that came, then what is due. Returns how many facts were read."""
    now = now_ms() if now is None else now
    read = 0
    while passed := follow_batches(READER, _told, limit=BATCH):
        read += passed
    settle(now)
    vest(now)
    expire(now)
    circles.look(now)
    return read


def _told(facts: list[Heard]) -> None:
    by_brand: dict[int, list[Heard]] = defaultdict(list)
    for fact in facts:
        if fact.kind in HANDLERS:
            by_brand[fact.brand_id].append(fact)
    for brand_id, some in by_brand.items():
        state = _opened(brand_id, some)
        for fact in some:
            state.tell(fact)
        _kept(brand_id, state)


def settle(now: int, limit: int = BATCH) -> int:
    """Ratings whose window closed. Returns how many."""
    done = 0
    while True:
        with write():
            due = list(models.Talk.objects.filter(due_at__lte=now).order_by("due_at", "conversation")[:limit])
            by_brand: dict[int, list[models.Talk]] = defaultdict(list)
            for row in due:
                by_brand[row.brand_id].append(row)
            for brand_id, rows in by_brand.items():
                state = _fold(brand_id, {row.member for row in rows}, [as_talk(row) for row in rows])
                state.settle(now)
                _kept(brand_id, state)
        done += len(due)
        if len(due) < limit:
            return done


# ---- opening and keeping the state of a fold ---------------------------------------------------------------------------------


def _opened(brand_id: int, facts: list[Heard]) -> Fold:
    members = {fact.data[name] for fact in facts for name in ("member", "author", "godparent") if isinstance(fact.data.get(name), int)}
    numbers = {fact.data["conversation"] for fact in facts if "conversation" in fact.data}
    last = max(fact.at for fact in facts)
    spoken_of = models.Talk.objects.filter(Q(conversation__in=numbers) | Q(due_at__lte=last), brand_id=brand_id)
    talks = {row.conversation: as_talk(row) for row in spoken_of}
    members |= {talk.member for talk in talks.values() if talk.due_at is not None}
    appreciated = {fact.data["conversation"] for fact in facts if fact.kind in ("thanked", "rated")}
    for number, (visitor, own) in conversations.who_asked(appreciated).items():
        talk = talks.setdefault(number, Talk(number))
        talk.visitor, talk.own = visitor, own
    state = _fold(brand_id, members, talks.values())
    liked = [f"{fact.data['post']}.{fact.data['member']}" for fact in facts if fact.kind == "liked"]
    reused = [f"{fact.data['conversation']}.{fact.data['answer']}.{fact.data['member']}" for fact in facts if fact.kind == "reused"]
    rows = models.Transaction.objects.filter(Q(kind="liked", ref__in=liked) | Q(kind="reused", ref__in=reused), brand_id=brand_id)
    state.told.update(rows.values_list("kind", "ref"))
    return state


def _fold(brand_id: int, members: set[int], talks: Iterable[Talk]) -> Fold:
    people = {
        row.member_id: Known(row.member_id, row.team, row.score, row.data)
        for row in models.Standing.objects.filter(brand_id=brand_id, member__in=members)
    }
    team = dict(Membership.objects.filter(brand_id=brand_id, id__in=members - set(people)).values_list("id", "role"))
    known = {talk.conversation: talk for talk in talks}
    visits = _Visits(brand_id, known)
    return Fold(
        book=rulebook(brand_id),
        doubts=visits.doubts,
        # Somebody who is no member of the brand is nobody to reward.
        is_team=lambda member: team.get(member, "") != Membership.Role.AMBASSADOR,
        talks=known,
        people=people,
        missions=missions(brand_id),
    )


def as_talk(row: models.Talk) -> Talk:
    """The pure talk of a stored one."""
    return Talk(**{name: getattr(row, name) for name in _TALK})


class _Visits:
    """The other talks of a visitor: those of this batch as they are now, the others as they are stored. Asked for when first needed."""

    def __init__(self, brand_id: int, known: dict[int, Talk]) -> None:
        self._known = known
        self._watch = circles.watch(brand_id)

    def doubts(self, gift: Gift, rules: Rules) -> list[str]:
        if gift.talk is None:
            return fairness.between(gift.by, gift.member, self._watch)
        others = self._others[gift.talk.visitor] if gift.talk.visitor else ()
        mark = self._marks.get(gift.talk.visitor, "") if self._watch.networks else ""
        return fairness.doubts(gift.talk, gift.member, gift.at, others, rules, self._watch, mark)

    @cached_property
    def _visitors(self) -> set[int]:
        return {talk.visitor for talk in self._known.values() if talk.visitor}

    @cached_property
    def _others(self) -> dict[int, list[Talk]]:
        found: dict[int, list[Talk]] = defaultdict(list)
        rows = models.Talk.objects.filter(visitor__in=self._visitors).exclude(thanked_at=0, rated_at=0).order_by("-conversation")
        for talk in self._known.values():
            found[talk.visitor].append(talk)
        for row in rows.iterator():
            if row.conversation not in self._known and len(found[row.visitor]) < _VISITS:
                found[row.visitor].append(as_talk(row))
        return found

    @cached_property
    def _marks(self) -> dict[int, str]:
        return circles.marks(self._visitors)


def _kept(brand_id: int, state: Fold) -> None:
    """Everything that a fold made, in the transaction under way; members hear of it after the commit."""
    members = set(Membership.objects.filter(brand_id=brand_id, id__in=state.people).values_list("id", flat=True))
    put_talks(brand_id, state.talks.values())
    put_standings(brand_id, [known for known in state.people.values() if known.member in members])
    written = post(brand_id, state.drafts)
    models.Hold.objects.bulk_create(
        models.Hold(transaction=row, brand_id=brand_id, member_id=row.member_id, reasons=state.held[row.kind, row.ref])
        for row in written
        if row.member_id is not None and (row.kind, row.ref) in state.held
    )
    _tell(brand_id, state.news)


def put_talks(brand_id: int, talks: Iterable[Talk]) -> None:
    models.Talk.objects.bulk_create(
        [models.Talk(brand_id=brand_id, **vars(talk)) for talk in talks],
        update_conflicts=True,
        unique_fields=["conversation"],
        update_fields=[name for name in _TALK if name != "conversation"],
    )


def put_standings(brand_id: int, people: Iterable[Known]) -> None:
    models.Standing.objects.bulk_create(
        [models.Standing(member_id=one.member, brand_id=brand_id, team=one.team, score=one.score, data=one.data) for one in people],
        update_conflicts=True,
        unique_fields=["member"],
        update_fields=["score", "data"],
    )


def _tell(brand_id: int, news: Iterable[News]) -> None:
    """What is older than some minutes was earned while nobody could say so: it stands in the statement, without a fuss."""
    now = now_ms()
    fresh = [one for one in news if now - one.at < (DAY if one.what == "rated" else publish.FRESH)]
    by_member: dict[int, list[News]] = defaultdict(list)
    for one in fresh:
        by_member[one.member].append(one)
    for member, some in by_member.items():
        after_commit(lambda member=member, some=some: publish.earned(brand_id, member, some))  # type: ignore[misc]


# ---- what time does ----------------------------------------------------------------------------------------------------------


def vest(now: int, limit: int = BATCH) -> int:
    """Points whose day has come can be spent. Returns how many transactions that were."""
    done = 0
    while True:
        with write():
            due = list(models.Due.objects.filter(due_at__lte=now).order_by("brand_id", "due_at")[:limit])
            by_brand: dict[int, list[models.Due]] = defaultdict(list)
            for row in due:
                by_brand[row.brand_id].append(row)
            for brand_id, rows in by_brand.items():
                post(brand_id, [_vested(row) for row in rows])
            models.Due.objects.filter(pk__in=[row.pk for row in due]).delete()
        done += len(due)
        if len(due) < limit:
            return done


def _vested(row: models.Due) -> Draft:
    moves = ((row.member_id, ledger.VESTING, -row.points), (row.member_id, ledger.AVAILABLE, row.points))
    return Draft(kind="vested", ref=str(row.pk), at=row.due_at, moves=moves, member=row.member_id)


def expire(now: int) -> int:
    """Points of members who neither earned nor spent for as long as the brand's rules say. Returns how many members that were."""
    return sum(_expire(brand_id, now) for brand_id in models.Head.objects.values_list("brand_id", flat=True))


def _expire(brand_id: int, now: int) -> int:
    months = rulebook(brand_id).at(now)[1].idle_months
    if not months:
        return 0
    since = now - months * 30 * DAY
    with write():
        rows = models.Account.objects.filter(brand_id=brand_id, name=ledger.AVAILABLE, member__isnull=False, balance__gt=0)
        idle = rows.annotate(last=Max("member__transaction__at")).filter(Q(last__lt=since))
        return len(post(brand_id, [_expired(row, now) for row in idle]))


def _expired(row: models.Account, now: int) -> Draft:
    moves = ((row.member_id, ledger.AVAILABLE, -row.balance), (None, ledger.EXPIRED, row.balance))
    return Draft(kind="expired", ref=f"{row.member_id}.{now // DAY}", at=now, moves=moves, member=row.member_id)
