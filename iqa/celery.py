"""The worker. What it does is decided by rows in the database; a message only wakes it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iqa.settings")

app = Celery("iqa")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
