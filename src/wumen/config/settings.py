"""The one typed settings module: WUMEN_* as a value, and from it what Django asks for."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from wumen.rules.phones import LEAF_LASTS, Access
from wumen.rules.problems import Problem

_KNOWN = frozenset(
    {
        "WUMEN_HOME",
        "WUMEN_PORT",
        "WUMEN_DATABASE_URL",
        "WUMEN_OWNER_DATABASE_URL",
        "WUMEN_NOW",
        # Set by `wumen up` for its own children only.
        "WUMEN_PROCESS",
        "WUMEN_ADDRESS",
        "WUMEN_SHEET",
        "WUMEN_HOSTS",
    }
)


@dataclass(frozen=True)
class Environment:
    """What the operator decides from outside; the rest lives in the database or in playbooks."""

    home: Path
    port: int
    database_url: str
    owner_database_url: str
    now: str
    process: str
    access: Access

    @classmethod
    def read(cls, values: dict[str, str]) -> "Environment":
        """Read WUMEN_*; Problem `setting_unknown` or `setting_unreadable`."""
        unknown = sorted(
            name for name in values if name.startswith("WUMEN_") and name not in _KNOWN
        )
        if unknown:
            raise Problem(
                "setting_unknown", names=" ".join(unknown), known=" ".join(sorted(_KNOWN))
            )
        port = values.get("WUMEN_PORT") or "8300"
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise Problem("setting_unreadable", name="WUMEN_PORT", value=port)
        return cls(
            home=Path(values.get("WUMEN_HOME") or "var").resolve(),
            port=int(port),
            database_url=values.get("WUMEN_DATABASE_URL", ""),
            owner_database_url=values.get("WUMEN_OWNER_DATABASE_URL", ""),
            now=values.get("WUMEN_NOW", ""),
            process=values.get("WUMEN_PROCESS", ""),
            access=Access(
                values.get("WUMEN_ADDRESS", ""),
                values.get("WUMEN_SHEET", ""),
                tuple(values.get("WUMEN_HOSTS", "").split()),
            ),
        )


WUMEN = Environment.read(dict(os.environ))
WEB = Path(__file__).resolve().parent.parent / "web"


def database(url: str, *, pooled: bool = False) -> dict[str, Any]:
    """What Django needs to reach a PostgreSQL by its URL."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "wumen.records.engine",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 16}} if pooled else {},
        "CONN_HEALTH_CHECKS": False,
    }


def _secret() -> str:
    """The key that signs sessions; before `init` has made one, a key that dies with the process."""
    file = WUMEN.home / "keys" / "secret"
    return file.read_text().strip() if file.is_file() else secrets.token_urlsafe(48)


def app_root(process: str) -> Path | None:
    """The phone app as `make setup` built it, at /field/; none on the plain line, and none while it is not built."""
    built = WEB.parent.parent.parent / "field" / "dist"
    return built if built.is_dir() and process != "sheet" else None


SECRET_KEY = _secret()
DEBUG = False
# The doors for phones answer to the names of their certificate, the office's own door to this machine.
_FOR_PHONES = WUMEN.process in ("phones", "sheet")
ALLOWED_HOSTS = list(WUMEN.access.hosts) if _FOR_PHONES else ["localhost", "127.0.0.1", "[::1]"]
# A browser keeps to the encrypted line under the name for as long as a certificate holds. It hears so on that
# line alone; the plain door of this machine and the plain sheet go by addresses, which no such rule binds.
SECURE_HSTS_SECONDS = int(LEAF_LASTS.total_seconds()) if WUMEN.access.address else 0
DATABASE_ENTRY = database
_PAGES = ("web", "phones", "sheet")
DATABASES = {"default": database(WUMEN.database_url, pooled=WUMEN.process in _PAGES)}
# On the plain line there is the sheet and nothing else.
ROOT_URLCONF = "wumen.config.sheet_urls" if WUMEN.process == "sheet" else "wumen.config.urls"
WSGI_APPLICATION = "wumen.config.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "procrastinate.contrib.django",
    "wumen.records",
    "wumen.web",
]
MIDDLEWARE = [
    "wumen.web.middleware.RequestId",
    # Outside of all that sets cookies, so that it can mark them.
    "wumen.web.middleware.Security",
    "django.middleware.security.SecurityMiddleware",
    "wumen.api.door.Door",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wumen.web.middleware.Problems",
]
AUTH_USER_MODEL = "wumen.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "wumen.queries.accounts.Backend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
# Trying on does not lengthen the wait of whoever really holds the number.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["login", "next", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
LOGIN_URL = "sign_in"
SESSION_ENGINE = "wumen.queries.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "wumen.web.errors.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "wumen.web.context.page",
            ],
        },
    }
]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
STATIC_URL = "static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ROOT = app_root(WUMEN.process)
WHITENOISE_INDEX_FILE = True
# What lies there bears a hash of its content in its name.
WHITENOISE_IMMUTABLE_FILE_TEST = "^/field/assets/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# axes.W002: a lock-out is answered by our own problem, not by the page of its middleware.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "wumen.web.logs.AddRequestId"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}
    },
    "handlers": {
        "stderr": {
            "class": "wumen.web.logs.Together"
            if WUMEN.process in _PAGES
            else "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "wumen": {"level": "INFO"},
        # Their lines hold paths and what a person typed: our own line says what is needed.
        "django.request": {"level": "CRITICAL"},
        "django.server": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "axes": {"level": "CRITICAL"},
    },
}
