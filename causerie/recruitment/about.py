"""What this room keeps of somebody, as plain data: their right to see it."""

from typing import Any

from causerie.people.models import Membership
from causerie.recruitment.models import Acceptance, Application, Attempt, Contact, Invitation, Part, TrialLine
from causerie.recruitment.queries import letters_to
from causerie.recruitment.rules import one_address

_APPLICATION = ("email", "name", "language", "languages", "region", "motivation", "habits", "proof", "identity", "source", "state", "at")
_PART = ("on_page", "willing", "begun_at", "profile_at", "practised_at", "hello_at", "welcomed_at", "ended_why")


def about_applicant(brand_id: int, email: str) -> dict[str, Any]:
    """Of a mailbox, whatever its spelling: applications, tries at a quiz, invitations, campaigns, letters. Empty lists where nothing is."""
    mine = {"brand_id": brand_id, "address": one_address(email)}
    tries = Attempt.objects.filter(application__brand_id=brand_id, application__address=mine["address"]).order_by("id")
    lines = TrialLine.objects.filter(brand_id=brand_id, trial__application__address=mine["address"])
    return {
        "applications": list(Application.objects.filter(**mine).order_by("id").values(*_APPLICATION)),
        "quizzes": list(tries.values("quiz__topic__name", "number", "right", "of", "passed", "at")),
        "trial": list(lines.order_by("seq").values("visitor", "text", "at")),
        "invitations": list(Invitation.objects.filter(**mine).order_by("id").values("email", "name", "role", "expertise", "at", "used_at")),
        "campaigns": list(Contact.objects.filter(**mine).order_by("id").values("campaign__name", "email", "name", "state", "sent_at")),
        "letters": list(letters_to(brand_id, email).order_by("id").values("to", "subject", "text", "at")),
    }


def about_member(member: Membership) -> dict[str, Any]:
    """How they came in, and what they agreed to."""
    return about_applicant(member.brand_id, member.person.email) | {
        "first_hour": list(Part.objects.filter(member=member).values(*_PART)),
        "charter": list(Acceptance.objects.filter(member=member).order_by("id").values("charter__version", "at")),
    }
