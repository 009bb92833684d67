"""The community's life: the feed and what hangs on it, the room's chat, the private lines."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

_MEMBER = "people.Membership"


class Corner(models.TextChoices):
    """Where a post stands. Articles are news; the bar is for everything else."""

    NEWS = "news", _("News")
    HELLO = "hello", _("Hello!")
    BAR = "bar", _("The bar")
    TIPS = "tips", _("Tips")
    SUGGESTIONS = "suggestions", _("Suggestions")


class Post(models.Model):
    """Something told to the community. An article is a post with a title, by the brand's team."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    author = models.ForeignKey(_MEMBER, models.CASCADE, related_name="posts")
    corner = models.CharField(max_length=12, choices=Corner.choices, default=Corner.BAR)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    picture = models.CharField(max_length=80, blank=True)
    picture_width = models.PositiveIntegerField(default=0)
    picture_height = models.PositiveIntegerField(default=0)
    posted_at = models.BigIntegerField()
    early = models.BooleanField(default=False)
    """Members read it before the public does."""
    edited_at = models.BigIntegerField(null=True, blank=True)
    pinned_at = models.BigIntegerField(null=True, blank=True)
    sought = models.TextField(blank=True)
    """Title, words and author without case and accents: what a search looks in, alike on every database."""

    class Meta:
        indexes = [
            models.Index(fields=["brand", "-id"], name="feed"),
            models.Index(fields=["brand", "corner", "-id"], name="feed_corner"),
            models.Index(fields=["brand", "-pinned_at"], condition=Q(pinned_at__isnull=False), name="feed_pinned"),
        ]


class Comment(models.Model):
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    author = models.ForeignKey(_MEMBER, models.CASCADE, related_name="comments")
    text = models.CharField(max_length=1000)
    posted_at = models.BigIntegerField()
    edited_at = models.BigIntegerField(null=True, blank=True)


class Like(models.Model):
    """What somebody feels about a post: one row for each member and post, whatever the kind."""

    class Kind(models.TextChoices):
        LIKE = "like", _("Like")
        BRAVO = "bravo", _("Bravo")
        SMILE = "smile", _("That makes me smile")
        MOVED = "moved", _("I am moved")
        IDEA = "idea", _("Good idea")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    post = models.ForeignKey(Post, models.CASCADE, related_name="likes")
    member = models.ForeignKey(_MEMBER, models.CASCADE)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LIKE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="liked_once")]


class Tag(models.Model):
    """A topic of the feed, `name` as it is written after the # and in lower case."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    name = models.CharField(max_length=40)
    posts = models.ManyToManyField(Post, related_name="tags")
    followers = models.ManyToManyField("people.Membership", related_name="followed_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="tag_once")]


class Poll(models.Model):
    """A question with two to six answers under a post; open until `ends_at`."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    post = models.OneToOneField(Post, models.CASCADE, related_name="poll")
    ends_at = models.BigIntegerField()


class Choice(models.Model):
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="choices")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=80)


class Vote(models.Model):
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes")
    choice = models.ForeignKey(Choice, models.CASCADE, related_name="votes")
    member = models.ForeignKey(_MEMBER, models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "member"], name="voted_once")]


class Suggestion(models.Model):
    """A post to the brand: the brand owes it an answer before `due_at`."""

    class Status(models.TextChoices):
        NEW = "new", _("Waits to be read")
        SEEN = "seen", _("Seen")
        STUDY = "study", _("In study")
        DONE = "done", _("Done")
        NO = "no", _("Not this time")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    post = models.OneToOneField(Post, models.CASCADE, related_name="suggestion")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    due_at = models.BigIntegerField(null=True, blank=True)
    """When the next word of the brand is owed; nothing once it is done or declined."""
    reminded_at = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["brand", "due_at"], name="suggestion_due")]


class Step(models.Model):
    """A word of the brand on a suggestion: where it stands now, and why."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="steps")
    by = models.ForeignKey(_MEMBER, models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=8, choices=Suggestion.Status.choices)
    text = models.CharField(max_length=600, blank=True)
    at = models.BigIntegerField()


class Notice(models.Model):
    """Something in the feed that concerns one member: told once, live and in their list."""

    class Kind(models.TextChoices):
        MENTION = "mention"
        COMMENT = "comment"
        STATUS = "status"
        OVERDUE = "overdue"

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    member = models.ForeignKey(_MEMBER, models.CASCADE, related_name="notices")
    by = models.ForeignKey(_MEMBER, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    post = models.ForeignKey(Post, models.CASCADE, related_name="notices")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="notices")
    at = models.BigIntegerField()
    seen_at = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-id"], name="notices_of_member")]
        constraints = [
            models.UniqueConstraint(fields=["member", "comment", "kind"], condition=Q(comment__isnull=False), name="told_once_of_comment"),
            models.UniqueConstraint(
                fields=["member", "post", "kind"], condition=Q(comment__isnull=True, kind="mention"), name="told_once_of_post"
            ),
        ]


class Reading(models.Model):
    """How far a member has read the feed."""

    member = models.OneToOneField(_MEMBER, models.CASCADE, primary_key=True, related_name="reading")
    last_post = models.BigIntegerField(default=0)
    at = models.BigIntegerField(default=0)


class Trace(models.Model):
    """Words as they stood before they were changed or removed, for the brand's managers and for a time.

    Numbers, not keys: the trace of a removed post outlives it.
    """

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    post = models.BigIntegerField()
    comment = models.BigIntegerField(null=True)
    author = models.ForeignKey(_MEMBER, models.CASCADE, related_name="+")
    by = models.ForeignKey(_MEMBER, models.CASCADE, related_name="+")
    removed = models.BooleanField(default=False)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    at = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["brand", "post"], name="traces_of_post")]


class Said(models.Model):
    """A short message in the room's chat."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    author = models.ForeignKey(_MEMBER, models.CASCADE, related_name="+")
    client_id = models.CharField(max_length=64)
    text = models.CharField(max_length=500)
    at = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["brand", "-id"], name="chat"), models.Index(fields=["at"], name="chat_by_age")]
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="said_once")]


class Flag(models.Model):
    """A member asks the managers to look at a post, a comment or a chat message."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    by = models.ForeignKey(_MEMBER, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="flags")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="flags")
    said = models.ForeignKey(Said, models.CASCADE, null=True, related_name="flags")
    reason = models.CharField(max_length=300, blank=True)
    at = models.BigIntegerField()
    settled_at = models.BigIntegerField(null=True, blank=True)
    settled_by = models.ForeignKey(_MEMBER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["brand", "settled_at"], name="flags_open")]
        constraints = [
            models.UniqueConstraint(fields=["by", "post"], condition=Q(post__isnull=False), name="flagged_post_once"),
            models.UniqueConstraint(fields=["by", "comment"], condition=Q(comment__isnull=False), name="flagged_comment_once"),
            models.UniqueConstraint(fields=["by", "said"], condition=Q(said__isnull=False), name="flagged_said_once"),
        ]


class Line(models.Model):
    """The private line between one member and the brand's managers. Members have none among themselves."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    member = models.OneToOneField(_MEMBER, models.CASCADE, related_name="line")
    last = models.BigIntegerField(default=0)
    last_at = models.BigIntegerField(default=0)
    seen_by_member = models.BigIntegerField(default=0)
    seen_by_team = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["brand", "-last_at"], name="lines_by_last")]


class LineWord(models.Model):
    """A message of a private line."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="words")
    sender = models.ForeignKey(_MEMBER, models.CASCADE, related_name="+")
    client_id = models.CharField(max_length=64)
    text = models.CharField(max_length=2000)
    at = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["line", "-id"], name="words_of_line")]
        constraints = [models.UniqueConstraint(fields=["sender", "client_id"], name="line_word_once")]
