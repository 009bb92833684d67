"""The window studio's form: everything a site's window is made of."""

from datetime import time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from causerie.brands.models import Site
from causerie.office.forms import between, clean_web, web_address
from causerie.office.origins import origin_of
from causerie.recruitment.models import Page

_CONTINENTS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
ZONES = [*sorted(name for name in available_timezones() if name.startswith(_CONTINENTS)), "UTC"]
_SMALL = {"rows": 2}
_WIDGETS = {"greeting": forms.Textarea, "about": forms.Textarea, "offline_text": forms.Textarea}


class StudioForm(forms.ModelForm):  # type: ignore[type-arg]
    """All settings of a site's window; `values` is what the verb saves. Words in other languages are fields such as `greeting_es`."""

    url = web_address(
        label=_("Address of the shop"), required=False, help_text=_("Where your customers are. It leads back there from our mails.")
    )
    support_url = web_address(
        label=_("Your own support"),
        required=False,
        help_text=_("When nobody takes a question, the visitor may go there. Leave empty to offer nothing."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES])
    limited = forms.BooleanField(
        label=_("Only at certain hours"),
        required=False,
        help_text=_("Outside them the window is as when nobody is here, whoever is online."),
    )
    picture_file = forms.FileField(
        label=_("Your own picture"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("A square reads best. It stands on the button when no member’s photo does."),
    )
    no_picture = forms.BooleanField(label=_("Remove the picture"), required=False)

    class Meta:
        model = Site
        fields = [
            *Site.SAID, "colour", "position", "show_faces", "rewarded", "reward_label", "recruiting", "min_online", "time_zone", "offline",
            "widen_after", "offer_after", "silence_limit", "support_url", "name", "language", "url", "allowed_origins",
        ]  # fmt: skip
        widgets = {
            "colour": forms.TextInput(attrs={"type": "color"}),
            "position": forms.RadioSelect,
            "offline": forms.RadioSelect,
            "greeting": forms.Textarea(attrs=_SMALL),
            "about": forms.Textarea(attrs=_SMALL),
            "offline_text": forms.Textarea(attrs=_SMALL),
            "allowed_origins": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        }
        help_texts = {
            "launcher_text": _("Short and warm, as you would say it: “A question?”"),
            "launcher_more": _("Who answers, in a few words: “Our members have lived it.”"),
            "greeting": _("The first words the visitor reads in the window."),
            "about": _("Under your name: who will answer, and why. Honesty opens doors."),
            "offline_text": _("Above the form that takes a question to be answered by e-mail."),
            "show_faces": _("Up to three members who are here now. Real people invite more than any picture."),
            "rewarded": _("The window then says so to the visitor, and no setting hides it."),
            "reward_label": _("For example: “rewarded with points by Nidéchange”. Empty: the window says it in its own words."),
            "recruiting": _("Who says thank you or gives four stars reads one line that leads to your public page. Nobody else does."),
            "min_online": _("The button is shown while at least so many members are here and free."),
            "widen_after": _("When nobody has taken the question, members of other topics are asked too."),
            "offer_after": _("The visitor may then wait, leave an e-mail address, or go to your support."),
            "silence_limit": _("A member who writes nothing for so long is reminded; then the question goes back, without blame."),
            "offline": _("Outside the hours when members are here."),
            "allowed_origins": _("One address a line, such as https://shop.example.org. The window opens nowhere else."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["colour"] = self.instance.accent
        self.initial["limited"] = bool(self.instance.hours)
        self.fields["min_online"].widget.attrs.update(max=50)
        for name in ("widen_after", "offer_after", "silence_limit"):
            self.fields[name].widget.attrs.update(min=5, max=3600)
        self._add_words()
        self._add_hours()

    def _add_words(self) -> None:
        for code in self.others:
            said = self.instance.words.get(code, {})
            for name in Site.SAID:
                own = self.fields[name]
                assert isinstance(own, forms.CharField)
                attributes = {"lang": code, "placeholder": getattr(self.instance, name), **(_SMALL if name in _WIDGETS else {})}
                field = forms.CharField(
                    label=own.label,
                    required=False,
                    max_length=own.max_length,
                    initial=said.get(name, ""),
                    widget=_WIDGETS.get(name, forms.TextInput)(attrs=attributes),
                )
                self.fields[f"{name}_{code}"] = field

    def _add_hours(self) -> None:
        for day, name in WEEKDAYS.items():
            begins, ends = self.instance.hours.get(str(day), ["", ""])
            for key, value, label in ((f"from_{day}", begins, _t("from")), (f"until_{day}", ends, _t("until"))):
                widget = forms.TimeInput(attrs={"type": "time", "aria-label": f"{name}, {label}"}, format="%H:%M")
                self.fields[key] = forms.TimeField(label=label, required=False, initial=value, widget=widget)

    @property
    def others(self) -> list[str]:
        """The languages that are not the site's own."""
        return [code for code, _name in settings.LANGUAGES if code != self.instance.language]

    @property
    def languages(self) -> list[dict[str, Any]]:
        """The words' fields, language by language, the site's own first."""
        names = dict(settings.LANGUAGES)
        own = {"code": self.initial.get("language", ""), "fields": [self[name] for name in Site.SAID]}
        rest = [{"code": code, "fields": [self[f"{name}_{code}"] for name in Site.SAID]} for code in self.others]
        both = (own, *rest)
        return [{**one, "name": str(names.get(one["code"], "")), "wrong": any(field.errors for field in one["fields"])} for one in both]

    @property
    def week(self) -> list[tuple[str, Any, Any]]:
        """(weekday, its field from, its field until)."""
        return [(str(name), self[f"from_{day}"], self[f"until_{day}"]) for day, name in WEEKDAYS.items()]

    def clean_colour(self) -> str:
        """The brand's own colour is not repeated: the site then follows it when it changes."""
        colour = str(self.cleaned_data["colour"]).lower()
        return "" if colour == self.instance.brand.colour.lower() else colour

    def clean_recruiting(self) -> bool:
        wanted = bool(self.cleaned_data["recruiting"])
        if wanted and not Page.objects.filter(site=self.instance).exists():
            raise forms.ValidationError(_t("Open the public page of this site first, under Recruitment: the line leads there."))
        return wanted

    def clean_url(self) -> str:
        return clean_web(self.cleaned_data["url"])

    def clean_support_url(self) -> str:
        return clean_web(self.cleaned_data["support_url"])

    def clean_min_online(self) -> int:
        return between(self.cleaned_data["min_online"], 1, 50)

    def clean_widen_after(self) -> int:
        return between(self.cleaned_data["widen_after"], 5, 3600)

    def clean_offer_after(self) -> int:
        return between(self.cleaned_data["offer_after"], 5, 3600)

    def clean_silence_limit(self) -> int:
        return between(self.cleaned_data["silence_limit"], 5, 3600)

    def clean_allowed_origins(self) -> str:
        """Exact origins, one a line; a full address is shortened to its origin."""
        found = []
        for line in self.cleaned_data["allowed_origins"].split():
            try:
                found.append(origin_of(line))
            except ValueError as error:
                raise forms.ValidationError(
                    _t("“%(line)s” is not the address of a site. Write it as https://shop.example.org") % {"line": line[:80]}
                ) from error
        return "\n".join(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        widen, offer = values.get("widen_after"), values.get("offer_after")
        if widen and offer and widen > offer:
            self.add_error("offer_after", _t("Ask more members first: this must be at least %(seconds)s seconds.") % {"seconds": widen})
        values["words"] = self._words(values)
        values["hours"] = self._hours(values) if values.get("limited") else {}
        return values

    def _words(self, values: dict[str, Any]) -> dict[str, dict[str, str]]:
        said = {code: {name: values.get(f"{name}_{code}", "") for name in Site.SAID} for code in self.others}
        kept = {code: {name: text for name, text in texts.items() if text} for code, texts in said.items()}
        return {code: texts for code, texts in kept.items() if texts}

    def _hours(self, values: dict[str, Any]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for day in WEEKDAYS:
            begins, ends = values.get(f"from_{day}"), values.get(f"until_{day}")
            if isinstance(begins, time) and isinstance(ends, time):
                found[str(day)] = [f"{begins:%H:%M}", f"{ends:%H:%M}"]
            elif begins or ends:
                self.add_error(f"until_{day}" if begins else f"from_{day}", _t("Write both hours, or neither."))
        if not found and not self.errors:
            self.add_error("limited", _t("Write the hours of at least one day."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What the verb saves: the model's fields, words and hours. The picture is stored by the view."""
        kept = {name: self.cleaned_data[name] for name in (*self.Meta.fields, "words", "hours") if name in self.cleaned_data}
        return {**kept, "picture": ""} if self.cleaned_data.get("no_picture") else kept

    def unsaved(self) -> Site:
        """The site as it would be, where what was typed makes sense."""
        site: Site = self.instance
        for name, value in self.values.items():
            setattr(site, name, value)
        return site
