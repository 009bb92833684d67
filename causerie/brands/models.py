"""Brands, their sites and what the window says there."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from causerie.brands import holdout


def new_site_key() -> str:
    """Public: it stands in the script tag."""
    return secrets.token_hex(8)


def new_identify_secret() -> str:
    """Shared with the brand's own server, which signs its customers' identity with it."""
    return secrets.token_urlsafe(32)


class Brand(models.Model):
    """A brand: the tenant. Every row of a room carries its brand."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("Name"), max_length=80)
    colour = models.CharField(_("Colour"), max_length=7, default="#b5482a", validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")])
    capacity_cap = models.PositiveSmallIntegerField(
        _("Conversations at once, at most"), default=4, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    # {language: [one, many]}: how the brand calls its ambassadors, where it chose.
    words = models.JSONField(_("How you call your ambassadors"), default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    def called(self, language: str, *, many: bool = False) -> str:
        """One ambassador, or several, in the brand's own word: "coach". The house's word where the brand chose none."""
        chosen = self.words.get(language, ["", ""])[many]
        with translation.override(language):
            return chosen or (translation.gettext("Ambassadors") if many else translation.gettext("Ambassador"))

    @cached_property
    def time_zone(self) -> str:
        """The clock on the brand's wall: that of its first site."""
        return self.sites.order_by("id").values_list("time_zone", flat=True).first() or settings.TIME_ZONE


class Site(models.Model):
    """One shop of a brand, in one country and one language, with its window."""

    class Position(models.TextChoices):
        RIGHT = "right", _("Right")
        LEFT = "left", _("Left")

    class Offline(models.TextChoices):
        HIDDEN = "hidden", _("Show nothing")
        LEAVE = "leave", _("Leave your question, with an answer by e-mail")

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="sites")
    key = models.CharField(max_length=32, unique=True, default=new_site_key)
    name = models.CharField(_("Name"), max_length=80)
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    url = models.URLField(_("Address of the shop"), blank=True)
    allowed_origins = models.TextField(_("Pages that may show the window"), blank=True)
    launcher_text = models.CharField(_("Words on the button"), max_length=60, blank=True)
    launcher_more = models.CharField(_("Second line of the button"), max_length=80, blank=True)
    greeting = models.CharField(_("Greeting"), max_length=300, blank=True)
    about = models.CharField(_("Who answers"), max_length=300, blank=True)
    colour = models.CharField(_("Colour"), max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")])
    position = models.CharField(_("Side"), max_length=5, choices=Position.choices, default=Position.RIGHT)
    show_faces = models.BooleanField(_("Show members' photos on the button"), default=True)
    rewarded = models.BooleanField(_("Members may receive rewards from the brand"), default=True)
    recruiting = models.BooleanField(_("Invite visitors to join the members after a good talk"), default=False)
    min_online = models.PositiveSmallIntegerField(_("Members needed to open"), default=1, validators=[MinValueValidator(1)])
    widen_after = models.PositiveIntegerField(_("Ask more members after (seconds)"), default=45)
    offer_after = models.PositiveIntegerField(_("Offer another way after (seconds)"), default=120)
    silence_limit = models.PositiveIntegerField(_("Back to the queue after silence of (seconds)"), default=240)
    offline = models.CharField(_("When nobody is here"), max_length=6, choices=Offline.choices, default=Offline.LEAVE)
    support_url = models.URLField(_("The brand's own support"), blank=True)
    offline_text = models.CharField(_("When nobody is here, say"), max_length=200, blank=True)
    reward_label = models.CharField(_("What members receive, in your words"), max_length=80, blank=True)
    picture = models.CharField(_("Picture on the button"), max_length=80, blank=True)
    # {language: {field: words}}: the five texts of SAID in the languages that are not the site's own.
    words = models.JSONField(_("Words in other languages"), default=dict, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=40, default="Europe/Paris")
    # {"0": ["09:00", "18:00"], …} from Monday; empty: no hours, the window opens whenever members are here.
    hours = models.JSONField(_("Opening hours"), default=dict, blank=True)
    identify_secret = models.CharField(max_length=64, default=new_identify_secret)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    SAID = ("launcher_text", "launcher_more", "greeting", "about", "offline_text")

    def said(self, field: str, language: str) -> str:
        """One of SAID in that language; in the site's own where nobody wrote another; "" leaves the house's words."""
        other = self.words.get(language, {}) if language != self.language else {}
        return str(other.get(field) or getattr(self, field))

    @property
    def origins(self) -> list[str]:
        """The exact origins whose pages may frame the window."""
        return self.allowed_origins.split()

    @property
    def accent(self) -> str:
        return self.colour or self.brand.colour

    @property
    def join_url(self) -> str:
        """Where the window leads who liked a talk and may want to answer too; "" when this site looks for nobody."""
        return f"/join/{self.key}/?from=window" if self.recruiting else ""


class Greeting(models.Model):
    """A small bubble that greets first: on pages that match, after some seconds."""

    brand = models.ForeignKey(Brand, models.CASCADE)
    site = models.ForeignKey(Site, models.CASCADE, related_name="greetings")
    page_pattern = models.CharField(_("Pages"), max_length=200, help_text=_("A path; * stands for anything. Example: /basket*"))
    seconds = models.PositiveIntegerField(_("Seconds on the page"), default=20)
    text = models.CharField(_("Words"), max_length=200)


class Topic(models.Model):
    """A subject of questions, recognised by words in the question or by the page."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="topics")
    name = models.CharField(_("Name"), max_length=40)
    keywords = models.TextField(_("Words, with commas"), blank=True)
    page_pattern = models.CharField(_("Pages"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="topic_once_per_brand")]

    def __str__(self) -> str:
        return self.name


class HoldOut(models.Model):
    """The hours in which a site's window stays off, so that what it brings can be measured (brands.holdout)."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="holdout")
    brand = models.ForeignKey(Brand, models.CASCADE)
    share = models.PositiveSmallIntegerField(_("Hours switched off"), default=0)
    seed = models.CharField(max_length=64, default=new_identify_secret)
    since = models.BigIntegerField(default=0)
    """The first hour (whole hours since 1970, UTC) in which the share counts."""

    def is_off(self, now: int) -> bool:
        """Whether the window stays off at that moment (milliseconds)."""
        hour = now // holdout.HOUR
        return hour >= self.since and self.drawn(hour)

    def drawn(self, hour: int) -> bool:
        """Whether that hour (whole hours since 1970, UTC) is one of those drawn."""
        return holdout.is_off(seed=self.seed, share=self.share, hour=hour)
