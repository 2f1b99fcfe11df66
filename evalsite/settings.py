"""Settings of the site. Everything that an operator may change is in OPTIONS; nothing else reads the environment."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from evalsite.options import (
    KEY_OF_DEVELOPMENT,
    LOG_LEVELS,
    LOOPBACK,
    Option,
    database,
    folder,
    hosts,
    one_of,
    read_options,
    secret_key,
    site_address,
    switch,
    whole,
    words,
)
from evalsite.state import prepare

BASE_DIR = Path(__file__).resolve().parent.parent


OPTIONS: dict[str, Option] = {
    # One's own machine and tests: answers only to localhost, without HTTPS, with a known key. Never on a server.
    "DEVELOPMENT": switch(default=False),
    "DEBUG": switch(default=False),  # Django's pages for programmers; only together with DEVELOPMENT
    "SECRET_KEY": secret_key(),
    "ALLOWED_HOSTS": hosts(),  # host names of the site, comma separated
    # Everything that the site and its commands write lies below it, but for what a command is told to write elsewhere.
    "STATE_DIR": folder(os.environ.get("STATE_DIRECTORY", "").partition(":")[0] or str(BASE_DIR / "var")),
    "DATABASE_URL": database(""),  # empty: an SQLite file in STATE_DIR
    "MEDIA_ROOT": folder(""),  # uploads and stored reports; empty: in STATE_DIR
    "FONT_DIR": folder(str(BASE_DIR / "var/fonts")),  # the report's own font files, only read
    "FORM_LAYOUT_DIR": folder(""),  # the county's own layouts of forms, beside those of the package
    "COUNTY_NAME": words("示例县", 50),
    "NOTICE_PREFIX": words("", 20),  # before the numbers of rectification notices, such as 青财绩 in 青财绩〔2023〕1号
    "YEARS_KEPT": whole(10, 0, 100, "年，0 为永久"),  # for how long an archive folder says that it is to be kept
    "SITE_URL": site_address(),  # as others reach it, for the QR code of approved reports; empty: no code
    "HTTPS": switch(default=True),  # off: a site inside an office network without certificates
    "PROXY_COUNT": whole(0, 0, 10, "层"),  # reverse proxies in front, each adding one address to X-Forwarded-For
    "JOB_WORKERS": whole(2, 1, 64, "个"),  # processes of `manage.py run_jobs` that draw documents in the background
    "JOB_RETRY_SECONDS": whole(180, 10, 3600, "秒"),  # after so long a job whose worker was killed is begun again
    "LOG_LEVEL": one_of("INFO", LOG_LEVELS),
    "SESSION_IDLE_MINUTES": whole(30, 1, 720, "分钟"),
    "SESSION_HOURS": whole(12, 1, 24, "小时"),
    "LOGIN_FAILURES": whole(5, 1, 100, "次"),  # per account and address, within LOGIN_COOLOFF_MINUTES
    "LOGIN_FAILED_ACCOUNTS": whole(20, 1, 10_000, "个"),  # that fail from one address before it is slowed
    "LOGIN_SLOW_SECONDS": whole(5, 1, 300, "秒"),  # a slowed address takes one attempt in so long
    "LOGIN_COOLOFF_MINUTES": whole(30, 1, 1440, "分钟"),
    # What is costly, per person: only what is really read or drawn counts, not what is shown once more.
    "REPORT_CHECKS_PER_HOUR": whole(60, 1, 10_000, "次"),
    "DOCUMENTS_PER_HOUR": whole(300, 1, 10_000, "次"),  # PDF, Word and Excel files of one department, and approvals
    "PREVIEWS_PER_HOUR": whole(1200, 1, 10_000, "次"),  # one after each save that changes what is printed
    "PREVIEW_PICTURES_PER_HOUR": whole(6000, 1, 100_000, "次"),  # each is one page of a preview
    "COUNTY_DOCUMENTS_PER_HOUR": whole(100, 1, 10_000, "次"),  # and exported lists
    "BUNDLES_PER_HOUR": whole(30, 1, 1000, "次"),
    "UPLOADS_PER_HOUR": whole(300, 1, 10_000, "次"),
}
env = read_options(OPTIONS, os.environ).__getitem__

DEVELOPMENT: bool = env("DEVELOPMENT")
DEBUG: bool = env("DEBUG")
SECRET_KEY: str = env("SECRET_KEY")
ALLOWED_HOSTS: list[str] = env("ALLOWED_HOSTS")
STATE_DIR = Path(env("STATE_DIR"))
COUNTY_NAME: str = env("COUNTY_NAME")
NOTICE_PREFIX: str = env("NOTICE_PREFIX")
YEARS_KEPT: int = env("YEARS_KEPT")
MEDIA_ROOT = Path(env("MEDIA_ROOT") or STATE_DIR / "media")  # no MEDIA_URL: files leave through views that ask
FONT_DIR = Path(env("FONT_DIR"))
SITE_URL: str = env("SITE_URL")
FORM_LAYOUT_DIR: str = env("FORM_LAYOUT_DIR")
PROXY_COUNT: int = env("PROXY_COUNT")
HTTPS: bool = env("HTTPS") and not DEVELOPMENT

_contradictions = {
    "SECRET_KEY 未设置：请设置随机字符（见 deploy/）。": not (SECRET_KEY or DEVELOPMENT),
    "ALLOWED_HOSTS 未设置：请写明本系统的域名或地址，以逗号分隔。": not (ALLOWED_HOSTS or DEVELOPMENT),
    "DEBUG 不得在生产环境打开。": DEBUG and not DEVELOPMENT,
    f"DEVELOPMENT 只用于本机，ALLOWED_HOSTS 须为 {'、'.join(LOOPBACK)}；服务器上须把 DEVELOPMENT 设为 off。": (
        DEVELOPMENT and not set(ALLOWED_HOSTS) <= set(LOOPBACK)
    ),
}
if any(_contradictions.values()):
    raise ImproperlyConfigured("\n".join(sentence for sentence, is_so in _contradictions.items() if is_so))
if DEVELOPMENT:
    SECRET_KEY = SECRET_KEY or KEY_OF_DEVELOPMENT
    ALLOWED_HOSTS = ALLOWED_HOSTS or list(LOOPBACK)

# Temporary files too, and those of child processes, unless the operator has named another place for them.
prepare(STATE_DIR)
tempfile.tempdir = os.environ.setdefault("TMPDIR", str(STATE_DIR / "tmp"))
FILE_UPLOAD_TEMP_DIR = tempfile.tempdir


# Without django.contrib.admin: it would be a second writer beside the workflow, and a second table of rights.
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
    "django_q",
]

MIDDLEWARE = [
    "evalsite.events.RequestLogMiddleware",
    # Headers first, so that error pages of everything below carry them too.
    "csp.middleware.CSPMiddleware",
    "evalsite.headers.PrivateResponseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "evalsite.accounts.middleware.SignInMiddleware",
    "evalsite.accounts.typed_text.TypedTextMiddleware",
    "evalsite.accounts.rate_limit.CostMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "evalsite.urls"
WSGI_APPLICATION = "evalsite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
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
# Ours: "section" for the fields of the form and their notes, "filter" for the row above a list.
CRISPY_ALLOWED_TEMPLATE_PACKS = ("bootstrap5", "section", "filter")
CRISPY_TEMPLATE_PACK = "bootstrap5"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False  # it would turn /report/12345/ into /report/12,345/


_address = env("DATABASE_URL") or f"sqlite:///{STATE_DIR / 'db.sqlite3'}"
DATABASES: dict[str, dict[str, Any]] = {"default": environ.Env.db_url_config(_address)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits at its start instead of failing half-way
        "timeout": 20,  # seconds that one writer waits for another
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# Files drawn from drafts, by their content: only what has changed is drawn again. Approved reports are in the database.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "drawn": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": STATE_DIR / "drawn",
        "TIMEOUT": timedelta(days=7).total_seconds(),
        "OPTIONS": {"MAX_ENTRIES": 500},  # of about half a megabyte
    },
    "pictures": {  # of their pages
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": STATE_DIR / "pictures",
        "TIMEOUT": timedelta(days=1).total_seconds(),
        "OPTIONS": {"MAX_ENTRIES": 2000},  # of about a tenth of a megabyte
    },
}


AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"evalsite.accounts.passwords.{name}", "OPTIONS": options}
    for name, options in (
        ("LengthValidator", {"least": 12}),
        ("CharacterClassValidator", {"classes": 3}),
        ("CommonWordValidator", {}),
        ("PersonalWordValidator", {"user_attributes": ("username", "full_name", "phone")}),
    )
]

SESSION_IDLE = timedelta(minutes=env("SESSION_IDLE_MINUTES"))
SESSION_LIFETIME = timedelta(hours=env("SESSION_HOURS"))
SESSION_COOKIE_AGE = int(SESSION_LIFETIME.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # computers in offices are shared

AXES_HANDLER = "evalsite.accounts.lockout.LockoutHandler"
AXES_LOCKOUT_CALLABLE = "evalsite.accounts.lockout.locked_response"
AXES_USERNAME_CALLABLE = "evalsite.accounts.lockout.account_name"
AXES_CLIENT_IP_CALLABLE = "evalsite.accounts.lockout.client_address"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # an office shares one address: never lock it alone
AXES_FAILURE_LIMIT = env("LOGIN_FAILURES")
AXES_COOLOFF_TIME = timedelta(minutes=env("LOGIN_COOLOFF_MINUTES"))
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or a stranger could keep an account locked for ever
LOGIN_FAILED_ACCOUNTS: int = env("LOGIN_FAILED_ACCOUNTS")
LOGIN_SLOW_SECONDS: int = env("LOGIN_SLOW_SECONDS")
AXES_VERBOSE = False

COSTLY_PER_HOUR: dict[str, int] = {  # by evalsite.accounts.rate_limit.CostlyKind
    "report_check": env("REPORT_CHECKS_PER_HOUR"),
    "document": env("DOCUMENTS_PER_HOUR"),
    "preview": env("PREVIEWS_PER_HOUR"),
    "picture": env("PREVIEW_PICTURES_PER_HOUR"),
    "county": env("COUNTY_DOCUMENTS_PER_HOUR"),
    "bundle": env("BUNDLES_PER_HOUR"),
    "upload": env("UPLOADS_PER_HOUR"),
}


CSRF_FAILURE_VIEW = "evalsite.errors.csrf_failure"
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME, SESSION_COOKIE_NAME = "__Host-csrftoken", "__Host-sessionid"
    if PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Other names under the county's domain belong to others: no HSTS for them, no browser's preload list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if not HTTPS:  # as the operator has chosen: no HSTS, no redirect, cookies that do not ask for HTTPS
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's arrows are data: pictures inside its stylesheet
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024  # bytes of a form without its files: 10 MB in a field get an answer
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a project with 120 indicators has some 1,500 fields


STATIC_URL = "/static/"
STATIC_ROOT = None if DEVELOPMENT else STATE_DIR / "static"  # where collectstatic puts what production serves
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "evalsite.staticfiles.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "evalsite.staticfiles.HashedStorage"
    },
}
WHITENOISE_USE_FINDERS = DEVELOPMENT  # no collectstatic on one's own machine
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG
if DEVELOPMENT:
    WHITENOISE_MAX_AGE = 0


Q_CLUSTER = {
    "name": "evalsite",
    "orm": "default",
    "workers": env("JOB_WORKERS"),
    "queue_limit": env("JOB_WORKERS"),  # what a cluster has taken waits at most for one job, so retry stays short
    "timeout": env("JOB_RETRY_SECONDS") * 2 // 3,
    "retry": env("JOB_RETRY_SECONDS"),
    "max_attempts": 0,  # our own rows count how often a document was begun
    "ack_failures": True,
    "catch_up": False,
    "save_limit": -1,  # what came of a job stands in our own rows
    "poll": 1,  # seconds
}


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "evalsite.events.EventFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "axes": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},  # accounts.lockout says the same
        **{
            name: {"handlers": ["stderr"], "level": env("LOG_LEVEL"), "propagate": False}
            for name in ("assessments", "budgets", "evalsite")
        },
    },
}
