"""The outbox: mails written in the transaction that causes them, sent afterwards, tried again."""

from django.db import models


class Mail(models.Model):
    """One mail. `key` names its cause, so that the same cause never writes two."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, null=True)
    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.BigIntegerField()
    due_at = models.BigIntegerField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20, default="service")
    declined = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="mail_due", condition=models.Q(sent_at__isnull=True))]


class Contact(models.Model):
    """An address as a brand may use it, and what its owner wishes."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="+")
    email = models.EmailField()
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    quiet_from = models.PositiveSmallIntegerField(default=21)
    quiet_to = models.PositiveSmallIntegerField(default=8)
    weekly_cap = models.PositiveSmallIntegerField(default=3)
    stopped = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "email"], name="one_contact_a_brand")]


class Consent(models.Model):
    """A yes or a no to one kind of mail, and how it was said. Append-only: the proof of what was wanted when."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="consents")
    what = models.CharField(max_length=20)
    given = models.BooleanField()
    how = models.CharField(max_length=20)
    at = models.BigIntegerField()
