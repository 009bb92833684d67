"""The journal: what people did, append-only, one table that every reader folds."""

from django.db import models


class Fact(models.Model):
    """One thing that happened. `data` holds the fact's own fields; never a text that a person may ask to erase."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    at = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["brand", "kind", "id"], name="fact_by_kind")]


class Change(models.Model):
    """A setting or a decision of the brand's team: who, when, what, from which value to which. Append-only."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    at = models.BigIntegerField()
    by = models.ForeignKey("people.Membership", models.SET_NULL, null=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120, blank=True)
    changes = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, related_name="undone")

    class Meta:
        indexes = [
            models.Index(fields=["brand", "-id"], name="changes_newest"),
            models.Index(fields=["brand", "subject", "-id"], name="changes_of"),
        ]


class Erasure(models.Model):
    """A line of the list of erasures (`erasures.py`) that was carried out in this database, to its end."""

    entry = models.CharField(max_length=32, primary_key=True)
    at = models.BigIntegerField()


class Cursor(models.Model):
    """How far a reader of the journal has come."""

    reader = models.CharField(max_length=40, primary_key=True)
    last_id = models.BigIntegerField(default=0)
