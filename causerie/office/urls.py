from django.urls import path

from causerie.office import answer_views, begin_views, log_views, people_views, setup_views, site_views, views

setup_patterns = [
    path("", setup_views.code, name="setup"),
    path("brand/", setup_views.brand, name="setup_brand"),
    path("site/", setup_views.site, name="setup_site"),
    path("you/", setup_views.owner, name="setup_owner"),
]

urlpatterns = [
    path("", views.home, name="office_home"),
    path("<slug:brand_slug>/", views.today, name="office"),
    path("<slug:brand_slug>/people/", people_views.people, name="office_people"),
    path("<slug:brand_slug>/people/invite/", people_views.invite, name="office_invite"),
    path("<slug:brand_slug>/people/<int:number>/end/", people_views.end, name="office_end"),
    path("<slug:brand_slug>/people/<int:number>/role/", people_views.role, name="office_role"),
    path("<slug:brand_slug>/team/", people_views.team, name="office_team"),
    path("<slug:brand_slug>/begin/", begin_views.begin, name="office_begin"),
    path("<slug:brand_slug>/begin/mail/", begin_views.mail, name="office_mail"),
    path("<slug:brand_slug>/log/", log_views.log, name="office_log"),
    path("<slug:brand_slug>/log/export.csv", log_views.export, name="office_log_export"),
    path("<slug:brand_slug>/answers/", answer_views.answers, name="office_answers"),
    path("<slug:brand_slug>/answers/<int:number>/", answer_views.answers, name="office_answer"),
    path("<slug:brand_slug>/answers/<int:number>/remove/", answer_views.remove, name="office_remove_answer"),
    path("<slug:brand_slug>/topics/", views.topics, name="office_topics"),
    path("<slug:brand_slug>/topics/<int:number>/", views.topics, name="office_topic"),
    path("<slug:brand_slug>/topics/<int:number>/remove/", views.remove_topic, name="office_remove_topic"),
    path("<slug:brand_slug>/brand/", views.brand, name="office_brand"),
    path("<slug:brand_slug>/brand/new/", begin_views.new_brand, name="office_new_brand"),
    path("<slug:brand_slug>/sites/", site_views.sites, name="office_sites"),
    path("<slug:brand_slug>/sites/<int:number>/", site_views.site, name="office_site"),
    path("<slug:brand_slug>/sites/<int:number>/preview/", site_views.preview, name="office_preview"),
    path("<slug:brand_slug>/sites/<int:number>/window/", site_views.preview_window, name="office_preview_window"),
    path("<slug:brand_slug>/sites/<int:number>/seen/", begin_views.seen, name="office_seen"),
    path("<slug:brand_slug>/sites/<int:number>/history/", log_views.history, name="office_history"),
    path("<slug:brand_slug>/sites/<int:number>/history/<int:change>/undo/", log_views.undo, name="office_undo"),
    path("<slug:brand_slug>/sites/<int:number>/secret/", site_views.secret, name="office_secret"),
    path("<slug:brand_slug>/sites/<int:number>/greetings/", site_views.add_greeting, name="office_greetings"),
    path(
        "<slug:brand_slug>/sites/<int:number>/greetings/<int:greeting>/remove/", site_views.remove_greeting, name="office_remove_greeting"
    ),
]
