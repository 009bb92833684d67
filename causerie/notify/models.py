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

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="mail_due", condition=models.Q(sent_at__isnull=True))]
