"""What is done in the feed: tell, answer, feel, vote, change, remove, report."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from causerie.community import actions, queries
from causerie.community.access import comment_for, post_for, suggestion_for, tag_for
from causerie.community.doors import member_of, number_of, paced, show
from causerie.community.models import Like
from causerie.community.rules import tag_name
from causerie.community.views import gone, show_talk
from causerie.kernel import pictures
from causerie.kernel.refusal import Refused


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """A new post; answers with an empty composer, and the page fetches the post itself."""
    member, sent, form = paced(request, "post"), request.FILES.get("picture"), request.POST
    if sent and (sent.size or 0) > pictures.MOST_BYTES:
        raise Refused("too_big")
    made = actions.post(
        by=member,
        text=form.get("text", ""),
        title=form.get("title", ""),
        picture=sent.read() if sent else b"",
        corner=form.get("corner", ""),
        early=form.get("early") == "1",
        choices=form.getlist("choice"),
        days=number_of(form, "days") or 7,
    )
    response = show(request, "composer", member, corner=form.get("corner", ""))
    response["HX-Trigger"] = json.dumps({"causerie:posted": {"post": made.id}})
    return response


def _every(request: HttpRequest) -> bool:
    return request.POST.get("all") == "1"


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """A comment; answers with the talk under the post."""
    member = paced(request, "comment")
    actions.comment(by=member, post=post_for(member, number), text=request.POST.get("text", ""))
    return show_talk(request, member, number, every=_every(request))


@require_POST
def like(request: HttpRequest, number: int) -> HttpResponse:
    """Like, or take it back: `on` says which, so that a click that arrives twice changes nothing."""
    member = paced(request, "touch")
    post = post_for(member, number)
    if request.POST.get("on") == "1":
        actions.like(by=member, post=post, kind=request.POST.get("kind") or Like.Kind.LIKE)
    else:
        actions.unlike(by=member, post=post)
    return show_talk(request, member, number, every=_every(request))


@require_POST
def vote(request: HttpRequest, number: int) -> HttpResponse:
    member = paced(request, "touch")
    actions.vote(by=member, post=post_for(member, number), choice=number_of(request.POST, "choice"))
    return show_talk(request, member, number, every=_every(request))


@require_POST
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Other words for one's own post; answers with them."""
    member = paced(request, "comment")
    post = post_for(member, number)
    actions.edit_post(by=member, post=post, text=request.POST.get("text", ""), title=request.POST.get("title", ""))
    return show(request, "body", member, post=queries.one_post(member, number))


@require_POST
def edit_comment(request: HttpRequest, number: int) -> HttpResponse:
    member = paced(request, "comment")
    comment = actions.edit_comment(by=member, comment=comment_for(member, number), text=request.POST.get("text", ""))
    return show_talk(request, member, comment.post_id, every=_every(request))


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    member = member_of(request)
    actions.delete_post(by=member, post=post_for(member, number))
    return gone(number)


@require_POST
def remove_comment(request: HttpRequest, number: int) -> HttpResponse:
    member = member_of(request)
    comment = comment_for(member, number)
    actions.delete_comment(by=member, comment=comment)
    return show_talk(request, member, comment.post_id, every=_every(request))


@require_POST
def pin(request: HttpRequest, number: int) -> HttpResponse:
    """The page shows the feed anew: a pinned post stands elsewhere."""
    member = member_of(request)
    actions.pin(by=member, post=post_for(member, number), on=request.POST.get("on") == "1")
    return HttpResponse(status=204, headers={"HX-Trigger": "causerie:anew"})


@require_POST
def flag(request: HttpRequest, number: int) -> HttpResponse:
    """Report a post."""
    member = paced(request, "flag")
    actions.flag(by=member, what=post_for(member, number), reason=request.POST.get("reason", ""))
    return _flagged()


@require_POST
def flag_comment(request: HttpRequest, number: int) -> HttpResponse:
    member = paced(request, "flag")
    actions.flag(by=member, what=comment_for(member, number), reason=request.POST.get("reason", ""))
    return _flagged()


def _flagged() -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Trigger": "causerie:flagged"})


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Follow a topic, or no more."""
    member = paced(request, "touch")
    tag = tag_for(member, tag_name(request.POST.get("tag", "")))
    actions.follow_tag(by=member, tag=tag, on=request.POST.get("on") == "1")
    return show(request, "topic", member, topic=queries.tag_view(member, tag.name))


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """The member has read the feed up to `newest`."""
    actions.have_read(by=member_of(request), newest=number_of(request.POST, "newest"))
    return HttpResponse(status=204)


@require_POST
def answer_suggestion(request: HttpRequest, number: int) -> HttpResponse:
    """The brand's word on a suggestion, from its card."""
    member, form = member_of(request), request.POST
    actions.answer_suggestion(
        by=member,
        suggestion=suggestion_for(member, number),
        status=form.get("status", ""),
        text=form.get("text", ""),
        days=number_of(form, "days") or 30,
    )
    return show_talk(request, member, number, every=_every(request))
