"""Which address opens which page of this room: the public and the member's, and the office's (under the brand's short name)."""

from django.urls import URLPattern, path

from causerie.recruitment import board_views, campaign_views, member_views, settings_views, trial_views, views

urlpatterns: list[URLPattern] = [
    path("join/<str:site_key>/", views.join, name="join"),
    path("join/<str:site_key>/thanks/", views.join_thanks, name="join_thanks"),
    path("invitation/", views.invitation, name="invitation"),
    path("quiz/", views.quiz, name="quiz"),
    path("quiz/take/", views.quiz_take, name="quiz_take"),
    path("trial/", trial_views.trial, name="trial"),
    path("trial/talk/", trial_views.talk, name="trial_talk"),
    path("trial/lines/", trial_views.lines, name="trial_lines"),
    path("stop/", views.stop, name="stop"),
    path("desk/<slug:brand_slug>/welcome/", member_views.welcome, name="desk_welcome"),
    path("desk/<slug:brand_slug>/welcome/charter/", member_views.accept, name="desk_accept"),
    path("desk/<slug:brand_slug>/welcome/profile/", member_views.profile_shown, name="desk_profile_shown"),
    path("desk/<slug:brand_slug>/practice/", member_views.practice, name="desk_practice"),
    path("desk/<slug:brand_slug>/part/", member_views.part, name="desk_part"),
    path("desk/<slug:brand_slug>/part/pause/", member_views.pause, name="desk_pause"),
    path("desk/<slug:brand_slug>/part/leave/", member_views.leave, name="desk_leave"),
]

office_patterns: list[URLPattern] = [
    path("recruitment/", board_views.board, name="office_recruitment"),
    path("recruitment/decide/", board_views.decide, name="office_decide"),
    path("recruitment/applications/<int:number>/", trial_views.application, name="office_application"),
    path("recruitment/applications/<int:number>/trial/", trial_views.propose, name="office_trial"),
    path("recruitment/applications/<int:number>/trial/lines/", trial_views.office_lines, name="office_trial_lines"),
    path("recruitment/applications/<int:number>/trial/end/", trial_views.end, name="office_end_trial"),
    path("recruitment/funnel/", board_views.funnel, name="office_funnel"),
    path("recruitment/invitations/<int:number>/cancel/", board_views.cancel_invitation, name="office_cancel_invitation"),
    path("recruitment/campaigns/", campaign_views.campaigns, name="office_campaigns"),
    path("recruitment/campaigns/<int:number>/", campaign_views.campaign, name="office_campaign"),
    path("recruitment/campaigns/<int:number>/run/", campaign_views.run, name="office_run_campaign"),
    path("recruitment/settings/", settings_views.home, name="office_recruitment_settings"),
    path("recruitment/settings/page/<int:number>/", settings_views.page, name="office_join_page"),
    path("recruitment/settings/charter/", settings_views.charter, name="office_charter"),
    path("recruitment/settings/words/<str:kind>/<str:language>/", settings_views.words, name="office_words"),
    path("recruitment/settings/quiz/", settings_views.quiz, name="office_new_quiz"),
    path("recruitment/settings/quiz/<int:number>/", settings_views.quiz, name="office_quiz"),
    path("recruitment/settings/quiz/<int:number>/questions/", settings_views.add_question, name="office_add_question"),
    path("recruitment/settings/questions/<int:number>/remove/", settings_views.remove_question, name="office_remove_question"),
]
