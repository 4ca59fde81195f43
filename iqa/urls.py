"""The table of contents: one include an app."""

from django.contrib import admin
from django.urls import include, path, register_converter

from iqa.addresses import KeyConverter

register_converter(KeyConverter, "key")

urlpatterns = [
    path("", include("assessments.urls")),
    path("", include("dipsamples.urls")),
    path("", include("reporting.urls")),
    path("", include("iqa.questions.urls")),
    path("", include("iqa.organisation.urls")),
    path("", include("iqa.terms.urls")),
    path("", include("iqa.accounts.urls")),
    path("", include("iqa.notifications.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "iqa.accounts.errors.bad_request"
handler403 = "iqa.accounts.errors.permission_denied"
handler404 = "iqa.accounts.errors.page_not_found"
handler500 = "iqa.accounts.errors.server_error"
