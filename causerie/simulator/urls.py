from django.urls import path

from causerie.simulator import views

urlpatterns = [
    path("", views.first, name="demo"),
    path("demo/sign-in", views.sign_in, name="demo_sign_in"),
    path("demo/mails/", views.mails, name="demo_mails"),
    path("shop/", views.shop_home, name="shop"),
    path("shop/listing/<slug:slug>/", views.shop_listing, name="shop_listing"),
    path("shop/how/", views.shop_how, name="shop_how"),
    path("shop/basket/", views.shop_basket, name="shop_basket"),
]
