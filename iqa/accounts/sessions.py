"""How long a session lasts, and why it ended."""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from iqa.accounts import held

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SIGNED_OUT_BECAUSE = "signed_out_because"

# Each page view need not write: the time last seen may be this many seconds behind.
SEEN_EVERY = 10


class Reason(StrEnum):
    """Why someone was signed out."""

    IDLE = "idle"
    LONG = "long"
    GONE = "gone"

    @property
    def words(self) -> str:
        if self is Reason.IDLE:
            return f"You were signed out because you did nothing for {settings.IDLE_MINUTES} minutes."
        if self is Reason.LONG:
            return f"You were signed out because you signed in {settings.SESSION_COOKIE_AGE // 3600} hours ago."
        return (
            "You were signed out because your account was closed or your last posting has ended. "
            "Ask whoever manages people in your Area."
        )


@dataclass(frozen=True)
class TimeLeft:
    """Seconds until the session ends; `may_stay` is whether doing something puts that off."""

    seconds: int
    may_stay: bool


def begin(*, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Start both clocks of a session. Answers a sign-in, however it was made."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = int(time.time())
    request.session.pop(SIGNED_OUT_BECAUSE, None)
    held.forget_others(request.session, user)


def touch(session: SessionBase) -> None:
    """The person did something."""
    if time.time() - session[SEEN_AT] >= SEEN_EVERY:
        session[SEEN_AT] = int(time.time())


def time_left(session: SessionBase) -> TimeLeft:
    """Of a session of someone who is signed in."""
    idle_ends = session.get(SEEN_AT, 0) + settings.IDLE_MINUTES * 60
    ends = session.get(SIGNED_IN_AT, 0) + settings.SESSION_COOKIE_AGE
    return TimeLeft(seconds=int(min(idle_ends, ends) - time.time()), may_stay=idle_ends <= ends)


def end_if_over(request: HttpRequest) -> None:
    """Sign out whoever did nothing for too long, signed in too long ago, or may not sign in any more."""
    reason = _reason_to_end(request)
    if reason:
        logout(request)
        request.session[SIGNED_OUT_BECAUSE] = reason.value


def why_signed_out(session: SessionBase) -> str:
    """In words, for the page where they sign in again; empty where nobody was signed out."""
    reason = session.get(SIGNED_OUT_BECAUSE)
    return Reason(reason).words if reason else ""


def _reason_to_end(request: HttpRequest) -> Reason | None:
    if SESSION_KEY not in request.session:
        return None
    if not request.user.is_authenticated:
        # The session names someone whom the backend no longer lets in.
        return Reason.GONE if SESSION_KEY in request.session else None
    left = time_left(request.session)
    if left.seconds > 0:
        return None
    return Reason.IDLE if left.may_stay else Reason.LONG
