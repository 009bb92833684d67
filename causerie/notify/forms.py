"""What somebody wishes of mails."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from causerie.notify import rules

# The kinds of mail that members may want or not; those of the team; and those to others, who stop them with the link in the mail.
KINDS = (
    (rules.COMMUNITY, _("News of the community")),
    (rules.CALL, _("Gentle calls: somebody is needed at an hour I like")),
    (rules.LETTER, _("The newsletter")),
)
OF_TEAM = ((rules.TEAM, _("Reminders and monthly reports for the team")),)
NAMES = dict((*KINDS, *OF_TEAM, (rules.CAMPAIGN, _("Invitations to take part")), (rules.INVITATION, _("Invitations to come in"))))
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

    def __init__(self, *args: Any, kinds: Any = KINDS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.MultipleChoiceField)
        wanted.choices = kinds
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(_NOT_PLACES))
        timezone = self.fields["timezone"]
        assert isinstance(timezone, forms.ChoiceField)
        timezone.choices = [(zone, zone.replace("_", " ")) for zone in zones]
