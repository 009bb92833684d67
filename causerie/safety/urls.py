"""Which address opens which page of this room: the public and the member's, and the office's (under the brand's short name)."""

from django.urls import URLPattern, path

from causerie.safety import privacy_views, somebody_views, views

urlpatterns: list[URLPattern] = [
    path("appeal/<str:code>/", privacy_views.appeal, name="appeal"),
    path("w/<slug:site_key>/privacy/", privacy_views.privacy, name="privacy"),
    path("w/<slug:site_key>/mine/", privacy_views.mine, name="mine"),
    path("w/<slug:site_key>/mine/export", privacy_views.export, name="mine_export"),
    path("w/<slug:site_key>/mine/erase", privacy_views.erase, name="mine_erase"),
    path("w/<slug:site_key>/mine/report", privacy_views.report, name="mine_report"),
    path("w/<slug:site_key>/mine/decisions", privacy_views.decisions, name="mine_decisions"),
    path("w/<slug:site_key>/mine/appeal", privacy_views.appeal_here, name="mine_appeal"),
    path("w/<slug:site_key>/kept/", somebody_views.ask, name="ask_mine"),
    path("my-data/", somebody_views.door, name="mine_mailed"),
    path("my-data/export/", somebody_views.take_mine, name="mine_mailed_take"),
    path("my-data/erase/", somebody_views.erase_mine, name="mine_mailed_erase"),
    path("desk/<slug:brand_slug>/my-data/", privacy_views.my_data, name="my_data"),
    path("desk/<slug:brand_slug>/my-data/export/", privacy_views.take_along, name="my_data_export"),
    path("desk/<slug:brand_slug>/my-data/erase/", privacy_views.erase_me, name="my_data_erase"),
]

office_patterns: list[URLPattern] = [
    path("live/", views.board, name="live"),
    path("live/<str:public_id>/", views.along, name="safety_along"),
    path("live/<str:public_id>/join/", views.join, name="safety_join"),
    path("safety/", views.queue, name="safety"),
    path("safety/reports/<int:number>/", views.report, name="safety_report"),
    path("safety/reports/<int:number>/originals/", views.originals, name="safety_originals"),
    path("safety/reports/<int:number>/settle/", views.settle, name="safety_settle"),
    path("safety/reports/<int:number>/network/", views.network, name="safety_network"),
    path("safety/held/<int:number>/", views.held, name="safety_held"),
    path("safety/rules/", views.rules, name="safety_rules"),
    path("safety/networks/<int:number>/lift/", views.lift, name="safety_lift"),
    path("safety/visitors/<int:number>/unblock/", views.unblock, name="safety_unblock"),
    path("privacy/", privacy_views.register, name="safety_register"),
    path("privacy/somebody/", somebody_views.look, name="safety_somebody"),
    path("privacy/somebody/export/", somebody_views.take, name="safety_somebody_take"),
    path("privacy/somebody/send/", somebody_views.send, name="safety_somebody_send"),
    path("privacy/somebody/erase/", somebody_views.erase, name="safety_somebody_erase"),
    path("privacy/sites/<int:number>/", privacy_views.notice, name="safety_notice"),
]
