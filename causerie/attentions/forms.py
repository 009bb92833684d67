"""The forms of this room."""

from typing import Any

from babel.dates import get_month_names
from django import forms
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from causerie.attentions import queries, rules
from causerie.attentions.models import About, Gift
from causerie.attentions.places import choices
from causerie.conversations.queries import words_of_thanks
from causerie.kernel.clock import to_datetime
from causerie.people.models import Membership


class GiftForm(forms.ModelForm):  # type: ignore[type-arg]
    """A gift of the list."""

    class Meta:
        model = Gift
        fields = ["name", "about", "by_post"]
        help_texts = {"about": _("A line for the member and for whoever packs it.")}


class AddressForm(forms.Form):
    """Where a parcel goes."""

    address = forms.CharField(
        label=_("Name and postal address"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "street-address"}),
        help_text=_("As it should stand on the parcel, with the country."),
    )


class AboutForm(forms.Form):
    """What a member tells beyond a line; everything may stay empty."""

    passions = forms.CharField(
        label=_("What you love"), max_length=200, required=False, help_text=_("A few words, with commas: gardens, slow trains, sourdough.")
    )
    story = forms.CharField(
        label=_("Your story"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("How you came here, what you have lived. The community reads it, visitors do not."),
    )
    day = forms.TypedChoiceField(label=_("Day"), required=False, coerce=int, empty_value=None)
    month = forms.TypedChoiceField(label=_("Month"), required=False, coerce=int, empty_value=None)
    place = forms.ChoiceField(
        label=_("Near which town"),
        required=False,
        help_text=_(
            "Your face stands there on the members’ map, to within 50 km or so. We keep nothing finer. Empty: you stand on no map."
        ),
    )
    thanks = forms.TypedMultipleChoiceField(
        label=_("Thanks to show on your page"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, member: Membership) -> None:
        super().__init__(data, initial=_told(member))
        names = get_month_names("wide", "stand-alone", locale=get_language() or "en")
        self._choices("day", [("", "—"), *((day, str(day)) for day in range(1, 32))])
        self._choices("month", [("", "—"), *((month, names[month]) for month in range(1, 13))])
        self._choices("place", [("", _("I would rather not say")), *choices()])
        praise = words_of_thanks(member, limit=20)
        self._choices("thanks", [(one.conversation, f"“{one.words}” · {_day(one.at)}") for one in praise])
        if not praise:
            del self.fields["thanks"]

    def _choices(self, name: str, offered: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered

    def clean(self) -> dict[str, Any]:
        """Day and month go together, and exist in some year."""
        told = super().clean() or {}
        day, month = told.get("day"), told.get("month")
        if bool(day) != bool(month):
            self.add_error("month", _("A day and a month, or neither."))
        elif day and month and day > rules.LONGEST[month - 1]:
            self.add_error("day", _("This month has no such day."))
        return told

    def values(self) -> dict[str, Any]:
        """For `save_about`."""
        told = self.cleaned_data
        birthday = (told["day"], told["month"]) if told.get("day") else None
        return {"birthday": birthday, "thanks": told.get("thanks", []), **{name: told[name] for name in ("passions", "story", "place")}}


def _told(member: Membership) -> dict[str, Any]:
    about = About.objects.filter(member=member).first() or About(member=member)
    values = {"passions": about.passions, "story": about.story, "place": about.place}
    return {**values, "day": about.birth_day, "month": about.birth_month, "thanks": list(queries.shown_thanks(member))}


def _day(at: int) -> str:
    return date_format(to_datetime(at), "MONTH_DAY_FORMAT")
