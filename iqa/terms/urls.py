from django.urls import path

from iqa.terms import views

app_name = "terms"

urlpatterns = [
    path("terms/", views.term_list, name="term_list"),
    path("terms/<slug:name>/", views.term_detail, name="term_detail"),
    path("terms/<slug:name>/change/", views.term_change, name="term_change"),
]
