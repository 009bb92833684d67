"""The manager's forms. What is wrong is said in words, beside its field."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from causerie.brands.models import Brand, Greeting, Site, Topic
from causerie.people.models import Membership

_PATTERN = re.compile(r"/[^\s?#]*")


def web_address(**options: Any) -> forms.URLField:
    """http or https; typed without a scheme, it is https."""
    return forms.URLField(assume_scheme="https", **options)


def _clean_web(address: str) -> str:
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise forms.ValidationError(_t("An address of the web begins with https://"))
    return address


def origin_of(line: str) -> str:
    """`https://shop.example.org` from any address of that shop. Raises ValueError."""
    parts = urlsplit(line if "//" in line else f"https://{line}")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or "*" in parts.netloc:
        raise ValueError(line)
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}[parts.scheme] else ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.encode("idna").decode()
    return f"{parts.scheme}://{host}{port}"


def clean_pattern(pattern: str) -> str:
    """A path of the shop, where * stands for anything."""
    if pattern and not _PATTERN.fullmatch(pattern):
        raise forms.ValidationError(_t("A page pattern begins with / and has no spaces, for example /basket*"))
    return pattern


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    """All settings of a site's window."""

    url = web_address(
        label=_("Address of the shop"), required=False, help_text=_("Where your customers are. It leads back there from our mails.")
    )
    support_url = web_address(
        label=_("Your own support"),
        required=False,
        help_text=_("When nobody takes a question, the visitor may go there. Leave empty to offer nothing."),
    )

    class Meta:
        model = Site
        fields = [
            "launcher_text", "launcher_more", "colour", "position", "show_faces", "greeting", "about", "rewarded",
            "min_online", "widen_after", "offer_after", "silence_limit", "offline", "support_url",
            "name", "language", "url", "allowed_origins",
        ]  # fmt: skip
        widgets = {
            "colour": forms.TextInput(attrs={"type": "color"}),
            "position": forms.RadioSelect,
            "offline": forms.RadioSelect,
            "greeting": forms.Textarea(attrs={"rows": 2}),
            "about": forms.Textarea(attrs={"rows": 2}),
            "allowed_origins": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        }
        help_texts = {
            "launcher_text": _("Short and warm, as you would say it: “A question?”"),
            "launcher_more": _("Who answers, in a few words: “Our members have lived it.”"),
            "greeting": _("The first words the visitor reads in the window."),
            "about": _("Under your name: who will answer, and why. Honesty opens doors."),
            "show_faces": _("Up to three members who are here now. Real people invite more than any picture."),
            "rewarded": _("The window then says so to the visitor, and no setting hides it."),
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
        self.fields["min_online"].widget.attrs.update(max=50)
        for name in ("widen_after", "offer_after", "silence_limit"):
            self.fields[name].widget.attrs.update(min=5, max=3600)

    def clean_colour(self) -> str:
        """The brand's own colour is not repeated: the site then follows it when it changes."""
        colour = str(self.cleaned_data["colour"]).lower()
        return "" if colour == self.instance.brand.colour.lower() else colour

    def clean_url(self) -> str:
        return _clean_web(self.cleaned_data["url"])

    def clean_support_url(self) -> str:
        return _clean_web(self.cleaned_data["support_url"])

    def clean_min_online(self) -> int:
        return _between(self.cleaned_data["min_online"], 1, 50)

    def clean_widen_after(self) -> int:
        return _between(self.cleaned_data["widen_after"], 5, 3600)

    def clean_offer_after(self) -> int:
        return _between(self.cleaned_data["offer_after"], 5, 3600)

    def clean_silence_limit(self) -> int:
        return _between(self.cleaned_data["silence_limit"], 5, 3600)

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
        return values


def _between(value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise forms.ValidationError(_t("Choose a number from %(low)s to %(high)s.") % {"low": low, "high": high})
    return value


class NewSiteForm(forms.Form):
    """The beginnings of a site."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For your team and your members: “Nidéchange Spain”."))
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Questions of this site go to members who speak it.")
    )
    url = web_address(label=_("Address of the shop"), required=False)

    def clean_url(self) -> str:
        return _clean_web(self.cleaned_data["url"])


class GreetingForm(forms.ModelForm):  # type: ignore[type-arg]
    """When to greet first, and with which words."""

    class Meta:
        model = Greeting
        fields = ["page_pattern", "seconds", "text"]

    def clean_page_pattern(self) -> str:
        return clean_pattern(self.cleaned_data["page_pattern"])

    def clean_seconds(self) -> int:
        return _between(self.cleaned_data["seconds"], 1, 3600)


class TopicForm(forms.ModelForm):  # type: ignore[type-arg]
    """A subject of questions and how it is recognised."""

    class Meta:
        model = Topic
        fields = ["name", "keywords", "page_pattern"]
        widgets = {"keywords": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "name": _("One or two words that your members understand: “insurance”."),
            "keywords": _("A question with one of these words gets this topic."),
            "page_pattern": _("So does a question asked on such a page: /help/insurance*"),
        }

    def clean_page_pattern(self) -> str:
        return clean_pattern(self.cleaned_data["page_pattern"])


class BrandForm(forms.ModelForm):  # type: ignore[type-arg]
    """The brand itself."""

    class Meta:
        model = Brand
        fields = ["name", "colour", "capacity_cap"]
        widgets = {"colour": forms.TextInput(attrs={"type": "color"})}
        help_texts = {
            "colour": _("Buttons and accents follow it, made readable where needed."),
            "capacity_cap": _("Each member chooses their own number up to this one. Three or four is what people hold well."),
        }


class InviteForm(forms.Form):
    """Somebody to welcome."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("We write to them how to come in. Nobody else sees it."))
    name = forms.CharField(
        label=_("Pseudonym"), max_length=40, help_text=_("The name visitors and the community read. They may change it.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those in which they can answer."),
    )
    expertise = forms.CharField(label=_("What they know well"), max_length=120, required=False, help_text=_("A few words, with commas."))
    role = forms.ChoiceField(
        label=_("Part"),
        choices=Membership.Role.choices,
        initial=Membership.Role.AMBASSADOR,
        widget=forms.RadioSelect,
        help_text=_("Ambassadors are volunteers. Managers and support are your own team, and visitors read that they are."),
    )
