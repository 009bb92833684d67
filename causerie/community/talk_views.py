"""The room's chat and the private line, as JSON: their pages draw them in the browser and hear the rest live."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.community import actions, queries
from causerie.community.access import colleague_for, on_line, said_for
from causerie.community.doors import member_of, number_of, paced, show, slow
from causerie.community.publish import chat_frame, line_frame
from causerie.people.doors import for_members, show_desk
from causerie.people.models import Membership

_encode = msgspec.json.Encoder().encode


def _json(value: Any) -> HttpResponse:
    return HttpResponse(_encode(value), content_type="application/json")


@require_GET
def chat_pane(request: HttpRequest) -> HttpResponse:
    """Where the chat is drawn."""
    return show(request, "chat", member_of(request))


@require_http_methods(["GET", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    """The last messages, before `before`; or a new one."""
    if request.method == "POST":
        member, form = paced(request, "chat"), request.POST
        return _json(chat_frame(actions.say(by=member, text=form.get("text", ""), client_id=form.get("client_id", ""))))
    found = queries.chat_before(member_of(request), number_of(request.GET, "before"))
    return _json({"messages": [chat_frame(said) for said in found]})


@require_POST
def unsay(request: HttpRequest, number: int) -> HttpResponse:
    member = member_of(request)
    actions.unsay(by=member, said=said_for(member, number))
    return HttpResponse(status=204)


@require_POST
def flag_said(request: HttpRequest, number: int) -> HttpResponse:
    """Report a chat message."""
    member = paced(request, "flag")
    actions.flag(by=member, what=said_for(member, number), reason=request.POST.get("reason", ""))
    return HttpResponse(status=204)


def _line_of(member: Membership, values: Any) -> Membership:
    """Whose line it is: one's own, unless a manager names another. Raises Refused("not_found")."""
    number = number_of(values, "member") or member.id
    owner = member if number == member.id else colleague_for(member, number)
    on_line(member, owner)
    return owner


@require_GET
def line_pane(request: HttpRequest) -> HttpResponse:
    """Where a private line is drawn; a manager's shows the brand's lines."""
    member = member_of(request)
    lines = list(queries.lines_of(member)[:20]) if member.is_manager else []
    return show(request, "line", member, lines=lines, whose=member)


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest) -> HttpResponse:
    """The line's last words, before `before`, and how far the other side has read; or a new word."""
    member = member_of(request)
    if request.method == "POST":
        slow(member, "chat")
        owner, form = _line_of(member, request.POST), request.POST
        word = actions.write_line(by=member, member=owner, text=form.get("text", ""), client_id=form.get("client_id", ""))
        return _json(line_frame(owner.id, word))
    owner = _line_of(member, request.GET)
    words = queries.words_before(owner, number_of(request.GET, "before"))
    stands = queries.member_line(owner)
    seen = (stands.seen_by_team if member.id == owner.id else stands.seen_by_member) if stands else 0
    return _json({"messages": [line_frame(owner.id, word) for word in words], "seen": seen})


@require_POST
def line_seen(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    actions.read_line(by=member, member=_line_of(member, request.POST), upto=number_of(request.POST, "upto"))
    return HttpResponse(status=204)


@for_members
@require_GET
def line_page(request: HttpRequest, member: Membership) -> HttpResponse:
    """The private line as a page of the member's own."""
    lines = list(queries.lines_of(member)[:20]) if member.is_manager else []
    return show_desk(request, "community/line_page.html", member, lines=lines, whose=member)
