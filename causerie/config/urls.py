"""Which door a path opens."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from causerie.attentions import urls as attentions
from causerie.community import urls as community
from causerie.design import views as design
from causerie.desk.home import home
from causerie.desk.ticket import ticket
from causerie.insights import urls as insights
from causerie.office import urls as office
from causerie.recruitment import urls as recruitment
from causerie.rewards import urls as rewards
from causerie.safety import urls as safety

ROOMS = (recruitment, rewards, safety, insights, attentions)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("causerie.people.urls")),
    path("language/", design.language, name="language"),
    path("account/", include("allauth.urls")),
    path("", include("causerie.window.urls")),
    path("setup/", include(office.setup_patterns)),
    path("office/", include("causerie.office.urls")),
    path("office/<slug:brand_slug>/", include(community.office_patterns)),
    *(path("office/<slug:brand_slug>/", include(room.office_patterns)) for room in ROOMS),
    *(path("", include(room.urlpatterns)) for room in ROOMS),
    path("", include("causerie.notify.urls")),
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
