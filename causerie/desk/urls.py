from django.urls import path

from causerie.desk import person_views, views

urlpatterns = [
    path("", views.home, name="desk_home"),
    path("<slug:brand_slug>/", views.desk, name="desk"),
    path("<slug:brand_slug>/me/", views.profile, name="desk_profile"),
    path("<slug:brand_slug>/people/<int:number>/", person_views.person, name="desk_person"),
    path("<slug:brand_slug>/prepared/", views.prepared, name="desk_prepared"),
    path("<slug:brand_slug>/prepared/new/", views.prepared_edit, name="desk_prepared_new"),
    path("<slug:brand_slug>/prepared/<int:number>/", views.prepared_edit, name="desk_prepared_edit"),
    path("<slug:brand_slug>/prepared/<int:number>/delete/", views.prepared_delete, name="desk_prepared_delete"),
]
