"""The forms of coming in. What is wrong is said in words, beside its field."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from causerie.brands.models import Site, Topic
from causerie.people.models import Membership
from causerie.recruitment import rules
from causerie.recruitment.actions import customer_of
from causerie.recruitment.models import Campaign, Page, Part, Programme, Quiz

HABITS = [
    ("mornings", _("Mornings")),
    ("afternoons", _("Afternoons")),
    ("evenings", _("Evenings")),
    ("nights", _("Late at night")),
    ("weekends", _("Weekends")),
]


class ApplicationForm(forms.Form):
    """What an applicant tells; which fields are asked follows the page's criteria."""

    name = forms.CharField(label=_("Your first name or pseudonym"), max_length=40, help_text=_("What visitors and members would read."))
    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("To answer you, and for nothing else."))
    languages = forms.MultipleChoiceField(
        label=_("Languages in which you could answer"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    region = forms.ChoiceField(label=_("Where you live"), required=False)
    topics = forms.ModelMultipleChoiceField(
        queryset=Topic.objects.none(), label=_("What you know well"), required=False, widget=forms.CheckboxSelectMultiple
    )
    motivation = forms.CharField(
        label=_("Why would you like to help?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few sentences, as you would say them."),
    )
    habits = forms.MultipleChoiceField(
        label=_("When you are often online"), choices=HABITS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Habits, nothing more: nobody here has shifts."),
    )  # fmt: skip
    proof = forms.CharField(label=_("Your customer number"), max_length=120, required=False)
    of_age = forms.BooleanField(required=True)
    identity = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    contact = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.initial.setdefault("languages", [page.site.language])
        self._languages(page)
        self._regions(rules.lines_of(page.regions))
        self._topics(Topic.objects.filter(brand_id=page.brand_id).order_by("name"))
        self._proof(page)
        self.fields["of_age"].label = _t("I am at least %(age)s years old") % {"age": page.of_age}
        if not page.of_age:
            del self.fields["of_age"]

    def _languages(self, page: Page) -> None:
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [one for one in settings.LANGUAGES if not page.languages or one[0] in page.languages]

    def _regions(self, regions: list[str]) -> None:
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _t("Choose…")), *((one[:80], one[:80]) for one in regions)]
        field.required = bool(regions)
        if not regions:
            del self.fields["region"]

    def _topics(self, topics: Any) -> None:
        field = self.fields["topics"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = topics
        if not topics.exists():
            del self.fields["topics"]

    def _proof(self, page: Page) -> None:
        if page.proof == Page.Proof.NONE:
            del self.fields["proof"]
            return
        self.fields["proof"].label = page.proof_label or _t("Your customer number")
        if page.proof == Page.Proof.MUST:
            self.fields["proof"].help_text = _t("Members are customers of %(brand)s.") % {"brand": page.brand.name}

    def clean(self) -> dict[str, Any]:
        """A customer is proved by their word or by the brand's own."""
        values = super().clean() or self.cleaned_data
        if self.page.proof == Page.Proof.MUST and not values.get("proof") and not customer_of(self.page.site, values.get("identity", "")):
            self.add_error("proof", _t("We need this to see that you are a customer."))
        return values


class ProgrammeForm(forms.ModelForm):  # type: ignore[type-arg]
    """The brand's numbers."""

    class Meta:
        model = Programme
        fields = ["answer_within", "active_answers", "mails_a_day"]
        help_texts = {
            "answer_within": _("Said to applicants. Beyond it, your board and your mail remind you: nobody is left without an answer."),
            "active_answers": _("Questions answered in the 30 days after joining. The report counts with it."),
            "mails_a_day": _("Campaigns leave at this pace."),
        }


class PageForm(forms.ModelForm):  # type: ignore[type-arg]
    """The words and criteria of a site's public page."""

    languages = forms.MultipleChoiceField(
        label=_("Languages that you look for"), choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )  # fmt: skip

    class Meta:
        model = Page
        fields = ["open", "headline", "what", "what_not", "questions", "proof", "proof_label", "of_age", "languages", "regions"]
        widgets = {
            "what": forms.Textarea(attrs={"rows": 4}),
            "what_not": forms.Textarea(attrs={"rows": 4}),
            "questions": forms.Textarea(attrs={"rows": 8}),
            "regions": forms.Textarea(attrs={"rows": 3}),
            "proof": forms.RadioSelect,
        }
        help_texts = {
            "open": _("Closed, the page says so and keeps its words."),
            "headline": _("Empty: “Become an ambassador”."),
            "what": _("What members do, in your words."),
            "what_not": _("Not a job, no shifts, no sales: say it plainly. Trust begins here."),
            "questions": _("A question on one line, its answer below; an empty line before the next question."),
            "proof_label": _("For example: the number of your last order."),
            "of_age": _("A yes is asked, never a date of birth. 0: nothing is asked."),
            "regions": _("One a line. Empty: nothing is asked."),
        }


class CharterForm(forms.Form):
    """One text for each language of the brand's sites."""

    def __init__(self, *args: Any, languages: list[str], texts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        for language in languages:
            self.fields[language] = forms.CharField(
                label=names[language],
                required=False,
                max_length=8000,
                widget=forms.Textarea(attrs={"rows": 10, "lang": language}),
                initial=texts.get(language, ""),
            )


class QuizForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a quiz is on, and what passes."""

    class Meta:
        model = Quiz
        fields = ["topic", "language", "pass_mark", "attempts", "open"]

    def __init__(self, *args: Any, manager: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Topic.objects.filter(brand_id=manager.brand_id).order_by("name")


class QuestionForm(forms.Form):
    """A question, its choices one a line, the right one first."""

    text = forms.CharField(label=_("Question"), max_length=300)
    choices = forms.CharField(
        label=_("Choices"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, from two to six, the right one first. Applicants see them in alphabetical order."),
    )  # fmt: skip


class TemplateForm(forms.Form):
    """The brand's words for one answer."""

    text = forms.CharField(label=_("Words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))


class CampaignForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is written, and to which page it leads."""

    class Meta:
        model = Campaign
        fields = ["name", "site", "subject", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 7})}
        help_texts = {
            "name": _("For your team only."),
            "text": _("The greeting with the first name stands above it; the link to the page and the way to stop below."),
        }

    def __init__(self, *args: Any, manager: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Site.objects.filter(brand_id=manager.brand_id, join_page__isnull=False).order_by("name")


class ContactsForm(forms.Form):
    """A file of customers."""

    file = forms.FileField(
        label=_("CSV file"), help_text=_("Columns: email, consent (yes), and first_name if you have it. Lines without a yes are left out.")
    )


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a member allows."""

    class Meta:
        model = Part
        fields = ["on_page", "willing"]
        help_texts = {
            "on_page": _("With your pseudonym, on the page where people ask to join."),
            "willing": _("We give newcomers your name; they say hello in the feed. No more than that."),
        }
