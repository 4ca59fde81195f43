from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser

from iqa.organisation.models import Person


class PostedPersonBackend(ModelBackend):
    """Signs in, and keeps signed in, who may sign in and has a posting in force today."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return isinstance(user, Person) and user.is_active and bool(user.postings_today)

    def has_perm(self, *args: Any, **kwargs: Any) -> bool:
        """Django's own permissions are not used: see iqa/permissions.py."""
        return False
