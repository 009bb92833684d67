"""The first page of a house: to one's desk, or a word of welcome."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from causerie.brands.models import Brand


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Members go to their desk; who is not signed in reads what this is and where the door stands; an empty house is set up first."""
    if request.user.is_authenticated:
        return redirect("desk_home")
    if not Brand.objects.exists():
        return redirect("setup")
    return render(request, "desk/welcome.html")
