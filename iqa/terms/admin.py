from django.contrib import admin

from iqa.administration.site import ReadOnlyAdmin
from iqa.terms.models import Term


@admin.register(Term)
class TermAdmin(ReadOnlyAdmin):
    list_display = ["name", "area", "unit_kind", "starts_on", "value"]
    list_filter = ["name"]
    list_select_related = ["area"]
