"""Which door a path opens."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from causerie.design import views as design
from causerie.desk.home import home
from causerie.desk.ticket import ticket

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("causerie.people.urls")),
    path("language/", design.language, name="language"),
    path("account/", include("allauth.urls")),
    path("", include("causerie.window.urls")),
    path("office/", include("causerie.office.urls")),
    path("community/", include("causerie.community.urls")),
    path("desk/ticket", ticket),
    path("desk/", include("causerie.desk.urls")),
]

if settings.CAUSERIE["DEMO"]:
    urlpatterns.append(path("", include("causerie.simulator.urls")))
else:
    urlpatterns.append(path("", home, name="home"))

handler400 = design.unreadable
handler500 = design.broken
