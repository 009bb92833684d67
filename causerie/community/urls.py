from django.urls import path

from causerie.community import views

urlpatterns = [
    path("", views.page, name="community"),
    path("feed/", views.feed, name="feed"),
    path("older", views.older, name="feed_older"),
    path("news", views.latest, name="feed_news"),
    path("posts", views.publish, name="feed_publish"),
    path("posts/<int:number>", views.talk, name="feed_post"),
    path("posts/<int:number>/comments", views.answer, name="feed_comment"),
    path("posts/<int:number>/like", views.like, name="feed_like"),
    path("posts/<int:number>/delete", views.remove, name="feed_remove"),
    path("comments/<int:number>/delete", views.remove_comment, name="feed_remove_comment"),
    path("pictures/<str:name>", views.picture, name="feed_picture"),
]
