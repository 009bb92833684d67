"""The window's addresses."""

from django.urls import path

from causerie.window import views

urlpatterns = [
    path("w/<str:site_key>/", views.window, name="window"),
    path("w/<str:site_key>/picture/<str:name>", views.picture, name="window_picture"),
]
