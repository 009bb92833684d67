from django.urls import path

from causerie.office import people_views, site_views, views

urlpatterns = [
    path("", views.home, name="office_home"),
    path("<slug:brand_slug>/", views.today, name="office"),
    path("<slug:brand_slug>/reports/<int:number>/", views.report, name="office_report"),
    path("<slug:brand_slug>/people/", people_views.people, name="office_people"),
    path("<slug:brand_slug>/people/invite/", people_views.invite, name="office_invite"),
    path("<slug:brand_slug>/people/<int:number>/end/", people_views.end, name="office_end"),
    path("<slug:brand_slug>/topics/", views.topics, name="office_topics"),
    path("<slug:brand_slug>/topics/<int:number>/", views.topics, name="office_topic"),
    path("<slug:brand_slug>/topics/<int:number>/remove/", views.remove_topic, name="office_remove_topic"),
    path("<slug:brand_slug>/brand/", views.brand, name="office_brand"),
    path("<slug:brand_slug>/sites/", site_views.sites, name="office_sites"),
    path("<slug:brand_slug>/sites/<int:number>/", site_views.site, name="office_site"),
    path("<slug:brand_slug>/sites/<int:number>/secret/", site_views.secret, name="office_secret"),
    path("<slug:brand_slug>/sites/<int:number>/greetings/", site_views.add_greeting, name="office_greetings"),
    path(
        "<slug:brand_slug>/sites/<int:number>/greetings/<int:greeting>/remove/", site_views.remove_greeting, name="office_remove_greeting"
    ),
]
