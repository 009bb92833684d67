"""The forms of the first start."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from causerie.design.theme import DEFAULT
from causerie.office.forms import clean_shop, web_address


class CodeForm(forms.Form):
    """What the operator's terminal says."""

    code = forms.CharField(
        label=_("Setup code"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off", "spellcheck": "false", "autofocus": True}),
        help_text=_("Three groups of four letters and digits. It stands in the terminal that runs Causerie, and in the data folder."),
    )


class FirstBrandForm(forms.Form):
    """Whose community it is."""

    name = forms.CharField(label=_("Name of the brand"), max_length=80, help_text=_("As your customers know it."))
    colour = forms.CharField(
        label=_("Its colour"),
        initial=DEFAULT,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")],
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("One is enough: buttons, soft surfaces and dark mode follow from it, always readable."),
    )


class FirstSiteForm(forms.Form):
    """Where the window will stand, and in which languages."""

    site_name = forms.CharField(
        label=_("Name of the site"), max_length=60, help_text=_("For your team and your members: “Nidéchange France”.")
    )
    shop = web_address(label=_("Its address"), help_text=_("Where your customers are: the window opens there and nowhere else."))
    language = forms.ChoiceField(label=_("Its language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    others = forms.MultipleChoiceField(
        label=_("Other languages of your customers"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each language gets a window of its own, answered by members who speak it. You can add one later."),
    )

    def clean_shop(self) -> str:
        return clean_shop(self.cleaned_data["shop"])


class OwnerForm(forms.Form):
    """Who leads. Without a mail server a password is the only way in."""

    pseudonym = forms.CharField(
        label=_("Your name"), max_length=40, help_text=_("As members and visitors will read it: a first name is enough.")
    )
    owner = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"), max_length=200, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mailed = bool(settings.CAUSERIE["MAIL_URL"])
        self.fields["password"].required = not mailed
        self.fields["password"].help_text = (
            _t("Ten characters or more. Leave it empty to come in by a code that we mail you each time.")
            if mailed
            else _t("Ten characters or more.")
        )

    def clean_password(self) -> str | None:
        password = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password or None
