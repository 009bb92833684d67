"""The window's page: who may frame it, what it says without being asked, in whose language."""

import json
import re

import brotli
import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(cast):
    found = cast.site
    found.allowed_origins = "https://shop.example.org https://www.example.org"
    found.save()
    return found


def get(site, **headers):
    return Client().get(f"/w/{site.key}/", headers=headers)


def test_only_the_sites_origins_frame_it(site):
    answer = get(site)
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://shop.example.org https://www.example.org" in policy
    assert "X-Frame-Options" not in answer.headers


def test_an_unknown_site_is_not_found():
    assert Client().get("/w/0123456789abcdef/", headers={"accept": "text/html"}).status_code == 404


def test_every_script_carries_the_nonce(site):
    answer = get(site)
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]
    page = answer.content.decode()
    scripts = re.findall(r"<script[^>]*>", page)
    assert [tag for tag in scripts if 'type="application/json"' not in tag and nonce not in tag] == []
    assert " style=" not in page
    assert "onclick" not in page


def test_what_the_modules_know_has_no_secret(site):
    site.greeting = "</script><b>Bonjour"
    site.save()
    page = get(site).content.decode()
    data = json.loads(re.search(r'<script id="site" type="application/json">(.*?)</script>', page)[1])
    assert data["greeting"] == "</script><b>Bonjour"
    assert data["key"] == site.key
    assert site.identify_secret not in page


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_it_speaks_the_readers_language(site, language):
    assert f'<html lang="{language}"' in get(site, **{"accept-language": language}).content.decode()
    assert f'<html lang="{language}"' in Client().get(f"/w/{site.key}/?lang={language}").content.decode()


def test_nothing_is_set_before_a_word_is_written(site):
    assert not get(site).cookies


@pytest.mark.parametrize(("asked", "sent", "read"), [("gzip, br", "br", brotli.decompress), ("", None, bytes)])
def test_it_travels_compressed(site, asked, sent, read):
    answer = get(site, **{"accept-encoding": asked})
    assert answer.headers.get("Content-Encoding") == sent
    assert read(answer.content).startswith(b"<!doctype html>")
