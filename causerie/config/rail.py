"""What stands in the office's rail and in the member's menu: one line an entry, in the order in which they are read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causerie.community.queries import open_flags, overdue_suggestions, unread_lines
from causerie.people.doors import ANSWERING, MANAGERS
from causerie.people.models import Membership
from causerie.recruitment.queries import to_decide
from causerie.rewards.queries import awaiting as rewards_awaiting

TEAM = (*MANAGERS, "support", "analyst")


@dataclass(frozen=True)
class Entry:
    """`url`: the name of a pattern that takes the brand's short name. For other roles the entry is not shown."""

    key: str
    url: str
    icon: str
    words: Promise | str
    roles: tuple[str, ...] = MANAGERS
    count: Callable[[Membership], int] | None = None
    """How many things wait there, for the member who looks."""


OFFICE = (
    Entry("today", "office", "home", _("Today")),
    Entry("live", "live", "eye", _("Live"), (*MANAGERS, "support")),
    Entry("safety", "safety", "shield", _("Safety"), (*MANAGERS, "support")),
    Entry("figures", "insights_figures", "chart", _("Figures"), (*MANAGERS, "analyst")),
    Entry("value", "insights_value", "award", _("Value"), (*MANAGERS, "analyst")),
    Entry("people", "office_people", "users", _("People")),
    Entry("recruitment", "office_recruitment", "hand", _("Recruitment"), count=to_decide),
    Entry("messages", "office_lines", "mail", _("Messages"), count=unread_lines),
    Entry("suggestions", "office_suggestions", "sparkles", _("Suggestions"), count=overdue_suggestions),
    Entry("moderation", "office_feed_reports", "flag", _("Moderation"), count=open_flags),
    Entry("rewards", "office_rewards", "award", _("Rewards"), count=rewards_awaiting),
    Entry("sites", "office_sites", "globe", _("Sites and windows")),
    Entry("topics", "office_topics", "tag", _("Topics")),
    Entry("brand", "office_brand", "settings", _("Brand")),
    Entry("privacy", "safety_register", "lock", _("Personal data")),
)

MEMBER = (
    Entry("profile", "desk_profile", "user", _("My page"), ANSWERING),
    Entry("welcome", "desk_welcome", "sparkles", _("My first hour"), ANSWERING),
    Entry("part", "desk_part", "heart", _("My place here"), ANSWERING),
    Entry("rewards", "rewards", "award", _("My rewards"), ANSWERING),
    Entry("prepared", "desk_prepared", "quote", _("Prepared answers"), ANSWERING),
    Entry("calls", "insights_calls", "bell", _("When I am needed"), ANSWERING),
    Entry("line", "community_line", "mail", _("Private line"), ANSWERING),
    Entry("wishes", "wishes", "mail", _("Mails and calls"), ANSWERING),
    Entry("my_data", "my_data", "lock", _("My data"), ANSWERING),
)
