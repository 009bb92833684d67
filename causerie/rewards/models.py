"""The programme of a brand: its rules, its ledger, what the journal was folded into, its catalogue. Instants are milliseconds."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RuleSet(models.Model):
    """One version of a brand's rules, never changed: the next one replaces it from `since` on."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    version = models.PositiveIntegerField()
    since = models.BigIntegerField()
    by = models.ForeignKey("people.Membership", models.SET_NULL, null=True)
    note = models.CharField(max_length=200, blank=True)
    data = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "version"], name="one_rule_set_a_version")]


# ---- the ledger: append-only, written by ledger.post alone -------------------------------------------------------------------


class Head(models.Model):
    """The end of a brand's chain. Whoever appends holds this row: numbers have no gap, and each hash knows the one before."""

    brand = models.OneToOneField("brands.Brand", models.CASCADE, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    looked_at = models.BigIntegerField(default=0)


class Account(models.Model):
    """Where score or points lie: a member's, or the brand's own (member is null). `balance` is the sum of its entries, kept."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    member = models.ForeignKey("people.Membership", models.PROTECT, null=True)
    name = models.CharField(max_length=12)
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "member", "name"], name="one_account_a_member"),
            models.UniqueConstraint(fields=["brand", "name"], condition=models.Q(member=None), name="one_account_a_brand"),
            models.CheckConstraint(condition=models.Q(member=None) | models.Q(balance__gte=0), name="no_member_owes"),
        ]


class Transaction(models.Model):
    """One cause and what it moved: its entries sum to zero in each currency. A cause moves something once, ever.

    `at`: when the cause happened. `note` says why nothing, or less, was moved (a code of rules.NOTES).
    """

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=12)
    ref = models.CharField(max_length=40)
    at = models.BigIntegerField()
    version = models.PositiveIntegerField(default=0)
    member = models.ForeignKey("people.Membership", models.PROTECT, null=True)
    note = models.CharField(max_length=12, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "kind", "ref"], name="rewarded_once"),
            models.UniqueConstraint(fields=["brand", "number"], name="chained_once"),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="statement"),
            models.Index(fields=["brand", "at"], name="moved_when"),
        ]


class Entry(models.Model):
    """So much into an account, or out of it (negative)."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    transaction = models.ForeignKey(Transaction, models.PROTECT, related_name="entries", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "account"], name="one_entry_an_account"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="entry_moves_something"),
        ]


class Due(models.Model):
    """Points of a transaction that wait for their day: the work list of `vest`, and the vesting accounts' detail."""

    transaction = models.OneToOneField(Transaction, models.CASCADE, primary_key=True)
    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    member = models.ForeignKey("people.Membership", models.CASCADE)
    points = models.PositiveIntegerField()
    due_at = models.BigIntegerField(db_index=True)


# ---- what the journal was folded into ----------------------------------------------------------------------------------------


class Talk(models.Model):
    """What rewards need of a conversation. `due_at`: when its rating settles; null once it has."""

    conversation = models.BigIntegerField(primary_key=True)
    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    visitor = models.BigIntegerField(default=0)
    own = models.BooleanField(default=False)
    language = models.CharField(max_length=5, blank=True)
    topic = models.BigIntegerField(null=True)
    member = models.BigIntegerField(default=0)
    replied_at = models.BigIntegerField(default=0)
    answered = models.BooleanField(default=False)
    helped = models.BooleanField(default=False)
    thanked_at = models.BigIntegerField(default=0)
    stars = models.PositiveSmallIntegerField(default=0)
    rated_at = models.BigIntegerField(default=0)
    due_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="rating_settles", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["visitor", "member"], name="talk_pair", condition=models.Q(visitor__gt=0)),
            models.Index(fields=["brand", "thanked_at"], name="thanked_when", condition=models.Q(thanked_at__gt=0)),
        ]


class Standing(models.Model):
    """What a member is known for, folded from the journal. `team`: they were staff when first seen, and earn nothing."""

    member = models.OneToOneField("people.Membership", models.CASCADE, primary_key=True)
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    team = models.BooleanField(default=False)
    score = models.BigIntegerField(default=0)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["brand", "-score"], name="by_score")]


class Mission(models.Model):
    """What a brand proposes for a while (rules.Mission). What it counts and gives never changes; ending it sooner moves `ends_at`."""

    class Counts(models.TextChoices):
        HELPED = "helped", _("Visitors who said it helped")
        REUSED = "reused", _("Prepared answers that helped others’ visitors")
        LIKED = "liked", _("Likes on posts")
        WELCOMED = "welcomed", _("Newcomers welcomed")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    title = models.CharField(_("Name"), max_length=60)
    text = models.CharField(_("What it is about"), max_length=400)
    counts = models.CharField(_("What counts"), max_length=8, choices=Counts.choices, default=Counts.HELPED)
    topic = models.BigIntegerField(null=True)
    times = models.PositiveIntegerField(_("How many"))
    score = models.PositiveIntegerField(_("Score"), default=0)
    points = models.PositiveIntegerField(_("Points"), default=0)
    badge = models.CharField(_("Badge"), max_length=30, blank=True)
    begins_at = models.BigIntegerField()
    ends_at = models.BigIntegerField()
    by = models.ForeignKey("people.Membership", models.SET_NULL, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "title", "begins_at"], name="proposed_once"),
            models.CheckConstraint(condition=models.Q(times__gte=1), name="mission_counts_something"),
        ]


class Circle(models.Model):
    """People who reward one another far above chance (circles.py), until a human has looked: whose rewards wait meanwhile.

    `of`: what those gave in 30 days, `count`: how much of it went round among them, `expected`: how much chance would send there.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CLEARED = "cleared"

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=120)
    members = models.JSONField()
    count = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    found_at = models.BigIntegerField()
    seen_at = models.BigIntegerField()
    why = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey("people.Membership", models.SET_NULL, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "kind", "key"], name="one_circle")]


class Wish(models.Model):
    """What a member chose: to stand on the weekly lists or not."""

    member = models.OneToOneField("people.Membership", models.CASCADE, primary_key=True)
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    listed = models.BooleanField(default=False)


class Hold(models.Model):
    """A reward that waits for a human, with the reasons (codes of fairness) and the member's word."""

    class State(models.TextChoices):
        WAITING = "waiting", _("To decide")
        RELEASED = "released", _("Given")
        DECLINED = "declined", _("Declined")

    transaction = models.OneToOneField(Transaction, models.PROTECT, primary_key=True)
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    member = models.ForeignKey("people.Membership", models.CASCADE)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    appeal = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey("people.Membership", models.SET_NULL, null=True, related_name="+")
    decided_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["brand", "state"], name="holds")]


class Correction(models.Model):
    """Why a manager gave, or took back: the words beside a transaction, which carries none."""

    transaction = models.OneToOneField(Transaction, models.PROTECT, primary_key=True)
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    by = models.ForeignKey("people.Membership", models.SET_NULL, null=True)
    why = models.CharField(max_length=500)


# ---- the catalogue -----------------------------------------------------------------------------------------------------------


class Reward(models.Model):
    """Something that points buy. No `stock`: as many as are asked."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    title = models.CharField(_("Name"), max_length=80)
    text = models.CharField(_("What it is"), max_length=400, blank=True)
    picture = models.CharField(max_length=80, blank=True)
    price = models.PositiveIntegerField(_("Price in points"))
    stock = models.PositiveIntegerField(_("How many there are"), null=True, blank=True)
    tier = models.PositiveSmallIntegerField(_("From this tier on"), default=0)
    sites = models.ManyToManyField("brands.Site", verbose_name=_("For the members of these sites only"), blank=True)
    shown = models.BooleanField(_("Shown in the catalogue"), default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(price__gte=1), name="nothing_is_free")]


class Redemption(models.Model):
    """A reward that somebody asked for, at the price they saw."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("reward", "Asked")
        APPROVED = "approved", _("Approved")
        SENT = "sent", _("Sent")
        RECEIVED = "received", pgettext_lazy("reward", "Received")
        CANCELLED = "cancelled", _("Cancelled, points given back")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    member = models.ForeignKey("people.Membership", models.PROTECT)
    reward = models.ForeignKey(Reward, models.PROTECT)
    client_id = models.CharField(max_length=32)
    price = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    note = models.CharField(max_length=300, blank=True)
    asked_at = models.BigIntegerField()
    changed_at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "client_id"], name="redeemed_once")]
        indexes = [models.Index(fields=["brand", "state", "id"], name="to_handle")]


class Exchange(models.Model):
    """The brand's own programme: where points go over its API, and what they are worth there.

    `table`: [[points, what they become], …], for example [1000, "10 €"].
    """

    brand = models.OneToOneField("brands.Brand", models.CASCADE, primary_key=True)
    name = models.CharField(_("Name of your programme"), max_length=60)
    url = models.URLField(_("Address that receives points"), max_length=500)
    secret = models.CharField(max_length=64)
    table = models.JSONField(default=list)
    open = models.BooleanField(_("Members may hand over points"), default=True)


class Payout(models.Model):
    """Points on their way to the brand's programme: a row of the outbox, told again with the same key until it is answered."""

    class State(models.TextChoices):
        WAITING = "waiting", _("On its way")
        DONE = "done", _("Arrived")
        REFUSED = "refused", _("Refused, points given back")
        UNCLEAR = "unclear", _("No clear answer")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    member = models.ForeignKey("people.Membership", models.PROTECT)
    client_id = models.CharField(max_length=32)
    key = models.CharField(max_length=43, unique=True)
    points = models.PositiveIntegerField()
    worth = models.CharField(max_length=40)
    customer = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.BigIntegerField()
    due_at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "client_id"], name="paid_out_once")]
        indexes = [models.Index(fields=["due_at"], name="payout_due", condition=models.Q(state="waiting"))]
