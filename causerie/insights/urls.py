"""Which address opens which page of this room: the public and the member's, and the office's (under the brand's short name)."""

from django.urls import URLPattern, path

from causerie.insights import member_views, sale_views, views

urlpatterns: list[URLPattern] = [
    path("w/<str:site_key>/sold", sale_views.sale, name="insights_sale"),
    path("desk/<slug:brand_slug>/coverage/", member_views.strip, name="insights_coverage"),
    path("desk/<slug:brand_slug>/calls/", member_views.calls, name="insights_calls"),
]

office_patterns: list[URLPattern] = [
    path("figures/", views.figures, name="insights_figures"),
    path("figures/panel/<slug:key>/", views.panel, name="insights_panel"),
    path("figures/conversations/", views.talks, name="insights_talks"),
    path("figures/<str:what>.<str:kind>", views.export, name="insights_export"),
    path("figures/words/", views.words, name="insights_words"),
    path("figures/words/<int:conversation>/", views.approve, name="insights_approve"),
    path("value/", views.value, name="insights_value"),
    path("value/sales/", views.sales, name="insights_sales"),
    path("value/sales/<int:number>/", views.hold_out, name="insights_hold_out"),
    path("value/report/", views.report, name="insights_report_latest"),
    path("value/report/<int:year>-<int:number>/", views.report, name="insights_report"),
]
