"""Django's own admin: the administrators' back door to reference data, and to nothing else.

It asks nobody for a password, for it stands behind the service's own sign-in, and what is registered here says so by
its class: casework, and what a library registers by itself, does not come in.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern

from iqa.audit.actions import log_event
from iqa.permissions import NATIONAL, Permission, check_permission

# The service has its own pages for these.
NOT_OURS = {"login", "logout", "password_change", "password_change_done"}


class ReferenceSite(admin.AdminSite):
    site_header = "IQA: reference data"
    site_title = "IQA"
    index_title = "Reference data"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """True for administrators; anyone else is refused as on any page. Nobody comes here without signing in."""
        person: Any = request.user
        check_permission(person, Permission.MANAGE_PEOPLE, NATIONAL)
        return True

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        if isinstance(admin_class, type) and issubclass(admin_class, ReferenceAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[Any]:
        ours = [each for each in super().get_urls() if getattr(each, "name", None) not in NOT_OURS]
        for pattern in ours:
            if isinstance(pattern, URLPattern):
                pattern.callback.login_url = None  # type: ignore[attr-defined]  # the service's own
        return ours


class ReferenceAdmin(admin.ModelAdmin):
    """Reference data: read, added and changed, never deleted, with an audit record of each change."""

    actions = None
    may_add = may_change = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change and self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        verb = "edited" if change else "added"
        log_event(verb=verb, subject=obj, by=request.user, admin=True, changed=form.changed_data)


class ReadOnlyAdmin(ReferenceAdmin):
    """To look at: what changes it has pages of its own."""

    may_add = may_change = False
