"""Personal touches, gifts and their parcels, and what a member tells of themselves beyond a line."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Attention(models.Model):
    """Something a manager may do for one member. `cause` names what it is for: the same cause never asks twice."""

    class Kind(models.TextChoices):
        WELCOME = "welcome", _("New here")
        FIRST = "first", _("First answer")
        HUNDREDTH = "hundredth", _("Hundredth answer")
        BIRTHDAY = "birthday", _("Birthday")
        BACK = "back", _("Back again")
        UNWELL = "unwell", _("Unwell")
        OTHER = "other", _("A touch of yours")

    class State(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Let pass")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    member = models.ForeignKey("people.Membership", models.CASCADE, related_name="attentions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    cause = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    at = models.BigIntegerField()
    due_at = models.BigIntegerField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("people.Membership", models.SET_NULL, null=True, related_name="+")
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "cause"], name="attention_once_a_cause"),
            models.UniqueConstraint(fields=["member"], condition=Q(kind="unwell", state="open"), name="unwell_once_at_a_time"),
        ]
        indexes = [models.Index(fields=["brand", "state", "due_at"], name="attention_to_do")]


class Tally(models.Model):
    """What the reader of the journal counts of a member."""

    member = models.OneToOneField("people.Membership", models.CASCADE, primary_key=True, related_name="+")
    answers = models.PositiveIntegerField(default=0)
    last_claim_at = models.BigIntegerField(null=True)


class Wording(models.Model):
    """The brand's own words for a kind of touch, in one language."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    kind = models.CharField(max_length=10, choices=Attention.Kind.choices)
    language = models.CharField(max_length=5)
    text = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "kind", "language"], name="wording_once")]


class Gift(models.Model):
    """Something to give. `stock` is never below zero."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    name = models.CharField(_("Name"), max_length=80)
    about = models.CharField(_("What it is"), max_length=200, blank=True)
    by_post = models.BooleanField(_("Sent by post: we ask where to"), default=True)
    stock = models.PositiveIntegerField(default=0)
    shown = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(stock__gte=0), name="gift_stock_not_below_zero")]

    def __str__(self) -> str:
        return self.name


class Parcel(models.Model):
    """One gift given to one member. `key` names what it was given for, so that no click gives twice; `until`: then it lapses."""

    class State(models.TextChoices):
        ASKED = "asked", _("Address awaited")
        READY = "ready", _("To send")
        SENT = "sent", _("Sent")
        CANCELLED = "cancelled", _("Not sent")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    member = models.ForeignKey("people.Membership", models.CASCADE, related_name="parcels")
    gift = models.ForeignKey(Gift, models.PROTECT, related_name="parcels")
    key = models.CharField(max_length=80)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    by = models.ForeignKey("people.Membership", models.SET_NULL, null=True, related_name="+")
    at = models.BigIntegerField()
    changed_at = models.BigIntegerField()
    until = models.BigIntegerField(null=True)
    mailed_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "key"], name="parcel_once_a_key")]
        indexes = [
            models.Index(fields=["brand", "state", "at"], name="parcels_in_state"),
            models.Index(fields=["until"], name="parcel_lapses", condition=Q(state__in=["asked", "ready"])),
        ]


class Address(models.Model):
    """Where a parcel goes, sealed with this house's key (sealing.py). The row lives until the parcel leaves."""

    parcel = models.OneToOneField(Parcel, models.CASCADE, primary_key=True, related_name="address")
    sealed = models.TextField()


class About(models.Model):
    """What a member tells of themselves; every field is theirs to leave empty. `place`: a key of places.py, never anything finer."""

    member = models.OneToOneField("people.Membership", models.CASCADE, primary_key=True, related_name="about")
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    passions = models.CharField(_("What you love"), max_length=200, blank=True)
    story = models.TextField(_("Your story"), max_length=1500, blank=True)
    birth_day = models.PositiveSmallIntegerField(null=True, validators=[MinValueValidator(1), MaxValueValidator(31)])
    birth_month = models.PositiveSmallIntegerField(null=True, validators=[MinValueValidator(1), MaxValueValidator(12)])
    place = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["birth_month", "birth_day"], name="birthday_on"),
            models.Index(fields=["brand", "place"], name="about_by_place"),
        ]


class ShownThanks(models.Model):
    """A visitor's words that the member chose to show. The words stay in the conversation: erased there, gone here."""

    member = models.ForeignKey("people.Membership", models.CASCADE, related_name="+")
    conversation = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "conversation"], name="thanks_shown_once")]
