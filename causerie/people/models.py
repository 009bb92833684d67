"""Accounts belong to people, memberships to brands."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. What they are for a brand is a Membership."""

    email = models.EmailField(_("E-mail"), unique=True)
    language = models.CharField(_("Language"), max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None, person__is_active=True)


class Membership(models.Model):
    """What a person is for one brand: ambassador, or one of the brand's team."""

    class Role(models.TextChoices):
        AMBASSADOR = "ambassador", _("Ambassador")
        OWNER = "owner", _("Owner")
        MANAGER = "manager", _("Manager")
        SUPPORT = "support", _("Support")
        ANALYST = "analyst", _("Analyst")

    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.AMBASSADOR)
    name = models.CharField(_("Pseudonym"), max_length=40)
    photo = models.CharField(max_length=80, blank=True)
    story = models.CharField(_("A line about you"), max_length=160, blank=True)
    expertise = models.CharField(_("What you know well"), max_length=120, blank=True)
    languages = models.JSONField(_("Languages"), default=list)
    topics = models.ManyToManyField("brands.Topic", blank=True)
    sites = models.ManyToManyField("brands.Site", blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("Conversations at once"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    available = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "person"], name="one_membership_per_brand")]

    def __str__(self) -> str:
        return self.name

    @property
    def in_team(self) -> bool:
        """Of the brand's own team, and answers for it: not a volunteer, not a reader of figures."""
        return self.role in (self.Role.OWNER, self.Role.MANAGER, self.Role.SUPPORT)

    @property
    def is_manager(self) -> bool:
        return self.role in (self.Role.OWNER, self.Role.MANAGER)

    @property
    def called(self) -> str:
        """The role in words, in the language active now; an ambassador as the brand calls them."""
        return self.brand.called(get_language() or "en") if self.role == self.Role.AMBASSADOR else self.get_role_display()
