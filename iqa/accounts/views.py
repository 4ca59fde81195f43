from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from iqa.accounts import actions, held, sessions, sign_on
from iqa.accounts.forms import NewPasswordForm, PasswordLinkForm, SignInForm
from iqa.accounts.middleware import not_activity


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_destination(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        person = authenticate(request, **form.cleaned_data)
        if person is not None:
            login(request, person)
            return redirect(_destination(request))
        form.refuse()
    context = {
        "form": form,
        "title": "Sign in",
        "why_signed_out": sessions.why_signed_out(request.session),
        "is_held": held.last_address(request.session) is not None,
        "sign_on_href": _sign_on_href(request) if settings.OIDC_ISSUER else "",
    }
    return render(request, "accounts/sign_in.html", context)


def _destination(request: HttpRequest) -> str:
    """Where someone who signs in was going, if that is in this service; else to what was kept for them, else home."""
    asked = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return held.last_address(request.session) or resolve_url(settings.LOGIN_REDIRECT_URL)


def _sign_on_href(request: HttpRequest) -> str:
    asked = request.GET.get("next")
    return reverse("accounts:sign_on", query={"next": asked} if asked else None)


@login_not_required
@never_cache
@require_safe
def sign_on_begin(request: HttpRequest) -> HttpResponse:
    return sign_on.begin(request)


@login_not_required
@never_cache
@require_safe
def sign_on_finish(request: HttpRequest) -> HttpResponse:
    try:
        return sign_on.finish(request)
    except sign_on.UnknownPerson:
        return render(request, "accounts/sign_on_unknown.html", status=403)
    except sign_on.SignOnFailed:
        return render(request, "accounts/sign_on_failed.html", status=400)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "You have signed out.")
    return redirect(settings.LOGOUT_REDIRECT_URL)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    form = PasswordLinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.send_password_link(email=form.cleaned_data["email"])
        return redirect("accounts:password_reset_sent")
    return render(request, "accounts/password_reset.html", {"form": form, "title": "I have forgotten my password"})


@login_not_required
@require_safe
def password_reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_reset_sent.html", {"lasts": actions.link_lasts()})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
def password_set(request: HttpRequest) -> HttpResponse:
    """The link's token goes into the session at once, and out of the address, which browsers keep."""
    if "token" in request.GET:
        request.session[_TOKEN] = request.GET["token"]
        return redirect("accounts:password_set")
    token = request.session.get(_TOKEN, "")
    try:
        form = NewPasswordForm(request.POST if request.method == "POST" else None, person=actions.person_of(token))
        if form.is_valid():
            actions.set_password(token=token, password=form.cleaned_data["password"])
            del request.session[_TOKEN]
            messages.success(request, "Your new password is set. Sign in with it.")
            return redirect("accounts:sign_in")
    except actions.LinkIsOver:
        return render(request, "accounts/password_link_over.html", {"lasts": actions.link_lasts()})
    return render(request, "accounts/password_set.html", {"form": form, "title": "Set a new password"})


_TOKEN = "password_token"  # noqa: S105 (its name in the session)


@not_activity
@never_cache
@require_http_methods(["GET", "POST"])
def stay(request: HttpRequest) -> HttpResponse:
    """How long the session lasts, which asking does not prolong; posting does."""
    if request.method == "POST":
        sessions.touch(request.session)
        return HttpResponse(status=204)
    left = sessions.time_left(request.session)
    return JsonResponse({"seconds_left": left.seconds, "may_stay": left.may_stay})


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/help.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/accessibility.html")


@login_not_required
@not_activity
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the service can answer, for what watches it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("The database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
