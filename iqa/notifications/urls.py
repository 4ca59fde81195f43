from django.conf import settings
from django.urls import path

from iqa.notifications import views

app_name = "notifications"

# In demonstration mode alone: it shows everyone's emails to anyone on this machine.
urlpatterns = [path("mailbox/", views.mailbox, name="mailbox")] if settings.DEMO else []
