from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from iqa.organisation.models import Person


class PostedPersonBackend(ModelBackend):
    """Signs in, and keeps signed in, who may sign in and has a posting in force today."""

    def user_can_authenticate(self, user: Person | AnonymousUser | None) -> bool:
        return isinstance(user, Person) and user.is_active and bool(user.postings_today)
