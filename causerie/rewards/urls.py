"""Which address opens which page of this room: the public and the member's, and the office's (under the brand's short name)."""

from django.urls import URLPattern, path

from causerie.rewards import office_missions as missions
from causerie.rewards import office_views as office
from causerie.rewards import views

urlpatterns: list[URLPattern] = [
    path("rewards/<slug:brand_slug>/", views.rules, name="reward_rules"),
    path("desk/<slug:brand_slug>/rewards/", views.mine, name="rewards"),
    path("desk/<slug:brand_slug>/rewards/statement/", views.statement, name="reward_statement"),
    path("desk/<slug:brand_slug>/rewards/<int:number>/redeem", views.redeem, name="reward_redeem"),
    path("desk/<slug:brand_slug>/rewards/redemptions/<int:number>/cancel", views.cancel, name="reward_cancel"),
    path("desk/<slug:brand_slug>/rewards/redemptions/<int:number>/received", views.received, name="reward_received"),
    path("desk/<slug:brand_slug>/rewards/holds/<int:number>/appeal", views.appeal, name="reward_appeal"),
    path("desk/<slug:brand_slug>/rewards/listed", views.listed, name="reward_listed"),
    path("desk/<slug:brand_slug>/rewards/hand-over", views.hand_over, name="reward_hand_over"),
    path("desk/<slug:brand_slug>/rewards/pictures/<str:name>", views.picture, name="reward_picture"),
]

office_patterns: list[URLPattern] = [
    path("rewards/", office.overview, name="office_rewards"),
    path("rewards/holds/<int:number>", office.decide, name="office_reward_decide"),
    path("rewards/redemptions/<int:number>", office.advance, name="office_reward_advance"),
    path("rewards/payouts/<int:number>", office.retry, name="office_reward_retry"),
    path("rewards/rules/", office.rules, name="office_reward_rules"),
    path("rewards/circles/<int:number>", office.circle, name="office_reward_circle"),
    path("rewards/missions/", missions.missions, name="office_missions"),
    path("rewards/missions/new/", missions.mission, name="office_mission_new"),
    path("rewards/missions/<int:number>/end", missions.end, name="office_mission_end"),
    path("rewards/catalogue/", office.catalogue, name="office_catalogue"),
    path("rewards/catalogue/new/", office.reward, name="office_reward_new"),
    path("rewards/catalogue/<int:number>/", office.reward, name="office_reward"),
    path("rewards/programme/", office.exchange, name="office_exchange"),
    path("rewards/members/", office.members, name="office_reward_members"),
    path("rewards/members/<int:number>/", office.member, name="office_reward_member"),
    path("rewards/transactions/<int:number>/reverse", office.reverse, name="office_reward_reverse"),
]
