"""The manager's form on a suggestion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from causerie.community.models import Suggestion

_SAID = [choice for choice in Suggestion.Status.choices if choice[0] != Suggestion.Status.NEW]


class AnswerForm(forms.Form):
    """Where it stands, why, and when the next word follows."""

    status = forms.ChoiceField(label=_("Where it stands"), choices=_SAID, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Your answer"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it on the card. When it is “not this time”, say why."),
    )
    days = forms.IntegerField(
        label=_("Next word within (days)"),
        min_value=1,
        max_value=365,
        initial=30,
        help_text=_("You are reminded on that day. Done and “not this time” need no other word."),
    )

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if found.get("status") == Suggestion.Status.NO and not found.get("text"):
            self.add_error("text", _("Say why: a no without a reason hurts twice."))
        return found
