"""What somebody wishes of mails."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

# The kinds of mail that people may want or not. A room that writes another kind adds its line here.
KINDS = (
    ("community", _("News of the community")),
    ("call", _("Gentle calls: somebody is needed at an hour I like")),
    ("letter", _("The newsletter")),
)
_NOT_PLACES = ("Etc/", "posix/", "right/", "SystemV/")
HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class WishesForm(forms.Form):
    wanted = forms.MultipleChoiceField(
        label=_("What I like to receive"), choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    weekly_cap = forms.IntegerField(label=_("At most so many mails a week"), min_value=0, max_value=21)
    quiet_from = forms.TypedChoiceField(label=_("Nothing from"), coerce=int, choices=HOURS)
    quiet_to = forms.TypedChoiceField(label=_("until"), coerce=int, choices=HOURS)
    timezone = forms.ChoiceField(label=_("My time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(_NOT_PLACES))
        timezone = self.fields["timezone"]
        assert isinstance(timezone, forms.ChoiceField)
        timezone.choices = [(zone, zone.replace("_", " ")) for zone in zones]
