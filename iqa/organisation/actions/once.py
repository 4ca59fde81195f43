"""Made once by a form that carries a one-use key, however often it is sent."""

import uuid
from typing import TypeVar

from iqa.organisation.models import MadeOnceModel
from iqa.organisation.policies.refusals import NotAllowed

M = TypeVar("M", bound=MadeOnceModel)


def made_before(model: type[M], key: uuid.UUID, **said: object) -> M | None:
    """What `key` made, if it has. Raises `NotAllowed` where that is not what is said now: a form gone back to, changed
    and sent again."""
    made = model._default_manager.filter(key=key).first()
    if made is not None and any(getattr(made, name) != value for name, value in said.items()):
        raise NotAllowed("This page has been sent already, with other answers. Go to it again to make another.")
    return made
