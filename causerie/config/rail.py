"""What stands in the office's rail and in the member's menu: one line an entry, in the order in which they are read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causerie.attentions.queries import awaits_address, due_now
from causerie.community.queries import open_flags, overdue_suggestions, unread_lines
from causerie.people.doors import ANSWERING, MANAGERS, READERS
from causerie.people.models import Membership
from causerie.recruitment.queries import to_decide
from causerie.rewards.queries import awaiting as rewards_awaiting
from causerie.safety.queries import waiting as safety_waiting

TEAM = (*MANAGERS, "support", "analyst")


@dataclass(frozen=True)
class Entry:
    """`url`: the name of a pattern that takes the brand's short name. For other roles the entry is not shown."""

    key: str
    url: str
    icon: str
    words: Promise | str
    roles: tuple[str, ...] = MANAGERS
    section: str = ""
    count: Callable[[Membership], int] | None = None
    """How many things wait there, for the member who looks."""
    only_when_waiting: bool = False
    """Where nothing waits, the entry is not shown."""


# Entries of one section stand together, folded, where the first of them stands; without a section an entry stands by itself.
SECTIONS: dict[str, tuple[str, Promise | str]] = {
    "conversations": ("message-circle", _("Conversations")),
    "community": ("users", _("Community")),
    "value": ("chart", _("Value")),
    "settings": ("settings", _("Settings")),
}

# Where a role's office begins, where it is not Today: an analyst reads figures; what is handed to support waits at their desk.
BEGINS = {"analyst": "insights_figures", "support": "desk"}

OFFICE = (
    Entry("today", "office", "home", _("Today")),
    Entry("live", "live", "eye", _("Live"), (*MANAGERS, "support"), section="conversations"),
    Entry("safety", "safety", "shield", _("Safety"), (*MANAGERS, "support"), section="conversations", count=safety_waiting),
    Entry("people", "office_people", "users", _("People"), section="community"),
    Entry("messages", "office_lines", "mail", _("Messages"), section="community", count=unread_lines),
    Entry("suggestions", "office_suggestions", "sparkles", _("Suggestions"), section="community", count=overdue_suggestions),
    Entry("moderation", "office_feed_reports", "flag", _("Moderation"), section="community", count=open_flags),
    Entry("recruitment", "office_recruitment", "hand", _("Recruitment"), count=to_decide),
    Entry("attentions", "office_attentions", "heart", _("Attentions"), count=due_now),
    Entry("rewards", "office_rewards", "gift", _("Rewards"), count=rewards_awaiting),
    Entry("figures", "insights_figures", "chart", _("Figures"), READERS, section="value"),
    Entry("value", "insights_value", "award", _("Value"), READERS, section="value"),
    Entry("sites", "office_sites", "globe", _("Sites and windows"), section="settings"),
    Entry("topics", "office_topics", "tag", _("Topics"), section="settings"),
    Entry("answers", "office_answers", "quote", _("Prepared answers"), section="settings"),
    Entry("brand", "office_brand", "award", _("Brand and words"), section="settings"),
    Entry("team", "office_team", "shield", _("Team"), section="settings"),
    Entry("privacy", "safety_register", "lock", _("Personal data"), section="settings"),
    Entry("log", "office_log", "clock", _("Log"), section="settings"),
    Entry("begin", "office_begin", "sparkles", _("First steps"), section="settings"),
)

MEMBER = (
    Entry("office", "office", "home", _("Office")),
    Entry("office", "live", "eye", _("Live"), ("support",)),
    Entry("profile", "desk_profile", "user", _("My page"), ANSWERING),
    Entry("gift", "desk_gift", "gift", _("A gift for me"), ANSWERING, count=awaits_address, only_when_waiting=True),
    Entry("welcome", "desk_welcome", "sparkles", _("My first hour"), ANSWERING),
    Entry("part", "desk_part", "heart", _("My place here"), ANSWERING),
    Entry("rewards", "rewards", "award", _("My rewards"), ANSWERING),
    Entry("map", "desk_map", "globe", _("Members’ map"), ANSWERING),
    Entry("prepared", "desk_prepared", "quote", _("Prepared answers"), ANSWERING),
    Entry("calls", "insights_calls", "bell", _("When I am needed"), ANSWERING),
    Entry("line", "community_line", "mail", _("Private line"), ANSWERING),
    Entry("wishes", "wishes", "mail", _("Mails and calls"), ANSWERING),
    Entry("my_data", "my_data", "lock", _("My data"), ANSWERING),
)
