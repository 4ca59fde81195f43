from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from iqa.accounts import held, sessions
from iqa.accounts.responses import wants_json

View = Callable[..., HttpResponseBase]


def not_activity(view: View) -> View:
    """For a view that a page asks by itself: it does not keep anyone signed in."""
    view.is_activity = False  # type: ignore[attr-defined]
    return view


class SessionLimitsMiddleware:
    """Signs out whose time is over before anything else looks at the request; what they do starts the time again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A browser that brings no session has none to end.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            sessions.end_if_over(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        if getattr(view, "is_activity", True) and request.user.is_authenticated:
            sessions.touch(request.session)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends whoever is not signed in to do so, with what they posted kept for them, and gives it back afterwards."""

    def process_view(self, request: HttpRequest, view_func: View, view_args: Any, view_kwargs: Any) -> Any:
        if request.user.is_authenticated:
            held.give_back(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> Any:
        if wants_json(request):
            return JsonResponse({"signed_out": True}, status=401)
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        address = held.hold(request)
        if address is None:
            messages.warning(request, "What you sent was not saved. Sign in, then send it again.")
        return redirect_to_login(address or request.get_full_path())
