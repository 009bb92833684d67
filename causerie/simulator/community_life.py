"""What Nidéchange's members lived among themselves in the months before, made through the verbs; then moved to its days."""

import random
from typing import Any

from causerie.brands.models import Brand
from causerie.community import actions
from causerie.community.models import Comment, Line, LineWord, Notice, Poll, Post, Said, Step, Suggestion
from causerie.community.rules import DAY_MS
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.people.models import Membership
from causerie.simulator.community_cast import plan

_MINUTE = 60_000
Members = dict[str, Membership]


def earlier(members: Members) -> None:
    """Posts of the months before, with what came of them."""
    for row in plan()["posts"]:
        _posted(members, row)


def _posted(members: Members, row: dict[str, Any]) -> None:
    words = {name: row[name] for name in ("title", "corner", "early", "choices") if name in row}
    post = actions.post(by=members[row["by"]], text=row["text"], **words)
    for key, kind in row["feel"].items():
        actions.like(by=members[key], post=post, kind=kind)
    for key, text in row["comments"]:
        actions.comment(by=members[key], post=post, text=text)
    for key, place in row.get("votes", {}).items():
        actions.vote(by=members[key], post=post, choice=post.poll.choices.get(place=place).id)
    for status, text, days in row.get("steps", []):
        actions.answer_suggestion(by=members["camille"], suggestion=post.suggestion, status=status, text=text, days=days or 1)


def lately(brand: Brand, members: Members) -> None:
    """An evening's chat, private lines, a report that waits; a pinned article; how far each has read."""
    for turn, (key, text) in enumerate(plan()["chat"]):
        actions.say(by=members[key], text=text, client_id=f"seeded-chat-{turn}")
    for owner, words in plan()["lines"]:
        for turn, (key, text) in enumerate(words):
            word = actions.write_line(by=members[key], member=members[owner], text=text, client_id=f"seeded-{owner}-{turn}")
        if len(words) > 1:
            actions.read_line(by=members["camille"], member=members[owner], upto=word.id)
    for key, begins, reason in plan()["reports"]:
        comment = Comment.objects.filter(brand=brand, text__contains=begins[-12:]).first()
        if comment and comment.author_id != members[key].id:
            actions.flag(by=members[key], what=comment, reason=reason)
    article = Post.objects.filter(brand=brand, early=True).first()
    if article:
        actions.pin(by=members["camille"], post=article, on=True)
    numbers = list(Post.objects.filter(brand=brand).order_by("-id").values_list("id", flat=True))
    for member in members.values():
        actions.see_notices(by=member)
        actions.have_read(by=member, newest=numbers[2])


def hours_before(turn: int) -> int:
    """How long ago the post that is `turn` from the newest was told: the last ten days closely, then months."""
    return 20 * turn if turn < 12 else 240 + 130 * (turn - 12)


def settle_post(post: Post, posted: int) -> None:
    """What hangs on a post is moved with it; inside the caller's transaction."""
    Poll.objects.filter(post=post).update(ends_at=posted + 7 * DAY_MS)
    Notice.objects.filter(post=post).update(at=posted + 30 * _MINUTE)
    suggestion = Suggestion.objects.filter(post=post).first()
    if suggestion:
        _settle_suggestion(suggestion, posted)
    for fact in Fact.objects.filter(brand_id=post.brand_id, kind__in=["polled", "mentioned", "suggested"], data__post=post.id):
        Fact.objects.filter(pk=fact.pk).update(at=posted + 40 * _MINUTE)


def _settle_suggestion(suggestion: Suggestion, posted: int) -> None:
    at = posted
    steps = list(suggestion.steps.order_by("id"))
    told = Fact.objects.filter(brand_id=suggestion.brand_id, kind="suggestion_answered", data__post=suggestion.post_id).order_by("id")
    for step, fact in zip(steps, told, strict=False):
        at += 3 * DAY_MS
        Step.objects.filter(pk=step.pk).update(at=at)
        Fact.objects.filter(pk=fact.pk).update(at=at)
    if suggestion.due_at is not None:
        # What was only seen or never read is late; what is in study has some days left.
        due = now_ms() + 6 * DAY_MS if suggestion.status == Suggestion.Status.STUDY else posted + 7 * DAY_MS
        Suggestion.objects.filter(pk=suggestion.pk).update(due_at=due)


def settle_talk(brand: Brand, rng: random.Random) -> None:
    """The chat was this evening's, the private lines of this week; inside the caller's transaction."""
    at = now_ms() - 90 * _MINUTE
    for said in Said.objects.filter(brand=brand).order_by("id"):
        at += rng.randrange(20, 240) * 1000
        Said.objects.filter(pk=said.pk).update(at=at)
        Fact.objects.filter(brand_id=brand.id, kind="chatted", data__chat=said.pk).update(at=at)
    for turn, word in enumerate(LineWord.objects.filter(line__brand=brand).order_by("-id")):
        at = now_ms() - (turn * 9 + 2) * 60 * _MINUTE
        LineWord.objects.filter(pk=word.pk).update(at=at)
        Line.objects.filter(pk=word.line_id, last=word.pk).update(last_at=at)
