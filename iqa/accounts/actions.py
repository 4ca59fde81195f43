"""Setting a new password by a link that is emailed. Nothing here tells, by words or by time, who has an account."""

import secrets
from datetime import timedelta

from axes.utils import reset as forget_failures
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from iqa.audit.actions import log_event
from iqa.calendar import today
from iqa.notifications.actions import write_email
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Person, Posting

# What an account is sent within the hour; whoever asks more often is told the same, and sent nothing.
MOST_IN_AN_HOUR = 3

NOBODY = Person(pk=0, email="nobody@example.invalid", password="!")  # noqa: S106 (one that nothing matches)


class LinkIsOver(Exception):
    """The link was used, is too old, or is none of ours."""


@transaction.atomic
def send_password_link(*, email: str) -> None:
    """Email a link to set a new password, if someone who may sign in has this address.

    An address that nobody has costs the same queries and the same writing, taken back in the end. Where people sign in
    through the organisation's own sign-on, who has no password is sent no link to make one.
    """
    people = _who_may_sign_in().select_for_update(of=("self",)).filter(email=email.lower())
    if settings.OIDC_ISSUER:
        people = people.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    person = people.first()
    recipient = person or NOBODY
    hour_ago = timezone.now() - timedelta(hours=1)
    sent = OutboxEmail.objects.filter(recipient_id=recipient.pk, key__startswith=_KEY, written_at__gt=hour_ago).count()
    _write_link(recipient)
    if person is None or sent >= MOST_IN_AN_HOUR:
        transaction.set_rollback(True)


@transaction.atomic
def set_password(*, token: str, password: str) -> Person:
    """Set the password of whom the link was sent to, which ends their sessions and the link. Raises `LinkIsOver`."""
    person = _person_of(token, _who_may_sign_in().select_for_update(of=("self",)))
    person.set_password(password)
    person.save(update_fields=["password"])
    log_event(verb="password_set", subject=person, by=person)
    forget_failures(username=person.email)
    return person


def person_of(token: str) -> Person:
    """Whose password the link sets. Raises `LinkIsOver`."""
    return _person_of(token, _who_may_sign_in())


_KEY = "password-"


def _write_link(person: Person) -> None:
    token = f"{person.pk}.{default_token_generator.make_token(person)}"
    context = {
        "link": f"{settings.SITE_URL}{reverse('accounts:password_set')}?{urlencode({'token': token})}",
        "help": settings.SITE_URL + reverse("accounts:help"),
        "lasts": link_lasts(),
    }
    write_email(
        key=f"{_KEY}{person.pk}-{secrets.token_hex(8)}",
        recipient=person,
        subject="IQA: set a new password",
        body=render_to_string("accounts/email_password.txt", context),
        due_at=timezone.now(),
    )


def link_lasts() -> str:
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return f"{hours} hour{'' if hours == 1 else 's'}"


def _who_may_sign_in() -> QuerySet[Person]:
    posted = Posting.objects.in_force(on=today()).filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(posted), is_active=True)


def _person_of(token: str, people: QuerySet[Person]) -> Person:
    pk, _, rest = token.partition(".")
    person = people.filter(pk=int(pk)).first() if pk.isascii() and pk.isdecimal() and len(pk) < 18 else None
    if person is None or not default_token_generator.check_token(person, rest):
        raise LinkIsOver
    return person
