"""Which address opens which page of this room: the members', and the office's (under the brand's short name)."""

from django.urls import URLPattern, path

from causerie.attentions import gift_views, member_views, views

urlpatterns: list[URLPattern] = [
    path("desk/<slug:brand_slug>/about/", member_views.about, name="desk_about"),
    path("desk/<slug:brand_slug>/map/", member_views.members_map, name="desk_map"),
    path("desk/<slug:brand_slug>/gift/", member_views.gifts, name="desk_gift"),
    path("desk/<slug:brand_slug>/gift/<int:number>/", member_views.gift, name="desk_gift_answer"),
]

office_patterns: list[URLPattern] = [
    path("attentions/", views.todo, name="office_attentions"),
    path("attentions/<int:number>/", views.end, name="office_attention"),
    path("attentions/for/<int:number>/", views.person, name="office_attentions_for"),
    path("attentions/words/", views.words, name="office_attention_words"),
    path("attentions/words/<str:kind>/<str:language>/", views.wording, name="office_attention_wording"),
    path("attentions/gifts/", gift_views.shelf, name="office_gifts"),
    path("attentions/gifts/<int:number>/", gift_views.change, name="office_gift"),
    path("attentions/gifts/<int:number>/stock/", gift_views.stock, name="office_gift_stock"),
    path("attentions/parcels/", gift_views.parcels, name="office_parcels"),
    path("attentions/parcels/<int:number>/", gift_views.parcel, name="office_parcel"),
]
