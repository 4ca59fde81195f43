"""Doing now what happened earlier: the demonstration's records are as old as they say, in every column."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest import mock

from django.db.models.signals import pre_save
from django.utils import timezone

_real_now = timezone.now


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within, the actions take `moment` for now; and so do the columns whose default is the time."""

    def set_times(sender: Any, instance: Any, **kwargs: Any) -> None:
        if instance._state.adding:
            for field in sender._meta.fields:
                if field.default is _real_now:
                    setattr(instance, field.name, moment)

    pre_save.connect(set_times)
    try:
        with mock.patch.object(timezone, "now", return_value=moment):
            yield
    finally:
        pre_save.disconnect(set_times)
