"""What is folded from the journal, small and by the hour; presence; the brand's own yardsticks. Nobody's words stand here but the brand's.

`hour` is whole hours since 1970, UTC. `day` (date.toordinal) and `slot` (weekday * 24 + hour of day, Monday first) are the brand's own.
"""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Talk(models.Model):
    """A conversation as the journal tells it. `id` is the conversation's; `member` who took it last."""

    id = models.BigIntegerField(primary_key=True)
    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="+", db_index=False)
    site = models.ForeignKey("brands.Site", models.CASCADE, related_name="+")
    asked_at = models.BigIntegerField()
    hour = models.IntegerField()
    day = models.IntegerField()
    slot = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    topic = models.BigIntegerField(null=True)
    page = models.CharField(max_length=120, blank=True)
    again = models.BooleanField(default=False)
    member = models.BigIntegerField(null=True)
    taken = models.BooleanField(default=False)
    replied = models.BigIntegerField(null=True)
    ended = models.BooleanField(default=False)
    lasted = models.BigIntegerField(null=True)
    thanked = models.BooleanField(default=False)
    stars = models.PositiveSmallIntegerField(null=True)
    words = models.BooleanField(default=False)
    handed = models.BooleanField(default=False)
    reported = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["brand", "asked_at"], name="talk_by_time"),
            models.Index(fields=["brand", "asked_at"], name="talk_with_words", condition=models.Q(words=True)),
        ]


class Hour(models.Model):
    """Questions of a site asked in one hour, and what became of them. `stars` and `lasted` (milliseconds) are sums."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    site = models.ForeignKey("brands.Site", models.CASCADE, db_index=False)
    hour = models.IntegerField()
    day = models.IntegerField()
    slot = models.PositiveSmallIntegerField()
    asked = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)
    replied = models.IntegerField(default=0)
    left = models.IntegerField(default=0)
    thanked = models.IntegerField(default=0)
    rated = models.IntegerField(default=0)
    stars = models.IntegerField(default=0)
    pleased = models.IntegerField(default=0)
    again = models.IntegerField(default=0)
    ended = models.IntegerField(default=0)
    lasted = models.BigIntegerField(default=0)
    handed = models.IntegerField(default=0)
    reported = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "hour"], name="one_row_an_hour")]
        indexes = [models.Index(fields=["brand", "day"], name="hour_by_day")]


class Bucket(models.Model):
    """A histogram: how many of a day's conversations fell into a step of time (rules.step_of). `kind`: reply or lasted."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    site = models.ForeignKey("brands.Site", models.CASCADE, db_index=False)
    day = models.IntegerField()
    kind = models.CharField(max_length=8)
    step = models.PositiveSmallIntegerField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day", "kind", "step"], name="one_row_a_step")]
        indexes = [models.Index(fields=["brand", "kind", "day"], name="step_by_day")]


class Tally(models.Model):
    """Questions of a day by what they have in common. `kind`: topic (its number), page (its path) or language."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    site = models.ForeignKey("brands.Site", models.CASCADE, db_index=False)
    day = models.IntegerField()
    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=120)
    asked = models.IntegerField(default=0)
    replied = models.IntegerField(default=0)
    thanked = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day", "kind", "key"], name="one_row_a_key")]
        indexes = [models.Index(fields=["brand", "kind", "day"], name="tally_by_day")]


class Helped(models.Model):
    """A member answered on that day: counted, never compared. `member` is a membership's id."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    site = models.ForeignKey("brands.Site", models.CASCADE, db_index=False)
    member = models.BigIntegerField()
    day = models.IntegerField()
    replied = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "member", "day"], name="one_row_a_helper")]
        indexes = [models.Index(fields=["brand", "day"], name="helped_by_day")]


class Habit(models.Model):
    """In which hours of the week a member likes to take questions."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    site = models.ForeignKey("brands.Site", models.CASCADE, db_index=False)
    member = models.BigIntegerField()
    slot = models.PositiveSmallIntegerField()
    taken = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "member", "slot"], name="one_row_a_habit")]
        indexes = [models.Index(fields=["brand", "slot"], name="habit_by_slot")]


class Presence(models.Model):
    """A quarter of an hour of a site: looks taken, in how many enough members were free, the window was open; free members, summed."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    site = models.ForeignKey("brands.Site", models.CASCADE, db_index=False)
    quarter = models.IntegerField()
    day = models.IntegerField()
    slot = models.PositiveSmallIntegerField()
    looks = models.IntegerField(default=0)
    quorum = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    free = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "quarter"], name="one_row_a_quarter")]
        indexes = [models.Index(fields=["brand", "day"], name="presence_by_day")]


class Trial(models.Model):
    """An hour of a site, window off or not: pages viewed, sales told, and their value in hundredths."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    site = models.ForeignKey("brands.Site", models.CASCADE, db_index=False)
    hour = models.IntegerField()
    off = models.BooleanField()
    views = models.IntegerField(default=0)
    sales = models.IntegerField(default=0)
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "hour", "off"], name="one_row_a_trial")]
        indexes = [models.Index(fields=["brand", "hour"], name="trial_by_hour")]


class Sale(models.Model):
    """A sale was told. Of the order only a digest with the site's salt stands here: enough to count it once."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    site = models.ForeignKey("brands.Site", models.CASCADE, db_index=False)
    digest = models.CharField(max_length=64)
    hour = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "digest"], name="sold_once")]


def _money(label: object) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(label, max_digits=10, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(Decimal(0))])  # type: ignore[arg-type]


class Measures(models.Model):
    """The brand's yardsticks: what an hour of work is, and what the community costs, each month."""

    brand = models.OneToOneField("brands.Brand", models.CASCADE, related_name="measures")
    zone = models.CharField(_("Time zone"), max_length=40, default="Europe/Paris")
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    month_hours = models.DecimalField(
        _("Working hours of one full-time job a month"),
        max_digits=6,
        decimal_places=2,
        default=Decimal("151.67"),
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(744))],
    )
    job_cost = _money(_("Loaded cost of that job a month"))
    rewards_cost = _money(_("Rewards a month"))
    gifts_cost = _money(_("Gifts and attentions a month"))
    software_cost = _money(_("Software and hosting a month"))
    manager_hours = models.DecimalField(
        _("Hours that managers spend on it a month"), max_digits=6, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    manager_cost = _money(_("Loaded cost of one such hour"))
    mailed = models.BooleanField(_("Mail the report on the first of each month to the brand's team"), default=True)


class Quote(models.Model):
    """A visitor's words that the manager may show. The words stay with the conversation: erased there, they are gone here."""

    conversation = models.BigIntegerField(primary_key=True)
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    approved_at = models.BigIntegerField()


class Willing(models.Model):
    """A member who wants to be called, now and then, when the window is about to stay closed in an hour they like."""

    member = models.OneToOneField("people.Membership", models.CASCADE, related_name="willing")
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    called_at = models.BigIntegerField(default=0)
