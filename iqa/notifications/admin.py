from typing import Any

from django.contrib import admin

from iqa.administration.site import ReadOnlyAdmin
from iqa.notifications.models import OutboxEmail


@admin.register(OutboxEmail)
class OutboxEmailAdmin(ReadOnlyAdmin):
    """Whether an email went, and when. Not what it says: that may be a link to set a password, or that somebody's work
    needs action, and an administrator sees no casework."""

    list_display = ["id", "recipient", "written_at", "due_at", "sent_at", "cancelled_at", "failures", "retry_at"]
    list_display_links = None
    list_select_related = ["recipient"]
    search_fields = ["recipient__name", "recipient__email"]

    def get_object(self, *args: Any, **kwargs: Any) -> None:
        """A page of one email would have its key for a title."""
