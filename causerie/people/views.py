"""Faces: members' photos are public, because they stand on the window's button."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from causerie.kernel import files
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership

_TYPES = {".webp": "image/webp", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}


@require_safe
def face(request: HttpRequest, name: str) -> HttpResponse:
    """A member's photo. Only what is a photo today: pictures of conversations stand in the same folder and are nobody's face."""
    data = files.read(name) if Membership.objects.filter(photo=name).exists() else None
    kind = _TYPES.get(files.path_of(name).suffix)
    if data is None or kind is None:
        raise Refused("not_found")
    return HttpResponse(data, content_type=kind, headers=_HEADERS)


_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
