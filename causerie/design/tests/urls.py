"""Pages of the tests: one that fails in each way, one that uses htmx."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from causerie.config.urls import handler400, handler500
from causerie.config.urls import urlpatterns as house
from causerie.kernel.refusal import Refused

PAGE = """{% extends "page.html" %}{% load causerie %}{% block head %}{% import_map "design" %}{% words %}{% htmx %}{% endblock %}
{% block content %}<button id="more" hx-get="/more" hx-target="#list" hx-swap="beforeend">More</button><ul id="list"></ul>
<button id="change" hx-post="/change" hx-target="#list">Change</button>
<button id="refuse" hx-post="/refuse">Refuse</button>{% endblock %}"""


def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise {"400": SuspiciousOperation, "403": PermissionDenied, "500": RuntimeError}[how]("for the test")


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused("taken")


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


def more(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<li>one &amp; <b>two</b></li><script>window.caught = 1</script>")


def change(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<li>changed</li>")


urlpatterns = [
    path("fail/<how>", fail), path("refuse", refuse), path("page", page), path("more", more), path("change", change), *house,
]  # fmt: skip
__all__ = ["handler400", "handler500", "urlpatterns"]
