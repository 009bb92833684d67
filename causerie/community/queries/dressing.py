"""Posts with what their templates ask: comments in order, who may do what, names, feelings, polls, suggestions."""

from collections import defaultdict
from typing import Any

from django.db.models import Count

from causerie.community.access import may_edit, may_remove
from causerie.community.models import Choice, Like, Notice, Step, Suggestion, Vote
from causerie.kernel.clock import now_ms
from causerie.people.models import Membership

SIGNS = {"like": "heart", "bravo": "award", "smile": "smile", "moved": "sparkles", "idea": "lightbulb"}
"""The icon of each kind of feeling."""


def dress(member: Membership, posts: list[Any]) -> list[Any]:
    """The same posts, dressed; in a few queries for all of them."""
    numbers = [post.id for post in posts]
    names, felt = _names(numbers), _felt(numbers)
    polls = _polls(member, [post for post in posts if getattr(post, "poll", None)])
    steps = _steps([post.suggestion for post in posts if getattr(post, "suggestion", None)])
    for post in posts:
        _dress_one(member, post, names)
        post.felt = felt.get(post.id, [])
        post.mine = SIGNS.get(post.my_kind or "", "")
        post.asks = polls.get(post.id)
        post.owed = steps.get(post.id)
    return posts


def _dress_one(member: Membership, post: Any, names: dict[tuple[int, int], list[str]]) -> None:
    post.latest.reverse()
    post.earlier = max(0, post.comment_count - len(post.latest))
    for row, key in [(post, (post.id, 0)), *((comment, (post.id, comment.id)) for comment in post.latest)]:
        row.names = names.get(key, [])
        row.removable = may_remove(member, row)
        row.editable = may_edit(member, row)


def _names(posts: list[int]) -> dict[tuple[int, int], list[str]]:
    """Who is named, by post and comment (0: the post itself)."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    told = Notice.objects.filter(post__in=posts, kind=Notice.Kind.MENTION) if posts else Notice.objects.none()
    for post, comment, name in told.values_list("post_id", "comment_id", "member__name"):
        found[post, comment or 0].append(name)
    return found


def _felt(posts: list[int]) -> dict[int, list[str]]:
    """The kinds of feeling under each post, the most frequent first, at most three, as icons."""
    rows = Like.objects.filter(post__in=posts).values("post_id", "kind").annotate(n=Count("id")) if posts else []
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        found[row["post_id"]].append((row["n"], SIGNS.get(row["kind"], "")))
    return {post: [sign for _n, sign in sorted(kinds, key=lambda kind: -kind[0])[:3]] for post, kinds in found.items()}


def _polls(member: Membership, posts: list[Any]) -> dict[int, dict[str, Any]]:
    """Choices with votes and shares; shown to who voted, and to everybody once it has ended."""
    polls = {post.poll.id: post for post in posts}
    if not polls:
        return {}
    mine = dict(Vote.objects.filter(poll__in=polls, member=member).values_list("poll_id", "choice_id"))
    choices: dict[int, list[Any]] = defaultdict(list)
    for choice in Choice.objects.filter(poll__in=polls).annotate(n=Count("votes")).order_by("place"):
        choices[choice.poll_id].append(choice)
    return {post.id: _poll(post.poll, choices[number], mine.get(number, 0)) for number, post in polls.items()}


def _poll(poll: Any, choices: list[Any], mine: int) -> dict[str, Any]:
    over, total = poll.ends_at <= now_ms(), sum(choice.n for choice in choices)
    for choice in choices:
        choice.share = round(100 * choice.n / total) if total else 0
        choice.mine = choice.id == mine
    return {"choices": choices, "total": total, "over": over, "ends_at": poll.ends_at, "shown": over or bool(mine), "voted": bool(mine)}


def _steps(suggestions: list[Suggestion]) -> dict[int, dict[str, Any]]:
    """Where each suggestion stands, the brand's words on it, and whether a word is overdue."""
    said: dict[int, list[Step]] = defaultdict(list)
    if suggestions:
        for step in Step.objects.filter(suggestion__in=suggestions).select_related("by").order_by("id"):
            said[step.suggestion_id].append(step)
    return {one.post_id: {"suggestion": one, "steps": said[one.id], "overdue": _overdue(one)} for one in suggestions}


def _overdue(suggestion: Suggestion) -> bool:
    return suggestion.due_at is not None and suggestion.due_at < now_ms()
