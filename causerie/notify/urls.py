from django.urls import path

from causerie.notify import views

urlpatterns = [
    path("stop/<str:code>/", views.stop, name="stop"),
    path("desk/<slug:brand_slug>/wishes/", views.wishes, name="wishes"),
]
