"""Production, with every value made up."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

PRODUCTION = {
    "SECRET_KEY": "made-up-for-the-tests-of-production-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "iqa.example.test",
    "DATABASE_URL": "sqlite://:memory:",
    "REDIS_URL": "memory://",
    "EMAIL_URL": "smtp+tls://iqa:made-up@mail.example.test:587",
}


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without any setting of ours, and `variables`."""
    ours = {*PRODUCTION, "DEMO", "PORT", "SITE_URL", "DJANGO_SETTINGS_MODULE"}
    rest = {name: value for name, value in os.environ.items() if name not in ours}
    path = f"{Path(sys.executable).parent}:{rest['PATH']}"
    return {**rest, "PATH": path, "DJANGO_SETTINGS_MODULE": "iqa.settings", **variables}
