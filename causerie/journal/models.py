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


class Cursor(models.Model):
    """How far a reader of the journal has come."""

    reader = models.CharField(max_length=40, primary_key=True)
    last_id = models.BigIntegerField(default=0)
