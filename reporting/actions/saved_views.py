"""Keeping the choices of a report under a name."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from iqa.audit.actions import log_event
from iqa.organisation.models import Person
from reporting.models import SavedView

TAKEN = "You have a view of this name already: choose another name"


class NameTaken(Exception):
    """Its words are for the person who chose the name."""

    def __init__(self) -> None:
        super().__init__(TAKEN)


def save_view(*, key: uuid.UUID, name: str, report: str, choices: dict[str, Any], by: Person) -> SavedView:
    """The view; the one that is there, where the same form was sent before. Raises `NameTaken`."""
    if found := SavedView.objects.filter(key=key, person=by).first():
        return found
    try:
        with transaction.atomic():
            view = SavedView.objects.create(key=key, name=name, report=report, choices=choices, person=by)
            log_event(verb="saved", subject=view, by=by, name=name, report=report)
    except IntegrityError as error:
        raise NameTaken from error
    return view


def rename_view(*, view: SavedView, name: str, by: Person) -> None:
    """Raises `NameTaken`."""
    before = view.name
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(name=name)
            log_event(verb="renamed", subject=view, by=by, before=before, name=name)
    except IntegrityError as error:
        raise NameTaken from error


@transaction.atomic
def delete_view(*, view: SavedView, by: Person) -> None:
    log_event(verb="deleted", subject=view, by=by, name=view.name, report=view.report)
    view.delete()
