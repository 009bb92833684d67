"""Visitors, conversations and the message log. Instants are milliseconds since 1970 (kernel.clock)."""

from django.db import models

from causerie.kernel.ids import new_id, new_secret, to_public


class Epoch(models.Model):
    """The log's epoch: clients that knew another one start afresh. It changes when a backup is restored."""

    value = models.CharField(max_length=64, default=new_secret)


class Visitor(models.Model):
    """Somebody who wrote in a window, known by tokens only (or by the brand's signed word)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    site = models.ForeignKey("brands.Site", models.CASCADE)
    name = models.CharField(max_length=40, blank=True)
    identity = models.CharField(max_length=120, blank=True)
    created_at = models.BigIntegerField()
    blocked_at = models.BigIntegerField(null=True)


class Sighting(models.Model):
    """A page of that origin asked for the window's status: the tag stands there."""

    site = models.ForeignKey("brands.Site", models.CASCADE)
    origin = models.CharField(max_length=200)
    first_at = models.BigIntegerField()
    last_at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "origin"], name="sighted_once")]


class VisitorToken(models.Model):
    """What a visitor shows: one for each browser they came back in. Only its digest is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="tokens")


class Conversation(models.Model):
    """A question and what became of it. While it waits it stands in the queue."""

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        CLOSED = "closed"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    site = models.ForeignKey("brands.Site", models.CASCADE)
    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="conversations")
    ask_client_id = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    for_team = models.BooleanField(default=False)
    widened = models.BooleanField(default=False)
    language = models.CharField(max_length=5)
    topic = models.ForeignKey("brands.Topic", models.SET_NULL, null=True)
    preview = models.CharField(max_length=280)
    page_url = models.CharField(max_length=500, blank=True)
    page_title = models.CharField(max_length=200, blank=True)
    page_picture = models.CharField(max_length=500, blank=True)

    holder = models.ForeignKey("people.Membership", models.SET_NULL, null=True, related_name="held")
    lease = models.PositiveIntegerField(default=0)
    warned = models.BooleanField(default=False)
    offered = models.BooleanField(default=False)

    last_seq = models.PositiveIntegerField(default=0)
    last_sender = models.BigIntegerField(default=0)
    last_at = models.BigIntegerField()
    visitor_seen = models.PositiveIntegerField(default=0)
    holder_seen = models.PositiveIntegerField(default=0)

    asked_at = models.BigIntegerField()
    waiting_since = models.BigIntegerField()
    claimed_at = models.BigIntegerField(null=True)
    first_reply_at = models.BigIntegerField(null=True)
    closed_at = models.BigIntegerField(null=True)
    check_at = models.BigIntegerField(null=True)

    email = models.EmailField(blank=True)
    mailed_seq = models.PositiveIntegerField(default=0)
    thanked_at = models.BigIntegerField(null=True)
    stars = models.PositiveSmallIntegerField(null=True)
    comment = models.CharField(max_length=500, blank=True)
    reported_at = models.BigIntegerField(null=True)
    erased_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visitor", "ask_client_id"], name="asked_once"),
            models.CheckConstraint(
                condition=models.Q(state="taken", holder__isnull=False) | ~models.Q(state="taken"), name="taken_has_a_holder"
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "state", "waiting_since"], name="queue"),
            models.Index(fields=["holder", "state"], name="held_by"),
            models.Index(fields=["check_at"], name="due", condition=models.Q(check_at__isnull=False)),
        ]

    @property
    def public_id(self) -> str:
        return to_public(self.id)


class Picture(models.Model):
    """A picture sent in a conversation: re-encoded by us, under a random name."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()


class Message(models.Model):
    """One line of the log. `sender` is the membership's id, or 0 for the visitor (a conversation has exactly one).

    The writer holds the conversation's row, and no conversation is ever deleted: that the database looks for both once more, row by row,
    took PostgreSQL a third of the time of an insert. `causerie check` looks for both.
    """

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False, db_constraint=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages", db_index=False, db_constraint=False)
    seq = models.PositiveIntegerField()
    sender = models.BigIntegerField()
    client_id = models.CharField(max_length=64)
    text = models.TextField()
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, db_index=False)
    sent_at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="one_message_a_position"),
            models.UniqueConstraint(fields=["conversation", "sender", "client_id"], name="sent_once"),
        ]


class PreparedAnswer(models.Model):
    """A text to pick with `/`: the brand's (member is null) or one's own, which one may let the others use."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    member = models.ForeignKey("people.Membership", models.CASCADE, null=True, related_name="prepared")
    language = models.CharField(max_length=5, blank=True)
    shortcut = models.CharField(max_length=40)
    text = models.CharField(max_length=2000)
    shared = models.BooleanField(default=False)


class Report(models.Model):
    """Somebody asks the brand's team to look at a conversation."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    conversation = models.ForeignKey(Conversation, models.CASCADE)
    by = models.ForeignKey("people.Membership", models.CASCADE, null=True)
    reason = models.CharField(max_length=500, blank=True)
    blocked = models.BooleanField(default=False)
    at = models.BigIntegerField()


class MailRequest(models.Model):
    """An address and what to send there: the transcript, or word that an answer waits. The mail's link works once (`used_at`)."""

    class Kind(models.TextChoices):
        TRANSCRIPT = "transcript"
        ANSWER = "answer"

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    conversation = models.ForeignKey(Conversation, models.CASCADE)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    email = models.EmailField()
    at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)


class Guard(models.Model):
    """What a brand hides or holds back before others read it. No row: everything personal is hidden, nothing is held."""

    class Words(models.TextChoices):
        HIDE = "hide"
        HOLD = "hold"

    brand = models.OneToOneField("brands.Brand", models.CASCADE, primary_key=True)
    masks = models.BooleanField(default=True)
    spared = models.TextField(blank=True)
    words = models.TextField(blank=True)
    words_are = models.CharField(max_length=4, choices=Words.choices, default=Words.HIDE)


class Original(models.Model):
    """What somebody wrote, where the message shows less: apart, for the brand's team, for a while."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, db_index=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="originals", db_index=False)
    seq = models.PositiveIntegerField()
    text = models.TextField()
    at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "seq"], name="one_original_a_position")]
        indexes = [models.Index(fields=["brand", "at"], name="original_by_age")]


class Reading(models.Model):
    """Somebody of the team looked at what was hidden, or came to read along, and why."""

    class Kind(models.TextChoices):
        ORIGINALS = "originals"
        ALONG = "along"

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    conversation = models.ForeignKey(Conversation, models.CASCADE)
    member = models.ForeignKey("people.Membership", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    reason = models.CharField(max_length=300, blank=True)
    at = models.BigIntegerField()


class Held(models.Model):
    """A visitor's message that waits for the team, because of a word in it."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    conversation = models.ForeignKey(Conversation, models.CASCADE)
    client_id = models.CharField(max_length=64)
    text = models.TextField()
    at = models.BigIntegerField()
    decided_at = models.BigIntegerField(null=True)
    passed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "client_id"], name="held_once")]


class VisitorNetwork(models.Model):
    """From which network a visitor came, as a keyed digest: to see many of them from one place, and to block it. Short-lived."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    visitor = models.OneToOneField(Visitor, models.CASCADE, related_name="network", primary_key=True)
    digest = models.CharField(max_length=32)
    at = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["brand", "digest", "at"], name="visits_of_network")]


class BlockedNetwork(models.Model):
    """A network from which nobody may begin, until an instant. A household, a café or a town may stand behind it."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    digest = models.CharField(max_length=32)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("people.Membership", models.SET_NULL, null=True)
    at = models.BigIntegerField()
    until = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["brand", "digest", "until"], name="blocked_until")]
