"""What someone sent after they had been signed out: kept in the session, and given back to that person alone.

Each form names its owner in a signed hidden field. What comes without one is not kept, so that nobody who never had a
page of this service can make it keep anything.
"""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict

OWNER_FIELD = "_owner"
TOKEN_PARAMETER = "held"  # noqa: S105 (the name of a parameter)
KEPT_BACK = (OWNER_FIELD, "csrfmiddlewaretoken")

# Of one session; the oldest goes first. A form's length is that of its fields, encoded.
MOST_FORMS = 5
LONGEST_FORM = 1_000_000

_IN_SESSION = "held_forms"
_signer = Signer(salt="iqa.accounts.form_owner")


def sign_owner(person: Any) -> str:
    """The value of a form's hidden field for its owner."""
    return _signer.sign(str(person.pk))


def hold(request: HttpRequest) -> str | None:
    """Keep what was posted. The address that gives it back after signing in; None where it cannot be kept: no valid
    owner, an owner other than who is signed in, or too long."""
    owner = _owner_of(request)
    fields = _fields_of(request)
    if owner is None or len(fields) > LONGEST_FORM:
        return None
    if request.user.is_authenticated and str(request.user.pk) != owner:
        return None
    token = secrets.token_urlsafe(16)
    form = {
        "token": token,
        "owner": owner,
        "path": request.path,
        "address": _address(request, token),
        "fields": fields,
    }
    request.session[_IN_SESSION] = [*_forms(request.session), form][-MOST_FORMS:]
    return form["address"]


def give_back(request: HttpRequest) -> None:
    """On the way to the page that the address of `hold` leads to: its fields, once, as `request.held_fields`."""
    token = request.GET.get(TOKEN_PARAMETER)
    if request.method != "GET" or not token:
        return
    forms = _forms(request.session)
    asked_for = [form for form in forms if (form["token"], form["path"]) == (token, request.path)]
    if not asked_for:
        return
    _keep(request.session, [form for form in forms if form not in asked_for])
    if asked_for[0]["owner"] == str(request.user.pk):
        request.held_fields = QueryDict(asked_for[0]["fields"])  # type: ignore[attr-defined]
        messages.warning(request, "This page was out of date: your answers are kept, check them and save again.")


def forget_others(session: SessionBase, person: Any) -> None:
    """Delete what is kept for anyone but `person`, who has signed in."""
    forms = _forms(session)
    _keep(session, [form for form in forms if form["owner"] == str(person.pk)])


def last_address(session: SessionBase) -> str | None:
    """The address that gives back what was kept last, if anything is kept."""
    forms = _forms(session)
    return forms[-1]["address"] if forms else None


def _forms(session: SessionBase) -> list[dict[str, str]]:
    return session.get(_IN_SESSION, [])


def _keep(session: SessionBase, forms: list[dict[str, str]]) -> None:
    if forms != _forms(session):
        session[_IN_SESSION] = forms


def _owner_of(request: HttpRequest) -> str | None:
    try:
        return _signer.unsign(request.POST.get(OWNER_FIELD, ""))
    except BadSignature:
        return None


def _fields_of(request: HttpRequest) -> str:
    fields = request.POST.copy()
    for name in KEPT_BACK:
        fields.pop(name, None)
    return fields.urlencode()


def _address(request: HttpRequest, token: str) -> str:
    query = request.GET.copy()
    query[TOKEN_PARAMETER] = token
    return f"{request.path}?{query.urlencode()}"
