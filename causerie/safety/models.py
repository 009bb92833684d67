"""What the team decided of a report, how long each kind of personal data is kept, and what a site says of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    """What became of a report: one decision, its reasons, and what was answered to an appeal."""

    class What(models.TextChoices):
        NOTHING = "nothing", _("Nothing needs to be done")
        WARN = "warn", _("A word to the person concerned")
        END = "end", _("End the conversation")
        BLOCK = "block", _("Block the visitor")
        MEMBERSHIP = "membership", _("End the member’s part in the brand")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("The decision stands")
        LIFTED = "lifted", _("The decision is taken back")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    report = models.OneToOneField("conversations.Report", models.CASCADE, related_name="decision")
    # The member whom a visitor reported; null where a visitor is concerned. The conversation may have gone to somebody else since.
    concerned = models.ForeignKey("people.Membership", models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey("people.Membership", models.SET_NULL, null=True, related_name="+")
    at = models.BigIntegerField()
    appealed_at = models.BigIntegerField(null=True)
    appeal = models.CharField(max_length=1000, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    settled_by = models.ForeignKey("people.Membership", models.SET_NULL, null=True, related_name="+")
    settled_at = models.BigIntegerField(null=True)

    @property
    def state(self) -> str:
        """decided, appealed or settled."""
        return "settled" if self.settled_at else "appealed" if self.appealed_at else "decided"


class Keeping(models.Model):
    """After how many days each kind of personal data is forgotten."""

    brand = models.OneToOneField("brands.Brand", models.CASCADE, primary_key=True)
    words = models.PositiveSmallIntegerField(_("Words, pictures and ratings of ended conversations"), default=180)
    pages = models.PositiveSmallIntegerField(_("Pages that visitors looked at"), default=30)
    originals = models.PositiveSmallIntegerField(_("What was hidden from members"), default=30)
    mails = models.PositiveSmallIntegerField(_("Mails sent, and addresses that visitors left"), default=30)
    applications = models.PositiveSmallIntegerField(_("Applications that were not taken up"), default=365)


class Notice(models.Model):
    """What a site's privacy page says besides what the house knows."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="+")
    site = models.OneToOneField("brands.Site", models.CASCADE, primary_key=True)
    controller = models.CharField(_("Who is responsible (name and address)"), max_length=300, blank=True)
    contact = models.CharField(_("Where to write about personal data"), max_length=200, blank=True)
    more = models.TextField(_("Anything else to say"), max_length=4000, blank=True)


class LinkWish(models.Model):
    """An address typed where one asks what is kept: a link goes there, or nothing. Kept until the next round, seconds later."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="+")
    email = models.EmailField()
    language = models.CharField(max_length=10)
