"""Which door a path opens."""

from django.urls import URLPattern, URLResolver, include, path

from causerie.design.views import language
from causerie.desk.ticket import ticket

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("language/", language, name="language"),
    path("desk/ticket", ticket),
]
