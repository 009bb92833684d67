"""Which address opens which page of this room: the public and the member's, and the office's (under the brand's short name)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

office_patterns: list[URLPattern] = []
