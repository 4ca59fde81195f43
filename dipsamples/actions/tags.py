"""The list of tags that headquarters keeps: added, renamed, retired, brought back; never deleted."""

import uuid

from django.db import IntegrityError, transaction

from dipsamples.models import Tag
from dipsamples.policies.access import check_may_keep_tags
from iqa.audit.actions import log_event
from iqa.calendar import today
from iqa.organisation.actions.once import made_before
from iqa.organisation.models import Person
from iqa.organisation.policies.refusals import NotAllowed


@transaction.atomic
def add(*, key: uuid.UUID, kind: str, name: str, by: Person) -> Tag:
    """Add a tag; the same key again returns the one that it made. Raises `NotAllowed` for a name that there is."""
    check_may_keep_tags(by)
    if made := made_before(Tag, key, kind=kind, name=name):
        return made
    tag = Tag(key=key, kind=kind, name=name)
    _save_named(tag)
    log_event(verb="added", subject=tag, by=by)
    return tag


@transaction.atomic
def rename(*, tag: Tag, name: str, by: Person) -> None:
    """Dip samples that have the tag show its new name. Raises `NotAllowed` for a name that there is."""
    check_may_keep_tags(by)
    held = Tag.objects.select_for_update().get(pk=tag.pk)
    if held.name == name:
        return
    before, held.name = held.name, name
    _save_named(held)
    log_event(verb="renamed", subject=held, by=by, before=before)


@transaction.atomic
def retire(*, tag: Tag, by: Person) -> None:
    """Offer it no longer; dip samples that have it keep it."""
    _set_retired(tag, by, retired=True)


@transaction.atomic
def bring_back(*, tag: Tag, by: Person) -> None:
    """Offer it again."""
    _set_retired(tag, by, retired=False)


def _set_retired(tag: Tag, by: Person, *, retired: bool) -> None:
    check_may_keep_tags(by)
    held = Tag.objects.select_for_update().get(pk=tag.pk)
    if bool(held.retired_on) == retired:
        return
    held.retired_on = today() if retired else None
    held.save(update_fields=["retired_on"])
    log_event(verb="retired" if retired else "brought_back", subject=held, by=by)


def _save_named(tag: Tag) -> None:
    try:
        with transaction.atomic():
            tag.save()
    except IntegrityError as taken:
        raise NotAllowed("There is a tag of this name already.", field="name") from taken
