"""The forms of the safety pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causerie.safety.models import Decision, Keeping, Notice

_REASONS = _("The person concerned reads these words. Say what happened, which rule of the brand it touches, and what follows.")


class DecisionForm(forms.Form):
    what = forms.ChoiceField(label=_("What follows"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Reasons"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_REASONS
    )

    def __init__(self, *args: Any, possible: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [(value, label) for value, label in Decision.What.choices if value in possible]


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Decision.Outcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class AppealForm(forms.Form):
    words = forms.CharField(label=_("Why should it be looked at again?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))


class AddressForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why do you need to read it?"), max_length=300)


class NetworkForm(forms.Form):
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=30, initial=1)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class GuardForm(forms.Form):
    masks = forms.BooleanField(
        label=_("Hide personal data from members"),
        required=False,
        help_text=_("Cards, accounts, e-mails, phones, addresses, passwords. Switched off, volunteers read them."),
    )
    spared = forms.CharField(
        label=_("Numbers and addresses that everybody may read"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your own customer line, your support address: one a line."),
    )
    words = forms.CharField(
        label=_("Blocked words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line or with commas, in visitors’ messages. A * stands for more letters: insult*."),
    )
    words_are = forms.ChoiceField(
        label=_("A message with such a word"),
        choices=[("hide", _("goes through without the word")), ("hold", _("waits for the team; its writer is told"))],
        widget=forms.RadioSelect,
    )


class KeepingForm(forms.ModelForm):  # type: ignore[type-arg]
    """Days, of each kind."""

    class Meta:
        model = Keeping
        fields = ["words", "pages", "originals", "mails", "applications"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.update(min=1, max=3650)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, value in list(values.items()):
            if not 1 <= value <= 3650:
                self.add_error(name, _("Between 1 and 3650 days."))
        return values


class NoticeForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Notice
        fields = ["controller", "contact", "more"]
