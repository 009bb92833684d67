from django.urls import path

from causerie.people import views

urlpatterns = [path("faces/<str:name>", views.face, name="face")]
