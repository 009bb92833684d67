"""What anybody may open: the public page, the quiz, an invitation, the way to stop."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods, require_safe

from causerie.kernel.refusal import Refused
from causerie.people.models import Person
from causerie.recruitment import actions, queries, rules
from causerie.recruitment.access import application_of, brand_called, page_for
from causerie.recruitment.doors import mailed_secret
from causerie.recruitment.forms import ApplicationForm
from causerie.recruitment.models import Application, Attempt, Page, Quiz

_SIGNED_IN_BY = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, site_key: str) -> HttpResponse:
    """Become an ambassador: what it is, and the form. The answer is the same for every address."""
    page = page_for(site_key)
    with translation.override(page.site.language):
        return spoken(_join(request, page), page.site.language)


def spoken(response: HttpResponse, language: str) -> HttpResponse:
    """The page speaks the site's language, whatever the browser asks for: so do the words that the brand wrote on it."""
    response.headers["Content-Language"] = language
    return response


def _join(request: HttpRequest, page: Page) -> HttpResponse:
    form = ApplicationForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid() and _applied(request, page, form):
        return redirect("join_thanks", page.site.key)
    return render(request, "recruitment/join.html", _join_words(page, form), status=422 if form.errors else 200)


def _applied(request: HttpRequest, page: Page, form: ApplicationForm) -> bool:
    values = dict(form.cleaned_data)
    words = {"identity": values.pop("identity", ""), "contact": values.pop("contact", "")}
    try:
        actions.apply(page=page, values=values, came=request.GET.get("from", "")[:100], **words)
    except Refused as refused:
        form.add_error("email" if refused.code == "bad_email" else None, refused.words)
        return False
    return True


def _join_words(page: Page, form: ApplicationForm) -> dict[str, Any]:
    charter = queries.charter_of(page.brand_id)
    return {
        "page": page,
        "site": page.site,
        "brand": page.brand,
        "form": form,
        "faces": queries.faces_of(page.site),
        "said": import_string(settings.APPROVED_WORDS)(page.site),
        "charter": charter.text_in(page.site.language) if charter else "",
        "asked": rules.asked_and_answered(page.questions),
        "days": queries.programme(page.brand_id).answer_within,
    }


@require_safe
def join_thanks(request: HttpRequest, site_key: str) -> HttpResponse:
    """It has arrived; what happens next is in the mail."""
    page = page_for(site_key)
    words = {"page": page, "brand": page.brand, "days": queries.programme(page.brand_id).answer_within}
    with translation.override(page.site.language):
        return spoken(render(request, "recruitment/thanks.html", words), page.site.language)


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """One click to come in. The link's secret stands after the #, so it comes by POST only."""
    if request.method != "POST":
        return render(request, "recruitment/invitation.html", {"brand": brand_called(request.GET.get("of", ""))})
    person = request.user if isinstance(request.user, Person) else None
    member, new = actions.use_invitation(token=mailed_secret(request), person=person)
    if new:
        login(request, member.person, backend=_SIGNED_IN_BY)
    elif person is None:
        # An account that exists has its own ways to prove whose it is.
        return redirect(f"{settings.LOGIN_URL}?next=/desk/{member.brand.slug}/welcome/")
    return redirect("desk_welcome" if member.role != "analyst" else "office", member.brand.slug)


@require_http_methods(["GET", "POST"])
def quiz(request: HttpRequest) -> HttpResponse:
    """The door of the quiz: the mailed secret becomes a place in this session."""
    if request.method != "POST":
        return render(request, "recruitment/quiz_door.html", {"brand": brand_called(request.GET.get("of", ""))})
    request.session["quiz"] = application_of(mailed_secret(request)).id
    return redirect("quiz_take")


@require_http_methods(["GET", "POST"])
def quiz_take(request: HttpRequest) -> HttpResponse:
    """The next quiz to take, or what is done."""
    application = Application.objects.filter(id=request.session.get("quiz", 0)).select_related("site", "brand").first()
    if application is None:
        raise Refused("over")
    if request.method == "POST":
        _answer(request, application)
        return redirect("quiz_take")
    words = {"application": application, "brand": application.brand, **_standing(application)}
    with translation.override(application.language):
        return spoken(render(request, "recruitment/quiz.html", words), application.language)


def _answer(request: HttpRequest, application: Application) -> None:
    chosen = next((one for one in actions.quizzes_for(application) if str(one.id) == request.POST.get("quiz")), None)
    if chosen is None:
        raise Refused("not_found")
    answers = {one.id: _number(request.POST.get(f"q{one.id}", "")) for one in chosen.questions.all()}
    actions.take_quiz(application=application, quiz=chosen, answers=answers)


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 3 else -1


def _standing(application: Application) -> dict[str, Any]:
    """What was tried, and the first quiz that still can be."""
    tries = list(Attempt.objects.filter(application=application).select_related("quiz__topic").order_by("id"))
    over = application.state not in (Application.State.RECEIVED, Application.State.QUIZ)
    asked = [] if over else [one for one in actions.quizzes_for(application) if _open_to(one, tries)]
    questions = [_shown(one) for one in asked[0].questions.order_by("id")] if asked else []
    used = sum(one.quiz_id == asked[0].id for one in tries) if asked else 0
    left = asked[0].attempts - used if asked else 0
    return {"tries": tries, "quiz": asked[0] if asked else None, "questions": questions, "left": left, "more": len(asked) - 1}


def _shown(question: Any) -> dict[str, Any]:
    """The choices in alphabetical order, each with its own place: where the right one stands tells nothing."""
    return {"id": question.id, "text": question.text, "choices": sorted(enumerate(question.choices), key=lambda pair: pair[1].casefold())}


def _open_to(quiz: Quiz, tries: list[Attempt]) -> bool:
    mine = [one for one in tries if one.quiz_id == quiz.id]
    return len(mine) < quiz.attempts and not any(one.passed for one in mine)


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """No more campaign mails, in one click."""
    name = actions.stop(token=request.POST.get("token", "")) if request.method == "POST" else ""
    return render(request, "recruitment/stop.html", {"stopped": name})
