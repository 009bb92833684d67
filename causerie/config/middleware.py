"""What surrounds every page: headers, language, refusals."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from causerie import __version__
from causerie.kernel.refusal import Refused

Handler = Callable[[HttpRequest], HttpResponse]

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self' {socket}; frame-src 'self'; manifest-src 'self'; media-src 'self'; base-uri 'none'; "
    "object-src 'none'; form-action 'self'; frame-ancestors {ancestors}; require-trusted-types-for 'script'; trusted-types htmx default"
)
_SOCKET = settings.PUBLIC_URL.replace("http", "ws", 1)


def security_headers(get_response: Handler) -> Handler:
    """A nonce for the page's own scripts, and the headers that every answer carries, errors included.

    A view that may be framed sets `response.frame_ancestors` to a list of origins.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        response = get_response(request)
        ancestors = getattr(response, "frame_ancestors", None)
        policy = _POLICY.format(nonce=request.csp_nonce, socket=_SOCKET, ancestors=" ".join(ancestors or ["'none'"]))  # type: ignore[attr-defined]
        response.headers.setdefault("Content-Security-Policy", getattr(response, "policy", policy))
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if ancestors is None:
            response.headers.setdefault("X-Frame-Options", "DENY")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        if settings.SECURE:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response

    return handle


def language(get_response: Handler) -> Handler:
    """The page's language: what the person chose (cookie), else what the browser asks for."""

    def handle(request: HttpRequest) -> HttpResponse:
        code = request.GET.get("lang") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if code not in dict(settings.LANGUAGES):
            code = translation.get_language_from_request(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code  # type: ignore[attr-defined]
            response = get_response(request)
            response.headers.setdefault("Content-Language", code)
        return response

    return handle


def refusals(get_response: Handler) -> Handler:
    """A Refused becomes JSON, a small fragment, or a page: one renderer for one error family."""

    class Refusals:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
            if not isinstance(error, Refused):
                return None
            if request.accepts("text/html") and "HX-Request" not in request.headers:
                return render(request, "refused.html", {"refused": error, "back": _came_from(request)}, status=error.status)
            return JsonResponse({"code": error.code, "message": error.words, **error.extra}, status=error.status)

    return Refusals()


def _came_from(request: HttpRequest) -> str:
    """The page of this house whose link or form led here; "" for none, or for this one."""
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return "" if not ours or referer == request.build_absolute_uri() else referer


def page_context(request: HttpRequest) -> dict[str, object]:
    """What every template may use."""
    return {
        "nonce": getattr(request, "csp_nonce", ""),
        "version": __version__,
        "languages": settings.LANGUAGES,
        "demo": settings.CAUSERIE["DEMO"],
    }
