"""Settings, read from the environment; a wrong value stops the start with a message."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def read_choice(name: str, choices: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name, default)
    if value not in choices:
        raise ImproperlyConfigured(
            f"环境变量 {name} 的值“{value}”不可用，可选：{'、'.join(choices)}"
        )
    return value


def read_flag(name: str) -> bool:
    return read_choice(name, ("0", "1"), "0") == "1"


def read_number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"环境变量 {name} 应为整数，现为“{value}”")
    return int(value)


def read_list(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def read_database(url: str) -> dict[str, object]:
    """The DATABASES entry of `sqlite:///path` or `postgres://user:password@host:port/name`."""
    try:
        parts = urlsplit(url)
        port = parts.port or ""
    except ValueError:
        # What could not be read may hold the password, so neither it nor the reason is shown.
        raise ImproperlyConfigured(
            "DATABASE_URL 的主机或端口读不懂：端口应为 1 至 65535 的数字；"
            "密码中的 @ : / ? # [ ] 须写成 %40 %3A %2F %3F %23 %5B %5D。"
        ) from None
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Without recursive triggers, REPLACE deletes rows that may not be deleted.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA recursive_triggers=ON;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        query = parse_qs(parts.query)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.get("host", [parts.hostname or ""])[0],
            "PORT": query.get("port", [port])[0],
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # Short queries over many joined tables: compiling them takes longer than they do.
            "OPTIONS": {"connect_timeout": 5, "options": "-c jit=off"},
        }
    raise ImproperlyConfigured(
        "DATABASE_URL 应写成 postgres://用户:密码@主机:端口/库名，或 sqlite:///文件路径"
    )


def kept_secret(path: Path) -> str:
    """The key of a demonstration, made once and kept beside its database."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


ENVIRONMENT = read_choice("CIXI_ENV", ("production", "demo", "test"), "production")
IS_PRODUCTION = ENVIRONMENT == "production"
IS_HTTPS = read_choice("HTTPS", ("0", "1"), "1" if IS_PRODUCTION else "0") == "1"
DEMO_DATA = read_flag("CIXI_DEMO_DATA")
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var")).resolve()
DEBUG = False

SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if IS_PRODUCTION:
        raise ImproperlyConfigured("正式运行须设置环境变量 SECRET_KEY（至少 50 个随机字符）")
    SECRET_KEY = kept_secret(VAR_DIR / "secret-key")

ALLOWED_HOSTS = read_list(
    "ALLOWED_HOSTS", "" if IS_PRODUCTION else "127.0.0.1,localhost,testserver"
)
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "cixi_ip.apps.CixiConfig",
    "stats.apps.StatsConfig",
    "proposals.apps.ProposalsConfig",
    "cixi_ip.apps.CixiAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cixi_ip.login.SessionLimits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "cixi_ip.login.OwnPasswordFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cixi_ip.web.PrivatePages",
    "cixi_ip.web.NotAllowed",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cixi_ip.urls"
WSGI_APPLICATION = "cixi_ip.wsgi.application"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cixi_ip.web.site",
                "stats.tones.tones",
            ],
        },
    }
]

DATABASES = {
    "default": read_database(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR}/cixi.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

AUTH_USER_MODEL = "cixi_ip.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "cixi_ip.backends.RolesAndStandIns",
]
_DJANGO = "django.contrib.auth.password_validation"
_NAMES = ("username", "full_name", "email")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        (f"{_DJANGO}.UserAttributeSimilarityValidator", {"user_attributes": _NAMES}),
        ("cixi_ip.passwords.LongEnough", {"min_length": 10}),
        (f"{_DJANGO}.CommonPasswordValidator", {}),
        (f"{_DJANGO}.NumericPasswordValidator", {}),
    )
]
if ENVIRONMENT == "test":
    # The real hasher takes 0.3 s for each of the hundreds of accounts the tests make.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "login"
LOGOUT_REDIRECT_URL = "login"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# Each worker keeps what it rendered, named by the data version; ten years fit in (decision 14).
_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {"default": _MEMORY | {"OPTIONS": {"MAX_ENTRIES": 1000}}}

# Two workers must agree at once on who is logged in, so sessions live in the database.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The two databases may be served side by side on one machine, each with its own login.
SESSION_COOKIE_NAME = "demo_sessionid" if DEMO_DATA else "sessionid"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_FAILURE_VIEW = "cixi_ip.web.stale_page"

SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if read_flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = read_number("HSTS_SECONDS", 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = bool(SECURE_HSTS_SECONDS)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["cixi_ip.uploads.Capped"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a grid of all indicators sends some 1,200

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", VAR_DIR / "assets"]
for folder in (VAR_DIR / "assets", STATIC_ROOT):
    folder.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = ENVIRONMENT == "test"

DJANGO_TABLES2_TEMPLATE = "components/table.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
