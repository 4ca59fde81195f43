"""Pages for what went wrong. Each names the reference under which the request is logged."""

import uuid

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from iqa.accounts import held
from iqa.accounts.responses import wants_json

logger = structlog.get_logger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _bare_page("400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With the words of who refused, where there are any."""
    return render(request, "403.html", {"reference": reference(), "words": str(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"reference": reference()}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _bare_page("500.html", status=500)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """In place of the sign-in page, for who tried too many passwords."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "429.html", {"wait": f"{minutes} minutes"}, status=429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """For a form older than the last sign-in in this browser, or sent from elsewhere. What came from a form of this
    person's own, they find in the form again."""
    if wants_json(request):
        return JsonResponse({"out_of_date": True}, status=403)
    if request.path == reverse(settings.LOGIN_URL) and request.user.is_authenticated:
        return redirect(request.get_full_path())  # they signed in in another tab
    # Another site's form does not bring the cookie along (SameSite=Lax).
    address = held.hold(request) if settings.CSRF_COOKIE_NAME in request.COOKIES else None
    if address is None:
        return render(request, "403_csrf.html", {"reference": reference()}, status=403)
    return redirect(address) if request.user.is_authenticated else redirect_to_login(address)


def reference() -> str:
    """What the log calls this request; a new one where something failed before it had any."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if request_id is None:
        request_id = str(uuid.uuid4())
        logger.error("error_without_request", request_id=request_id)
    return request_id


def _bare_page(template: str, *, status: int) -> HttpResponse:
    # Without the request: what failed may be what a context processor needs.
    return HttpResponse(render_to_string(template, {"reference": reference()}), status=status)
