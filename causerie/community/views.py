"""The feed's pages and fragments. The brand comes with each request and is authorised each time."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST, require_safe

from causerie.community import actions, queries
from causerie.community.access import comment_for, picture_for, post_for
from causerie.kernel import files, pictures
from causerie.kernel.refusal import Refused
from causerie.people.access import membership_of
from causerie.people.models import Membership


def _member(request: HttpRequest) -> Membership:
    """What the signed-in person is for the brand that the request names. Raises Refused("not_you" | "not_found")."""
    if not request.user.is_authenticated:
        raise Refused("not_you")
    return membership_of(request.user, request.POST.get("brand") or request.GET.get("brand", ""))


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _show(request: HttpRequest, template: str, member: Membership, **context: Any) -> HttpResponse:
    return render(request, f"community/{template}.html", {"me": member, "brand": member.brand, **context})


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The feed as a page of its own: for those who are not at the desk."""
    member = _member(request)
    return _show(request, "page", member, feed=queries.feed_items(member))


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The composer and the newest page, as a fragment."""
    member = _member(request)
    return _show(request, "feed", member, feed=queries.feed_items(member))


@require_GET
def older(request: HttpRequest) -> HttpResponse:
    """The page that follows."""
    member = _member(request)
    found = queries.feed_items(member, before=_number(request, "before"), until=_number(request, "until"))
    return _show(request, "items", member, feed=found)


@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """What came since the newest that the reader has."""
    member = _member(request)
    items = queries.news(member, after=_number(request, "after"), since=_number(request, "since"))
    return _show(request, "items", member, feed=queries.FeedPage(items))


@require_GET
def talk(request: HttpRequest, number: int) -> HttpResponse:
    """What changes under a post: likes and comments."""
    return _talk(request, _member(request), number)


def _talk(request: HttpRequest, member: Membership, number: int, every: bool = False) -> HttpResponse:
    every = every or request.GET.get("all") == "1"
    post = queries.one_post(member, number, all_comments=every)
    return _show(request, "talk", member, post=post, every=every) if post else _gone(number)


def _gone(number: int) -> HttpResponse:
    """The post was removed: its card leaves the page, quietly."""
    return HttpResponse(headers={"HX-Retarget": f"#post-{number}", "HX-Reswap": "delete"})


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """A new post; answers with an empty composer, and the page fetches the post itself."""
    member, sent = _member(request), request.FILES.get("picture")
    if sent and (sent.size or 0) > pictures.MOST_BYTES:
        raise Refused("too_big")
    made = actions.post(
        by=member, text=request.POST.get("text", ""), title=request.POST.get("title", ""), picture=sent.read() if sent else b""
    )
    response = _show(request, "composer", member)
    response["HX-Trigger"] = json.dumps({"causerie:posted": {"post": made.id}})
    return response


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """A comment; answers with the talk under the post."""
    member = _member(request)
    actions.comment(by=member, post=post_for(member, number), text=request.POST.get("text", ""))
    return _talk(request, member, number, every=request.POST.get("all") == "1")


@require_POST
def like(request: HttpRequest, number: int) -> HttpResponse:
    """Like, or take it back: `on` says which, so that a click that arrives twice changes nothing."""
    member = _member(request)
    post = post_for(member, number)
    verb = actions.like if request.POST.get("on") == "1" else actions.unlike
    verb(by=member, post=post)
    return _talk(request, member, number, every=request.POST.get("all") == "1")


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    member = _member(request)
    actions.delete_post(by=member, post=post_for(member, number))
    return _gone(number)


@require_POST
def remove_comment(request: HttpRequest, number: int) -> HttpResponse:
    member = _member(request)
    comment = comment_for(member, number)
    actions.delete_comment(by=member, comment=comment)
    return _talk(request, member, comment.post_id, every=request.POST.get("all") == "1")


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A post's picture, for members of its brand."""
    shown = picture_for(_member(request), name)
    headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(files.read(shown.picture), content_type="image/webp", headers=headers)
