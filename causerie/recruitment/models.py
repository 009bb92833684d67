"""Coming in: the public page, applications, quizzes, invitations, campaigns, and the first hour. Instants are milliseconds since 1970."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from causerie.kernel.ids import new_id
from causerie.people.models import Membership


class Source(models.TextChoices):
    """Where an applicant came from."""

    PAGE = "page", _("The page itself")
    WINDOW = "window", _("The window, after a talk")
    MEMBER = "member", _("A member’s invitation")
    CAMPAIGN = "campaign", _("A campaign by e-mail")
    SIGNED = "signed", _("The brand’s own link")
    TEAM = "team", _("Invited by the team")


class Programme(models.Model):
    """A brand's own numbers for coming in."""

    brand = models.OneToOneField("brands.Brand", models.CASCADE, primary_key=True)
    active_answers = models.PositiveSmallIntegerField(
        _("Answers that make somebody active"), default=5, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    answer_within = models.PositiveSmallIntegerField(
        _("Days to answer an applicant"), default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    mails_a_day = models.PositiveIntegerField(
        _("Campaign mails a day, at most"), default=300, validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    reminded_at = models.BigIntegerField(default=0)


class Page(models.Model):
    """The public page of a site: “become an ambassador”, in the site's language."""

    class Proof(models.TextChoices):
        NONE = "none", _("Do not ask")
        ASK = "ask", _("Ask, without obligation")
        MUST = "must", _("They must be a customer")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    site = models.OneToOneField("brands.Site", models.CASCADE, related_name="join_page")
    open = models.BooleanField(_("Applications are open"), default=True)
    headline = models.CharField(_("Headline"), max_length=120, blank=True)
    what = models.TextField(_("What it is"), max_length=2000, blank=True)
    what_not = models.TextField(_("What it is not"), max_length=2000, blank=True)
    questions = models.TextField(_("Questions people ask"), max_length=6000, blank=True)
    proof = models.CharField(_("Being a customer"), max_length=4, choices=Proof.choices, default=Proof.ASK)
    proof_label = models.CharField(_("What proves it"), max_length=80, blank=True)
    of_age = models.PositiveSmallIntegerField(_("Age to be declared"), default=18, validators=[MaxValueValidator(99)])
    languages = models.JSONField(_("Languages that you look for"), default=list, blank=True)
    regions = models.TextField(_("Regions"), max_length=2000, blank=True)


class Charter(models.Model):
    """One version of what members and brand promise each other. Never changed: a new text is a new version."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    version = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    """{language: text}"""
    by = models.ForeignKey(Membership, models.SET_NULL, null=True)
    at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "version"], name="charter_version_once")]

    def text_in(self, language: str) -> str:
        return str(self.texts.get(language) or next((text for text in self.texts.values() if text), ""))


class Acceptance(models.Model):
    """A member has accepted a version of the charter."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    member = models.ForeignKey(Membership, models.CASCADE, related_name="acceptances")
    charter = models.ForeignKey(Charter, models.CASCADE)
    at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "charter"], name="charter_accepted_once")]


class Quiz(models.Model):
    """Questions on one topic, in one language."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    topic = models.ForeignKey("brands.Topic", models.CASCADE, related_name="quizzes", verbose_name=_("Topic"))
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    pass_mark = models.PositiveSmallIntegerField(_("Right answers needed"), default=1, validators=[MinValueValidator(1)])
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=2, validators=[MinValueValidator(1), MaxValueValidator(10)])
    open = models.BooleanField(_("In use"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "topic", "language"], name="quiz_once_per_topic")]


class Question(models.Model):
    """One question; `right` is the place of the right choice, from 0."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="questions")
    text = models.CharField(max_length=300)
    choices = models.JSONField(default=list)
    right = models.PositiveSmallIntegerField(default=0)


class Application(models.Model):
    """Somebody would like to be a member. Answers are theirs; nothing here is a fact of the journal."""

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("application", "Received")
        QUIZ = "quiz", _("Quiz under way")
        DECIDING = "deciding", _("To decide")
        WAITING = "waiting", _("Waiting list")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    id = models.BigIntegerField(primary_key=True, default=new_id)
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    site = models.ForeignKey("brands.Site", models.CASCADE)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    email = models.EmailField()
    address = models.CharField(max_length=254)
    """`rules.one_address`: what the e-mail is without its disguises."""
    name = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    languages = models.JSONField(default=list)
    region = models.CharField(max_length=80, blank=True)
    topics = models.ManyToManyField("brands.Topic", blank=True)
    motivation = models.TextField(blank=True)
    habits = models.JSONField(default=list)
    proof = models.CharField(max_length=120, blank=True)
    identity = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.PAGE)
    inviter = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="brought")
    nonce = models.CharField(max_length=43)
    digest = models.CharField(max_length=64, unique=True)
    at = models.BigIntegerField()
    since = models.BigIntegerField()
    """In this state since."""
    reminded_at = models.BigIntegerField(null=True)
    decided_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    decided_at = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "address"],
                condition=models.Q(state__in=["received", "quiz", "deciding", "waiting"]),
                name="one_open_application",
            )
        ]
        indexes = [models.Index(fields=["brand", "state", "since"], name="board")]


class Attempt(models.Model):
    """One go at a quiz."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    application = models.ForeignKey(Application, models.CASCADE, related_name="tries")
    quiz = models.ForeignKey(Quiz, models.CASCADE)
    number = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "quiz", "number"], name="quiz_try_once")]


class Trial(models.Model):
    """A trial conversation: a manager plays a visitor with an applicant. It lives and goes with the application, and nothing counts it."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="+")
    application = models.OneToOneField(Application, models.CASCADE, related_name="trial")
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    nonce = models.CharField(max_length=43)
    digest = models.CharField(max_length=64, unique=True)
    at = models.BigIntegerField()
    said = models.PositiveSmallIntegerField(default=0)
    """How many lines stand there, and the number of the last."""
    opened_at = models.BigIntegerField(null=True)
    waits_since = models.BigIntegerField(null=True)
    """Since when the applicant's words wait for the manager."""
    ended_at = models.BigIntegerField(null=True)


class TrialLine(models.Model):
    """Words said in a trial; `visitor`: by the manager who plays one."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="+")
    trial = models.ForeignKey(Trial, models.CASCADE, related_name="lines")
    seq = models.PositiveSmallIntegerField()
    visitor = models.BooleanField()
    client_id = models.CharField(max_length=40)
    text = models.TextField()
    at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "seq"], name="trial_line_in_order"),
            models.UniqueConstraint(fields=["trial", "visitor", "client_id"], name="trial_line_once"),
        ]
        ordering = ["seq"]


class Invitation(models.Model):
    """A way in for one address, once. What it gives (role, name) stands here, never in the form that uses it."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    email = models.EmailField()
    address = models.CharField(max_length=254)
    role = models.CharField(max_length=12, choices=Membership.Role.choices)
    name = models.CharField(max_length=40)
    languages = models.JSONField(default=list)
    expertise = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    application = models.ForeignKey(Application, models.SET_NULL, null=True)
    nonce = models.CharField(max_length=43)
    digest = models.CharField(max_length=64, unique=True)
    at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)
    cancelled_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["brand", "at"], name="invitations"), models.Index(fields=["address", "at"], name="invited")]


class Template(models.Model):
    """The manager's own words for an answer to an applicant; {name} and {brand} are filled."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WAITING = "waiting", _("Waiting list")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    kind = models.CharField(_("For"), max_length=8, choices=Kind.choices)
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES)
    text = models.TextField(_("Words"), max_length=2000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "kind", "language"], name="template_once")]


class Campaign(models.Model):
    """A mail to customers who agreed to be written to."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RUNNING = "running", pgettext_lazy("campaign", "Leaving")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("All sent")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    site = models.ForeignKey("brands.Site", models.CASCADE, verbose_name=_("Page they come to"))
    name = models.CharField(_("Name"), max_length=80)
    subject = models.CharField(_("Subject"), max_length=120)
    text = models.TextField(_("Words"), max_length=4000)
    state = models.CharField(max_length=7, choices=State.choices, default=State.DRAFT)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True)
    at = models.BigIntegerField()


class Contact(models.Model):
    """One customer of a campaign."""

    class State(models.TextChoices):
        READY = "ready", _("to be written to")
        SENT = "sent", _("written to")
        STOPPED = "stopped", _("said stop")
        BOUNCED = "bounced", _("address refused")
        APPLIED = "applied", _("applied")

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="contacts")
    email = models.EmailField()
    address = models.CharField(max_length=254)
    name = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.READY)
    nonce = models.CharField(max_length=43)
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "address"], name="contact_once")]
        indexes = [models.Index(fields=["brand", "address"], name="contacted")]


class Refusal(models.Model):
    """An address that must not be written to again by a campaign. Kept as a digest: enough to recognise it, too little to use it."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    digest = models.CharField(max_length=64)
    why = models.CharField(max_length=7)
    at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "digest"], name="refused_once")]


class Letter(models.Model):
    """A mail that is owed: the notify room writes and sends it, once. `kind` and `about` say which link its {link} becomes."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    to = models.EmailField()
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    kind = models.CharField(max_length=10)
    about = models.BigIntegerField(default=0)
    at = models.BigIntegerField()


class Part(models.Model):
    """A member's way in: what they allow, what is done of the first hour, who looks after them."""

    member = models.OneToOneField(Membership, models.CASCADE, primary_key=True, related_name="part")
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    on_page = models.BooleanField(_("My face may stand on the public page"), default=False)
    willing = models.BooleanField(_("I look after newcomers with pleasure"), default=False)
    godparent = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="godchildren")
    begun_at = models.BigIntegerField(null=True)
    profile_at = models.BigIntegerField(null=True)
    practised_at = models.BigIntegerField(null=True)
    hello_at = models.BigIntegerField(null=True)
    welcomed_at = models.BigIntegerField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)


class Step(models.Model):
    """The funnel, folded from the journal: one row for each person who came to the door. Holds no words and no address."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    application = models.BigIntegerField(null=True, unique=True)
    member = models.BigIntegerField(null=True, db_index=True)
    source = models.CharField(max_length=8)
    month = models.CharField(max_length=7)
    applied_at = models.BigIntegerField(null=True)
    accepted_at = models.BigIntegerField(null=True)
    joined_at = models.BigIntegerField(null=True)
    answered_at = models.BigIntegerField(null=True)
    answers = models.PositiveIntegerField(default=0)
    """Questions first answered in the 30 days after joining."""

    class Meta:
        indexes = [models.Index(fields=["brand", "month"], name="funnel")]
