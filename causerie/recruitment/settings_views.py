"""The manager's settings: numbers, the public pages, the charter, quizzes, words."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causerie.brands.models import Site
from causerie.kernel.refusal import Refused
from causerie.people.doors import for_managers
from causerie.people.models import Membership
from causerie.recruitment import actions, queries, rules
from causerie.recruitment.access import question_for, quiz_for, site_for
from causerie.recruitment.doors import show
from causerie.recruitment.forms import CharterForm, PageForm, ProgrammeForm, QuestionForm, QuizForm, TemplateForm
from causerie.recruitment.models import Page, Quiz, Template


def _languages(brand_id: int) -> list[str]:
    """Those of the brand's sites, in the house's order."""
    spoken = set(Site.objects.filter(brand_id=brand_id).values_list("language", flat=True))
    return [code for code, _name in settings.LANGUAGES if code in spoken] or [settings.LANGUAGE_CODE]


@for_managers
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest, manager: Membership) -> HttpResponse:
    """Everything that is set, and the brand's numbers."""
    form = ProgrammeForm(request.POST or None, instance=queries.programme(manager.brand_id))
    if request.method == "POST" and form.is_valid():
        actions.save_programme(by=manager, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("office_recruitment_settings", manager.brand.slug)
    own = set(Template.objects.filter(brand_id=manager.brand_id).values_list("kind", "language"))
    languages = [(code, dict(settings.LANGUAGES)[code]) for code in _languages(manager.brand_id)]
    return show(
        request,
        "settings",
        manager,
        tab="settings",
        form=form,
        sites=Site.objects.filter(brand_id=manager.brand_id).select_related("join_page").order_by("name"),
        charter=queries.charter_of(manager.brand_id),
        quizzes=Quiz.objects.filter(brand_id=manager.brand_id)
        .select_related("topic")
        .prefetch_related("questions")
        .order_by("topic__name"),
        kinds=[(kind, label, [(code, name, (kind, code) in own) for code, name in languages]) for kind, label in Template.Kind.choices],
        status=422 if form.errors else 200,
    )


@for_managers
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """The public page of a site."""
    site = site_for(manager, number)
    found = Page.objects.filter(site=site).first()
    form = PageForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.save_page(by=manager, site=site, values=form.cleaned_data)
        messages.success(request, _("Saved. The page says so from now on."))
        return redirect("office_join_page", manager.brand.slug, number)
    return show(request, "page", manager, tab="settings", form=form, site=site, exists=found, status=422 if form.errors else 200)


@for_managers
@require_http_methods(["GET", "POST"])
def charter(request: HttpRequest, manager: Membership) -> HttpResponse:
    """The charter: saved with other words, it is a new version."""
    latest = queries.charter_of(manager.brand_id)
    form = CharterForm(request.POST or None, languages=_languages(manager.brand_id), texts=latest.texts if latest else {})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.publish_charter(by=manager, texts=form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("Version %(version)s is in force.") % {"version": made.version})
            return redirect("office_charter", manager.brand.slug)
    return show(request, "charter", manager, tab="settings", form=form, charter=latest, status=422 if form.errors else 200)


@for_managers
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, manager: Membership, kind: str, language: str) -> HttpResponse:
    """The brand's words for one answer, in one language."""
    if kind not in Template.Kind.values or language not in dict(settings.LANGUAGES):
        raise Refused("not_found")
    form = TemplateForm(request.POST or None, initial={"text": actions.words_of(manager.brand, kind, language)})
    if request.method == "POST" and form.is_valid():
        actions.save_template(by=manager, kind=kind, language=language, text=form.cleaned_data["text"])
        messages.success(request, _("Saved."))
        return redirect("office_recruitment_settings", manager.brand.slug)
    label, named = Template.Kind(kind).label, dict(settings.LANGUAGES)[language]
    return show(request, "words", manager, tab="settings", form=form, kind=label, language=named)


@for_managers
@require_http_methods(["GET", "POST"])
def quiz(request: HttpRequest, manager: Membership, number: int | None = None) -> HttpResponse:
    """A quiz, new or known, with its questions."""
    chosen = quiz_for(manager, number) if number is not None else None
    form = QuizForm(request.POST or None, instance=chosen, manager=manager)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_quiz(by=manager, quiz=chosen, values=form.cleaned_data)
        except Refused as refused:
            form.add_error("topic", _("This topic has a quiz in that language.") if refused.code == "conflict" else refused.words)
        else:
            messages.success(request, _("Saved."))
            return redirect("office_quiz", manager.brand.slug, saved.id)
    return _quiz_page(request, manager, chosen, form, QuestionForm(), status=422 if form.errors else 200)


def _quiz_page(
    request: HttpRequest, manager: Membership, chosen: Quiz | None, form: QuizForm, question_form: QuestionForm, status: int
) -> HttpResponse:
    questions = list(chosen.questions.order_by("id")) if chosen else []
    context = {"form": form, "question_form": question_form, "quiz": chosen, "questions": questions}
    return show(request, "quiz_edit", manager, tab="settings", status=status, **context)


@for_managers
@require_POST
def add_question(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """One more question; the first line of the choices is the right one."""
    chosen = quiz_for(manager, number)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            choices = rules.lines_of(form.cleaned_data["choices"])
            actions.add_question(by=manager, quiz=chosen, text=form.cleaned_data["text"], choices=choices, right=0)
        except Refused as refused:
            form.add_error(
                "choices", _("Between two and six different choices, one a line.") if refused.code == "bad_value" else refused.words
            )
        else:
            return redirect("office_quiz", manager.brand.slug, number)
    return _quiz_page(request, manager, chosen, QuizForm(instance=chosen, manager=manager), form, status=422)


@for_managers
@require_POST
def remove_question(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    question = question_for(manager, number)
    actions.remove_question(by=manager, question=question)
    return redirect("office_quiz", manager.brand.slug, question.quiz_id)
