"""The feed's pages and fragments that are read. The brand comes with each request and is authorised each time."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from causerie.community import actions, queries
from causerie.community.access import comment_for, picture_for, post_for
from causerie.community.doors import member_of, number_of, show
from causerie.community.models import Corner
from causerie.community.rules import tag_name
from causerie.kernel import files
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership


def lens_of(request: HttpRequest) -> queries.Lens:
    """What the query asks to look at; what is unknown is as if it were not asked."""
    corner = request.GET.get("corner", "")
    return queries.Lens(
        corner=corner if corner in Corner.values else "",
        tag=tag_name(request.GET.get("tag", "")),
        sought=request.GET.get("q", "").replace("\0", "").strip()[:120],
        mine=request.GET.get("mine") == "1",
    )


def _query(lens: queries.Lens) -> str:
    asked = {"corner": lens.corner, "tag": lens.tag, "q": lens.sought, "mine": "1" if lens.mine else ""}
    return urlencode({name: value for name, value in asked.items() if value})


def feed_context(request: HttpRequest, member: Membership) -> dict[str, Any]:
    """Everything the feed shows: one post alone, or the newest page of a part of it."""
    number = number_of(request.GET, "post")
    if number:
        return {"lens": queries.Lens(), "query": "", "single": _single(member, number), **_around(member)}
    lens, left = lens_of(request), queries.left_at(member)
    page = queries.feed_items(member, lens=lens, left=left if lens.whole else 0, down_to=number_of(request.GET, "down"))
    page.unread = queries.unread(member, left) if lens.whole else 0
    topic = queries.tag_view(member, lens.tag) if lens.tag else None
    return {"lens": lens, "query": _query(lens), "feed": page, "topic": topic, **_around(member)}


def _around(member: Membership) -> dict[str, Any]:
    corners = [{"value": value, "label": label} for value, label in Corner.choices]
    return {"corners": corners, "tags": queries.popular_tags(member), "told": queries.unseen_notices(member)}


def _single(member: Membership, number: int) -> Any:
    post = queries.one_post(member, number, all_comments=True)
    if post is None:
        raise Refused("not_found")
    return post


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The feed as a page of its own: for those who are not at the desk."""
    member = member_of(request)
    return show(request, "page", member, **feed_context(request, member), **centre_context(member))


def centre_context(member: Membership) -> dict[str, Any]:
    """What the tabs above the feed show: words of the private line that wait."""
    unread = queries.unread_lines(member) if member.is_manager else queries.unread_line(member)
    return {"line_unread": unread}


@require_GET
def centre(request: HttpRequest) -> HttpResponse:
    """Feed, chat and private line as the desk's centre column."""
    member = member_of(request)
    return show(request, "centre", member, **feed_context(request, member), **centre_context(member))


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The composer and the newest page, as a fragment. On the feed's own page the address follows."""
    member = member_of(request)
    context = feed_context(request, member)
    response = show(request, "feed", member, **context)
    if urlsplit(request.headers.get("HX-Current-URL", "")).path == reverse("community") and not number_of(request.GET, "down"):
        asked = {"brand": member.brand.slug, **({"post": str(context["single"].id)} if "single" in context else {})}
        response["HX-Push-Url"] = f"{reverse('community')}?{urlencode(asked)}{'&' if context['query'] else ''}{context['query']}"
    return response


@require_GET
def older(request: HttpRequest) -> HttpResponse:
    """The page that follows."""
    member, lens = member_of(request), lens_of(request)
    asked = {name: number_of(request.GET, name) for name in ("before", "until", "left")}
    return show(request, "items", member, feed=queries.feed_items(member, lens=lens, **asked), query=_query(lens))


@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """What came since the newest that the reader has."""
    member = member_of(request)
    items = queries.news(member, after=number_of(request.GET, "after"), since=number_of(request.GET, "since"), lens=lens_of(request))
    return show(request, "items", member, feed=queries.FeedPage(items))


@require_GET
def talk(request: HttpRequest, number: int) -> HttpResponse:
    """What changes under a post: likes, votes, comments."""
    return show_talk(request, member_of(request), number)


def show_talk(request: HttpRequest, member: Membership, number: int, every: bool = False) -> HttpResponse:
    every = every or request.GET.get("all") == "1"
    post = queries.one_post(member, number, all_comments=every)
    return show(request, "talk", member, post=post, every=every) if post else gone(number)


def gone(number: int) -> HttpResponse:
    """The post was removed: its card leaves the page, quietly."""
    return HttpResponse(headers={"HX-Retarget": f"#post-{number}", "HX-Reswap": "delete"})


@require_GET
def body(request: HttpRequest, number: int) -> HttpResponse:
    """A post's own words, as they are now; with `edit=1`, the form that changes them."""
    member = member_of(request)
    post = queries.one_post(member, number)
    if post is None:
        return gone(number)
    editing = request.GET.get("edit") == "1"
    if editing and not post.editable:
        raise Refused("not_found")
    return show(request, "edit_post" if editing else "body", member, post=post)


@require_GET
def comment_form(request: HttpRequest, number: int) -> HttpResponse:
    """The form that changes one's own comment."""
    member = member_of(request)
    comment = comment_for(member, number)
    if comment.author_id != member.id:
        raise Refused("not_found")
    return show(request, "edit_comment", member, comment=comment)


@require_GET
def versions(request: HttpRequest, number: int) -> HttpResponse:
    """Earlier words of a post and of its comments, for the brand's managers."""
    member = member_of(request)
    if not member.is_manager:
        raise Refused("not_found")
    post = post_for(member, number)
    return show(request, "versions", member, post=post, traces=queries.traces_of(member, number))


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What was told to the member; looking at it is having seen it."""
    member = member_of(request)
    found = queries.notices(member)
    actions.see_notices(by=member)
    return show(request, "notices", member, notices=found)


@require_GET
def names(request: HttpRequest) -> JsonResponse:
    """Members whose name begins with `q`, for who writes an @."""
    member = member_of(request)
    found = queries.known_names(member, request.GET.get("q", "").replace("\0", ""))
    return JsonResponse({"names": [{"name": one.name, "photo": one.photo, "team": one.in_team} for one in found]})


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A post's picture, for members of its brand."""
    shown = picture_for(member_of(request), name)
    headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(files.read(shown.picture), content_type="image/webp", headers=headers)
