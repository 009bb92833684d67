from django.urls import path

from causerie.community import office_views, post_views, talk_views, views

urlpatterns = [
    path("", views.page, name="community"),
    path("centre", views.centre, name="feed_centre"),
    path("feed/", views.feed, name="feed"),
    path("older", views.older, name="feed_older"),
    path("news", views.latest, name="feed_news"),
    path("seen", post_views.seen, name="feed_seen"),
    path("names", views.names, name="feed_names"),
    path("notices", views.notices, name="feed_notices"),
    path("tags/follow", post_views.follow, name="feed_follow"),
    path("posts", post_views.publish, name="feed_publish"),
    path("posts/<int:number>", views.talk, name="feed_post"),
    path("posts/<int:number>/body", views.body, name="feed_body"),
    path("posts/<int:number>/versions", views.versions, name="feed_versions"),
    path("posts/<int:number>/edit", post_views.edit, name="feed_edit"),
    path("posts/<int:number>/comments", post_views.answer, name="feed_comment"),
    path("posts/<int:number>/like", post_views.like, name="feed_like"),
    path("posts/<int:number>/vote", post_views.vote, name="feed_vote"),
    path("posts/<int:number>/pin", post_views.pin, name="feed_pin"),
    path("posts/<int:number>/flag", post_views.flag, name="feed_flag"),
    path("posts/<int:number>/answer", post_views.answer_suggestion, name="feed_answer_suggestion"),
    path("posts/<int:number>/delete", post_views.remove, name="feed_remove"),
    path("comments/<int:number>", views.comment_form, name="feed_comment_form"),
    path("comments/<int:number>/edit", post_views.edit_comment, name="feed_edit_comment"),
    path("comments/<int:number>/flag", post_views.flag_comment, name="feed_flag_comment"),
    path("comments/<int:number>/delete", post_views.remove_comment, name="feed_remove_comment"),
    path("pictures/<str:name>", views.picture, name="feed_picture"),
    path("chat", talk_views.chat, name="chat"),
    path("chat/pane", talk_views.chat_pane, name="chat_pane"),
    path("chat/<int:number>/flag", talk_views.flag_said, name="chat_flag"),
    path("chat/<int:number>/delete", talk_views.unsay, name="chat_remove"),
    path("line", talk_views.line, name="line"),
    path("line/pane", talk_views.line_pane, name="line_pane"),
    path("line/seen", talk_views.line_seen, name="line_seen"),
    path("<slug:brand_slug>/line/", talk_views.line_page, name="community_line"),
]

office_patterns = [
    path("moderation/feed/", office_views.reports, name="office_feed_reports"),
    path("moderation/feed/<str:kind>/<int:number>/", office_views.decide, name="office_feed_decide"),
    path("suggestions/", office_views.suggestions, name="office_suggestions"),
    path("suggestions/<int:number>/", office_views.suggestion, name="office_suggestion"),
    path("messages/", office_views.lines, name="office_lines"),
    path("messages/<int:number>/", office_views.one_line, name="office_line"),
]
