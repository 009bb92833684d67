"""How personal data leaves the house: a file that programs can read."""

from typing import Any

from django.http import HttpResponse, JsonResponse


def as_file(data: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
