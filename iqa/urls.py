"""The table of contents: one include an app."""

from django.urls import include, path

urlpatterns = [
    path("", include("assessments.urls")),
    path("", include("iqa.accounts.urls")),
]
