from django.contrib import admin

from assessments.models import SensitiveCategory
from iqa.administration.site import ReferenceAdmin


@admin.register(SensitiveCategory)
class SensitiveCategoryAdmin(ReferenceAdmin):
    """Its code stays, since records and exports go by it."""

    list_display = ["name", "code", "order"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []
