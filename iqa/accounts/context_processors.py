from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from iqa import navigation
from iqa.accounts import sessions


def shell(request: HttpRequest) -> dict[str, Any]:
    """What is around every page: where one may go, and when one will be signed out."""
    context: dict[str, Any] = {
        "help_url": reverse("accounts:help"),
        "navigation": [],
        "idle_minutes": settings.IDLE_MINUTES,
        "idle_warning_minutes": settings.IDLE_WARNING_MINUTES,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    # A request that failed early has no user.
    person = getattr(request, "user", None)
    if person is not None and person.is_authenticated:
        context["navigation"] = navigation.items_for(person, path=request.path)
        context["terms_url"] = reverse("terms:term_list")
        context["time_left"] = sessions.time_left(request.session)
    return context
