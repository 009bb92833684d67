"""The brand's prepared answers: what everybody finds under `/` in a conversation."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causerie.conversations.models import PreparedAnswer
from causerie.conversations.prepared_actions import forget_prepared, keep_prepared
from causerie.kernel.refusal import Refused
from causerie.office.access import answer_for
from causerie.office.doors import show
from causerie.office.forms import AnswerForm
from causerie.people.doors import for_managers
from causerie.people.models import Membership


@for_managers
@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, manager: Membership, number: int | None = None) -> HttpResponse:
    """All of them, of one language where asked, and the form to add one or to change the chosen one."""
    answer = answer_for(manager, number) if number is not None else None
    form = AnswerForm(request.POST or None, initial=_initial(answer))
    if form.is_valid():
        try:
            keep_prepared(by=manager, answer=answer, for_brand=True, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("Saved. Members find it under / in a conversation."))
            return redirect("office_answers", manager.brand.slug)
    language = request.GET.get("language", "")
    rows = PreparedAnswer.objects.filter(brand_id=manager.brand_id, member=None).order_by("shortcut", "language")
    rows = rows.filter(language=language) if language in dict(settings.LANGUAGES) else rows
    return show(request, "answers", manager, form=form, rows=rows, changing=answer, chosen=language, status=422 if form.errors else 200)


def _initial(answer: PreparedAnswer | None) -> dict[str, str]:
    return {name: getattr(answer, name) for name in ("shortcut", "text", "language")} if answer else {}


@for_managers
@require_POST
def remove(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    forget_prepared(by=manager, answer=answer_for(manager, number))
    messages.success(request, _("Removed."))
    return redirect("office_answers", manager.brand.slug)
