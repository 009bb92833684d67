"""The manager's forms. What is wrong is said in words, beside its field."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from causerie.brands.models import Brand, Greeting, Topic
from causerie.design.theme import DEFAULT
from causerie.office.origins import origin_of
from causerie.people.models import Membership

_PATTERN = re.compile(r"/[^\s?#]*")


def web_address(**options: Any) -> forms.URLField:
    """http or https; typed without a scheme, it is https."""
    return forms.URLField(assume_scheme="https", **options)


def clean_web(address: str) -> str:
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise forms.ValidationError(_t("An address of the web begins with https://"))
    return address


def clean_pattern(pattern: str) -> str:
    """A path of the shop, where * stands for anything."""
    if pattern and not _PATTERN.fullmatch(pattern):
        raise forms.ValidationError(_t("A page pattern begins with / and has no spaces, for example /basket*"))
    return pattern


def between(value: int, low: int, high: int) -> int:
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
        return clean_web(self.cleaned_data["url"])


class GreetingForm(forms.ModelForm):  # type: ignore[type-arg]
    """When to greet first, and with which words."""

    class Meta:
        model = Greeting
        fields = ["page_pattern", "seconds", "text"]

    def clean_page_pattern(self) -> str:
        return clean_pattern(self.cleaned_data["page_pattern"])

    def clean_seconds(self) -> int:
        return between(self.cleaned_data["seconds"], 1, 3600)


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


class AnswerForm(forms.Form):
    """An answer that every member finds."""

    shortcut = forms.CharField(label=_("Shortcut"), max_length=40, help_text=_("What members type after /: one word, such as “insurance”."))
    text = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("Any")), *settings.LANGUAGES], required=False)


class BrandForm(forms.ModelForm):  # type: ignore[type-arg]
    """The brand itself, and how it calls its ambassadors in each language."""

    class Meta:
        model = Brand
        fields = ["name", "colour", "capacity_cap"]
        widgets = {"colour": forms.TextInput(attrs={"type": "color"})}
        help_texts = {
            "colour": _("Buttons and accents follow it, made readable where needed."),
            "capacity_cap": _("Each member chooses their own number up to this one. Three or four is what people hold well."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            one, many = self.instance.words.get(code, ["", ""])
            for field, value, label in ((f"one_{code}", one, _t("One of them")), (f"many_{code}", many, _t("Several of them"))):
                plain = {"one": self.instance.called(code), "many": self.instance.called(code, many=True)}[field[:-3]]
                widget = forms.TextInput(attrs={"placeholder": plain, "lang": code})
                self.fields[field] = forms.CharField(label=label, max_length=40, required=False, initial=value, widget=widget)

    @property
    def languages(self) -> list[tuple[str, list[Any]]]:
        """(name of the language, its two fields)."""
        return [(str(name), [self[f"one_{code}"], self[f"many_{code}"]]) for code, name in settings.LANGUAGES]

    @property
    def plain(self) -> list[Any]:
        return [self[name] for name in self.Meta.fields]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        words = {code: [values.get(f"one_{code}", ""), values.get(f"many_{code}", "")] for code, _name in settings.LANGUAGES}
        for code, (one, many) in words.items():
            if bool(one) != bool(many):
                self.add_error(f"many_{code}" if one else f"one_{code}", _t("Write both, or neither."))
        values["words"] = {code: pair for code, pair in words.items() if all(pair)}
        return values


class NewBrandForm(forms.Form):
    """Another brand on the same server."""

    name = forms.CharField(label=_("Name of the brand"), max_length=80)
    colour = forms.RegexField(r"^#[0-9a-fA-F]{6}$", label=_("Its colour"), initial=DEFAULT, widget=forms.TextInput(attrs={"type": "color"}))
    shop = web_address(label=_("Address of its site"), help_text=_("Where its customers are: the window opens there and nowhere else."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def clean_shop(self) -> str:
        return clean_shop(self.cleaned_data["shop"])


def clean_shop(address: str) -> str:
    """An address whose origin can be named exactly."""
    try:
        origin_of(address)
    except ValueError as error:
        raise forms.ValidationError(_t("Write it as https://shop.example.org")) from error
    return address


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
        help_text=_("Ambassadors are volunteers. The others are your own team, and visitors read that they are."),
    )

    def __init__(self, *args: Any, brand: Brand, hands: frozenset[str], team: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [role for role in Membership.Role if role in hands]
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        called = {Membership.Role.AMBASSADOR: brand.called(get_language() or "en")}
        field.choices = [(role.value, called.get(role, role.label)) for role in shown]
        if team:
            field.initial = Membership.Role.SUPPORT
