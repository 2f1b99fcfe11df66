"""Settings of the site. Everything an operator may change is in OPTIONS; nothing else reads the environment."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# Name of the environment variable: (type, default). DEVELOPMENT=on is for one's own machine and for tests; without
# it the site refuses to start with an unsafe value.
OPTIONS: dict[str, tuple[type, Any]] = {
    "DEVELOPMENT": (bool, False),
    "SECRET_KEY": (str, ""),  # 50 characters or more: `openssl rand -base64 48`
    "ALLOWED_HOSTS": (list, []),  # host names, comma separated
    "DATABASE_URL": (str, f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),  # or postgres://user:password@host/name
    "MEDIA_ROOT": (str, str(VAR_DIR / "media")),
    "FONT_DIR": (str, str(VAR_DIR / "fonts")),
    "COUNTY_NAME": (str, "示例县"),
    "LOG_LEVEL": (str, "INFO"),
    "SESSION_IDLE_MINUTES": (int, 30),
    "SESSION_HOURS": (int, 12),
    "PROXY_COUNT": (int, 0),  # trusted reverse proxies in front, each adding to X-Forwarded-For
    "HTTPS": (bool, True),  # production only: secure cookies, redirect, HSTS
}

env = environ.Env(**OPTIONS)

DEVELOPMENT: bool = env("DEVELOPMENT")
DEBUG = DEVELOPMENT
COUNTY_NAME: str = env("COUNTY_NAME")

SECRET_KEY: str = env("SECRET_KEY") or ("development-only-" * 4 if DEVELOPMENT else "")
ALLOWED_HOSTS: list[str] = env("ALLOWED_HOSTS") or (["localhost", "127.0.0.1", "[::1]"] if DEVELOPMENT else [])
if not DEVELOPMENT and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY missing")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS missing")

INSTALLED_APPS = [
    "evalsite.accounts",
    "budgets",
    "assessments",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "evalsite.urls"
WSGI_APPLICATION = "evalsite.wsgi.application"

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
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": env.db("DATABASE_URL")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits at its start instead of failing half-way
        "timeout": 20,  # seconds that a writer waits for another
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False  # it would turn /report/12345/ into /report/12,345/

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env("MEDIA_ROOT"))  # no MEDIA_URL: files leave through views that check who asks

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
