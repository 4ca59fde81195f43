"""What else there is about figures, for someone, beside the reports themselves and the dashboard."""

from dataclasses import dataclass

from django.urls import reverse

from iqa.organisation.models import Person
from iqa.permissions import Permission, has_permission_anywhere
from reporting.policies.access import comment_places
from reporting.policies.imports import may_import


@dataclass(frozen=True)
class Link:
    text: str
    href: str


def elsewhere(person: Person) -> list[Link]:
    """For someone who may read reports; each leads to a page that is theirs to open."""
    known = [
        (True, "Saved views", "view_list"),
        (has_permission_anywhere(person, Permission.VIEW_REPORTS), "Targets", "target_list"),
        (bool(comment_places(person)), "Export comments", "comments_export"),
        (may_import(person), "Imports", "import_list"),
    ]
    return [Link(text, reverse(f"reporting:{name}")) for may, text, name in known if may]
