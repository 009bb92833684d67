"""The house's own words for what the rules name by a key."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from causerie.rewards.rules import Rules

CAUSES = {
    "answered": _("A question answered"),
    "thanked": _("A visitor said thank you"),
    "rated": _("A visitor gave good stars"),
    "reused": _("What you had prepared helped another’s visitor"),
    "liked": _("Somebody liked your post"),
    "welcomed": _("You welcomed a newcomer"),
    "mission": _("A mission fulfilled"),
}
KINDS = {
    **CAUSES,
    "tier": _("A new tier"),
    "vested": _("Points are yours to spend"),
    "released": _("Looked at, and given"),
    "declined": _("Looked at, and not given"),
    "reversed": _("Taken back"),
    "given": _("A gift from the team"),
    "redeemed": _("A reward you chose"),
    "refunded": _("Points given back"),
    "paid_out": _("Handed to the brand’s programme"),
    "paid_back": _("Came back from the brand’s programme"),
    "expired": _("Expired after a long absence"),
}
NOTES = {"cap": _("today’s limit was reached"), "held": _("a person looks at it first"), "short": _("as far as there were points")}
TIERS = (_("Newcomer"), _("Helper"), _("Guide"), _("Pillar"), _("Legend"))
BADGES = {
    "first_answer": (_("First answer"), _("Answered a first question"), "message-circle"),
    "ten_thanks": (_("Helping hand"), _("Ten visitors said it helped"), "hand"),
    "hundred_thanks": (_("Hundred thanks"), _("A hundred visitors said it helped"), "heart"),
    "night_owl": (_("Night owl"), _("Ten answers between 22:00 and 6:00"), "moon"),
    "polyglot": (_("Polyglot"), _("Helped in two languages"), "globe"),
    "newcomers_friend": (_("Newcomer’s friend"), _("Welcomed three newcomers"), "smile"),
    "storyteller": (_("Storyteller"), _("Posts that pleased 25 times"), "newspaper"),
    "round_the_clock": (_("Round the clock"), _("Answered in each of the 24 hours"), "clock"),
}
REASONS = {
    "own_mail": _("The visitor left the member’s own e-mail address."),
    "no_answer": _("It came before any answer."),
    "too_fast": _("It came within seconds of the first answer."),
    "same_pair": _("The same visitor has rewarded the same member many times this month."),
    "machine": _("Many questions of that day were taken sooner than anybody reads."),
    "burst": _("The same visitor rewarded many times within an hour."),
    "network": _("Visitors of one and the same network come back to the same member, far more than chance would bring them."),
    "regulars": _("The same visitors come back to the same member, far more than chance would bring them."),
    "circle": _("A small group of members rewards one another, far more than chance would."),
    "counted_held": _("Something that the mission counts waits for a person itself."),
}
ACCOUNTS = {
    "score": _("Score"),
    "score_held": _("Score on hold"),
    "fame": _("Score given by the brand"),
    "available": _("Points to spend"),
    "vesting": _("Points to come"),
    "held": _("Points on hold"),
    "issued": _("Points issued"),
    "spent": _("Points spent in the catalogue"),
    "paid_out": _("Points handed to the programme"),
    "expired": _("Points expired"),
    "lost": _("Taken back, already spent"),
}


def tier_name(rules: Rules, index: int) -> str:
    """The brand's name for a tier, or the house's."""
    index = min(index, len(rules.tiers) - 1)
    own = rules.tiers[index].name
    return own or (str(TIERS[index]) if index < len(TIERS) else _t("Tier %(number)s") % {"number": index + 1})


def badge(name: str) -> dict[str, Any]:
    """A badge as templates show it."""
    title, text, icon = BADGES[name]
    return {"key": name, "title": title, "text": text, "icon": icon}


def sentence(kind: str, what: str, points: int, rules: Rules) -> str:
    """What is told at the desk, in the language active now."""
    if kind == "badge":
        return _t("New badge: %(badge)s") % {"badge": BADGES[what][0]}
    if kind == "tier":
        return _t("You are now %(tier)s") % {"tier": tier_name(rules, int(what))}
    if kind == "rest":
        return ngettext(
            "You have been answering for %(count)s hour. Thank you. A break would be well deserved.",
            "You have been answering for %(count)s hours. Thank you. A break would be well deserved.",
            int(what),
        ) % {"count": what}
    return str(CAUSES.get(what, what))
