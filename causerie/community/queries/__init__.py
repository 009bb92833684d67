"""What the community's pages read, by noun."""

from causerie.community.queries.feed import GATHER, LATEST, PAGE, FeedPage, Item, Lens, Thanks, feed_items, left_at, news, one_post, unread
from causerie.community.queries.manager import (
    Reported,
    open_flags,
    open_reports,
    overdue_suggestions,
    suggested_between,
    suggestions,
    traces_of,
    traces_removed,
)
from causerie.community.queries.talks import chat_before, lines_of, member_line, unread_line, unread_lines, words_before
from causerie.community.queries.topics import known_names, notices, popular_tags, tag_view, unseen_notices

__all__ = [
    "GATHER",
    "LATEST",
    "PAGE",
    "FeedPage",
    "Item",
    "Lens",
    "Reported",
    "Thanks",
    "chat_before",
    "feed_items",
    "known_names",
    "left_at",
    "lines_of",
    "member_line",
    "news",
    "notices",
    "one_post",
    "open_flags",
    "open_reports",
    "overdue_suggestions",
    "popular_tags",
    "suggested_between",
    "suggestions",
    "tag_view",
    "traces_of",
    "traces_removed",
    "unread",
    "unread_line",
    "unread_lines",
    "unseen_notices",
    "words_before",
]
