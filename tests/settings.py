"""The suite's settings: demonstration mode, on the database and broker that the environment names, or SQLite alone."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DEMO", "1")

from iqa.settings import *
from iqa.settings import CELERY_BROKER_URL, DATABASES, LOGGING

# Everything that a run writes; removed when it ends. Two runs at once do not meet.
_scratch = tempfile.TemporaryDirectory(prefix="iqa-tests-", ignore_cleanup_errors=True)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file: the live server's threads and the processes that tests start share it.
    DATABASES["default"]["TEST"] = {"NAME": f"{_scratch.name}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # What a test commits need not outlive a power cut.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"

EMAIL_FILE_PATH = f"{_scratch.name}/mail"
if CELERY_BROKER_URL.startswith("filesystem:"):
    CELERY_BROKER_TRANSPORT_OPTIONS = dict.fromkeys(
        ("data_folder_in", "data_folder_out", "control_folder"), f"{_scratch.name}/broker"
    )

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The live server serves static files by itself, and no test client need look for them.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
STATIC_ROOT = Path(_scratch.name)

# pytest keeps the log, and shows that of a test that fails.
LOGGING = {**LOGGING, "root": {"handlers": [], "level": "WARNING"}}
