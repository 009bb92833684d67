"""The forms of the member's own pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from causerie.brands.models import Topic
from causerie.conversations.models import PreparedAnswer
from causerie.people.models import Membership


class ProfileForm(forms.Form):
    """What others see of a member, and which questions come first."""

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP, 5 MB at most. Without one, your initials stand on a colour."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_photo = forms.BooleanField(label=_("Remove my photo"), required=False)
    name = forms.CharField(label=_("Pseudonym"), max_length=40, help_text=_("The name visitors and the community read."))
    story = forms.CharField(
        label=_("A line about you"), max_length=160, required=False, help_text=_("The visitor reads it when you take their question.")
    )
    expertise = forms.CharField(
        label=_("What you know well"), max_length=120, required=False, help_text=_("A few words, with commas. The community sees them.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Questions in these come first."),
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, member: Membership) -> None:
        initial = {name: getattr(member, name) for name in ("name", "story", "expertise", "languages")}
        super().__init__(data, files, initial={**initial, "topics": member.topics.all()})
        topics = self.fields["topics"]
        assert isinstance(topics, forms.ModelMultipleChoiceField)
        topics.queryset = Topic.objects.filter(brand_id=member.brand_id).order_by("name")
        if not topics.queryset.exists():
            del self.fields["topics"]
        if not member.photo:
            del self.fields["remove_photo"]


class PreparedForm(forms.Form):
    """A prepared answer."""

    shortcut = forms.CharField(
        label=_("Shortcut"), max_length=40, help_text=_("What you type after / to find it: one word, such as “insurance”.")
    )
    text = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("Any")), *settings.LANGUAGES], required=False)
    shared = forms.BooleanField(
        label=_("The others may use it"),
        required=False,
        help_text=_("They see your name beside it. When a visitor thanks them for it, you are thanked too."),
    )
    for_brand = forms.BooleanField(
        label=_("For everybody of the brand"), required=False, help_text=_("As the brand’s own, without a name.")
    )

    def __init__(self, data: Any = None, *, member: Membership, answer: PreparedAnswer | None = None) -> None:
        initial = {name: getattr(answer, name) for name in ("shortcut", "text", "language", "shared")} if answer else {}
        super().__init__(data, initial={**initial, "for_brand": bool(answer and answer.member_id is None)})
        if not member.is_manager:
            del self.fields["for_brand"]
