"""Signing in through the organisation's own sign-on (OpenID Connect), where one is configured.

It says who somebody is and nothing else: what they may do comes from their postings, and who is no one here gets no
account. The library does the code flow with state, nonce and PKCE; what an ID token must be, it leaves to us.
"""

from typing import Any

import jwt
import structlog
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.crypto import constant_time_compare
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView
from requests import RequestException

from iqa.accounts import held
from iqa.accounts.backends import PostedPersonBackend
from iqa.organisation.models import Person

logger = structlog.get_logger(__name__)

# How far two clocks may be apart, in seconds.
LEEWAY = 60
CLAIMS = ["iss", "aud", "sub", "exp", "iat", "nonce"]


class SignOnFailed(Exception):
    """The provider could not be asked, or what it said cannot be relied on."""


class UnknownPerson(Exception):
    """The provider knows them, and this service has nobody of their email address who may sign in."""


class SignOnBackend(PostedPersonBackend, OIDCAuthenticationBackend):
    """Finds the person of a verified email address. Makes nobody, and changes nothing about anybody."""

    def authenticate(self, request: HttpRequest | None, **kwargs: Any) -> Person | None:  # type: ignore[override]
        if "nonce" not in kwargs:
            return None  # somebody signs in by password
        try:
            return OIDCAuthenticationBackend.authenticate(self, request, **kwargs)
        except (RequestException, jwt.PyJWTError, SuspiciousOperation, LookupError, TypeError, ValueError) as error:
            logger.warning("sign_on_failed", error=type(error).__name__)
            raise SignOnFailed from error

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """The claims of an ID token that the provider signed, for us, now, in answer to what this browser asked."""
        claims = jwt.decode(
            token,
            self.retrieve_matching_jwk(token),
            algorithms=[settings.OIDC_RP_SIGN_ALGO],
            audience=settings.OIDC_RP_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": CLAIMS},
        )
        asked = kwargs.get("nonce")
        if not asked or not constant_time_compare(claims["nonce"], asked):
            raise SignOnFailed
        if claims.get("azp", settings.OIDC_RP_CLIENT_ID) != settings.OIDC_RP_CLIENT_ID:
            raise SignOnFailed
        return claims

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> Person:
        """The person, found and never made."""
        claims = self.get_userinfo(access_token, id_token, payload)
        if claims["sub"] != payload["sub"]:
            raise SignOnFailed
        email = str(claims.get("email") or "").strip().lower()
        # Some providers send it as text.
        if claims.get("email_verified") not in (True, "true"):
            raise UnknownPerson
        person = Person.objects.filter(email=email).first()
        if person is None or not self.user_can_authenticate(person):
            raise UnknownPerson
        return person

    def get_user(self, user_id: int) -> Any:
        """At each request: nobody who was disabled since, or whose last posting has ended."""
        return ModelBackend.get_user(self, user_id)


class _Callback(OIDCAuthenticationCallbackView):
    @property
    def success_url(self) -> str:
        """Where they were going; else to what was kept for them, else home."""
        asked = self.request.session.get("oidc_login_next")
        return asked or held.last_address(self.request.session) or resolve_url(settings.LOGIN_REDIRECT_URL)

    def login_failure(self) -> HttpResponse:
        raise SignOnFailed


def begin(request: HttpRequest) -> HttpResponse:
    """To the provider. Raises `Http404` where none is configured."""
    _check_configured()
    return OIDCAuthenticationRequestView.as_view()(request)


def finish(request: HttpRequest) -> HttpResponse:
    """Back from the provider, and on as whom it knows. Raises `SignOnFailed`, `UnknownPerson`, `Http404` where none is
    configured."""
    _check_configured()
    try:
        return _Callback.as_view()(request)
    except SuspiciousOperation as error:
        raise SignOnFailed from error  # an answer to what this browser never asked


def _check_configured() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404
