"""Settings, driven by the environment. Outside demonstration mode, a variable that is missing stops the start."""

from pathlib import Path

import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

LOOPBACK_HOSTS = {"127.0.0.1", "localhost", "[::1]"}


def required(name, example, demo):
    """The variable `name`; in demonstration mode `demo` stands in for one that is not set."""
    value = env.str(name, default="")
    if value or DEMO:
        return value or demo
    raise ImproperlyConfigured(
        f"{name} is not set. Set it, for example {name}={example}, or set DEMO=1 to try the service out."
    )


# Demonstration mode: known passwords, mail in a folder. Never on a public address.
DEMO = env.bool("DEMO", default=False)

SECRET_KEY = required("SECRET_KEY", "$(openssl rand -base64 48)", demo="demonstration-only-" + "x" * 40)
ALLOWED_HOSTS = [
    host.strip() for host in required("ALLOWED_HOSTS", "iqa.example.test", demo="127.0.0.1,localhost").split(",")
]
if DEMO and not set(ALLOWED_HOSTS) <= LOOPBACK_HOSTS:
    raise ImproperlyConfigured(
        "DEMO=1 has known passwords: ALLOWED_HOSTS may only name this machine (127.0.0.1, localhost). Unset DEMO."
    )

PORT = env.int("PORT", default=8000)
# Where links in emails lead.
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}" if DEMO else f"https://{ALLOWED_HOSTS[0]}")

DATABASE_URL = required(
    "DATABASE_URL", "postgres://iqa:password@db:5432/iqa", demo=f"sqlite:///{VAR_DIR / 'iqa.sqlite3'}"
)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes the lock when it begins, so that no transaction fails half way for want of it.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "timeout": 30,
    }
else:
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    # A page joins a dozen tables by their keys, in an order that is good as it stands, to read few rows: to weigh all
    # other orders, or to compile the query, takes PostgreSQL longer than to answer (docs/decisions/0018).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c join_collapse_limit=4 -c jit=off")

INSTALLED_APPS = [
    "iqa.administration.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_structlog",
    "iqa.govuk",
    "iqa.audit",
    "iqa.organisation",
    "iqa.terms",
    "iqa.questions",
    "iqa.notifications",
    "iqa.accounts",
    "assessments",
    "dipsamples.apps.DipSamplesConfig",
    "reporting.apps.ReportingConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "iqa.logs.RequestMiddleware",
    "iqa.accounts.middleware.SessionLimitsMiddleware",
    "iqa.accounts.middleware.SignInRequiredMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "iqa.urls"
WSGI_APPLICATION = "iqa.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["iqa.govuk.templatetags.govuk", "iqa.accounts.templatetags.accounts"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "iqa.accounts.context_processors.shell",
            ],
        },
    }
]

# People and signing in

AUTH_USER_MODEL = "organisation.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "iqa.accounts.backends.PostedPersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# How long a link to set a new password works, in seconds.
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "assessments:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

# Signing in through the organisation's own sign-on, by OpenID Connect: off unless OIDC_ISSUER is set.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
if OIDC_ISSUER:
    _oidc = {
        name: env.str(f"OIDC_{name}", default="")
        for name in (
            "CLIENT_ID",
            "CLIENT_SECRET",
            "AUTHORIZATION_ENDPOINT",
            "TOKEN_ENDPOINT",
            "USERINFO_ENDPOINT",
            "JWKS_ENDPOINT",
        )
    }
    if _missing := [f"OIDC_{name}" for name, value in _oidc.items() if not value]:
        raise ImproperlyConfigured(
            f"OIDC_ISSUER is set, and these are not: {', '.join(_missing)}. Set them as the provider's "
            "/.well-known/openid-configuration has them, or unset OIDC_ISSUER to sign in by password alone."
        )
    if not DEMO and (
        _plain := [name for name in _oidc if "ENDPOINT" in name and not _oidc[name].startswith("https://")]
    ):
        raise ImproperlyConfigured(f"{', '.join(f'OIDC_{name}' for name in _plain)} must begin with https://")
    AUTHENTICATION_BACKENDS.append("iqa.accounts.sign_on.SignOnBackend")
    OIDC_RP_CLIENT_ID, OIDC_RP_CLIENT_SECRET = _oidc["CLIENT_ID"], _oidc["CLIENT_SECRET"]
    OIDC_OP_AUTHORIZATION_ENDPOINT = _oidc["AUTHORIZATION_ENDPOINT"]
    OIDC_OP_TOKEN_ENDPOINT = _oidc["TOKEN_ENDPOINT"]
    OIDC_OP_USER_ENDPOINT = _oidc["USERINFO_ENDPOINT"]
    OIDC_OP_JWKS_ENDPOINT = _oidc["JWKS_ENDPOINT"]
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
OIDC_AUTHENTICATION_CALLBACK_URL = "accounts:sign_on_callback"

IDLE_MINUTES = 30
IDLE_WARNING_MINUTES = 2
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "iqa_session"

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "iqa.accounts.errors.locked_out"

# Time and words

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How much a form may hold: eleven questions with long comments fit many times over.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Static files. GOV.UK Frontend's stylesheet asks for /assets/…, so that is where they are.

STATIC_URL = "/assets/"
STATIC_ROOT = VAR_DIR / "static"
GOVUK_FRONTEND = BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk"
STATICFILES_DIRS = [BASE_DIR / "static", GOVUK_FRONTEND / "assets", ("govuk", GOVUK_FRONTEND)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# In demonstration mode files are served from where they lie, without collecting them first.
WHITENOISE_USE_FINDERS = DEMO

# Mail

EMAIL_URL = required(
    "EMAIL_URL", "smtp+tls://user:password@mail.example.test:587", demo=f"filemail:///{VAR_DIR / 'mail'}"
)
vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Individual Quality Assessments <iqa@example.test>")

# The worker. Without Redis (demonstration mode), messages are files in a folder: clock and worker are two processes.

REDIS_URL = required("REDIS_URL", "redis://redis:6379/0", demo="filesystem://localhost")
CELERY_BROKER_URL = REDIS_URL
if REDIS_URL.startswith("filesystem:"):
    _broker_dir = str(VAR_DIR / "broker")
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": _broker_dir,
        "data_folder_out": _broker_dir,
        "control_folder": _broker_dir,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    # A sweep that nobody took within its interval is not worth doing twice.
    "send-due-emails": {"task": "iqa.notifications.tasks.send_due", "schedule": 30.0, "options": {"expires": 30}},
    # Reports read what is fresh as well: late, they are right and slower.
    "fold-tallies": {"task": "reporting.tasks.fold_tallies", "schedule": 60.0, "options": {"expires": 60}},
    "import-records": {
        "task": "reporting.tasks.import_records",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "check-tallies": {"task": "reporting.tasks.check_tallies", "schedule": crontab(hour=3, minute=10)},
}

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "iqa.accounts.errors.csrf_failure"
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO

# Logs: one event a line, no casework in them.

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "iqa.logs.line_formatter", "readable": DEMO}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Instead of Django's own handlers, one of which mails tracebacks with the values in them.
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
    "root": {"handlers": ["console"], "level": "WARNING" if DEMO else "INFO"},
}
