"""Every option: values that it takes, and values that it refuses in one sentence that names it (SECURITY row 24)."""

import random
import secrets
import string

import pytest
from django.core.exceptions import ImproperlyConfigured

from evalsite.options import KEY_OF_DEVELOPMENT, read_options
from evalsite.settings import OPTIONS

KEY = "k9#Vq2mZ7xT4wL8pR1nB6cY3dF5gH0jS-aQeUiOyPzXvNbMlKh"
SWITCH = ({"on": True, "OFF": False, "True": True, "no": False, "1": True, "0": False}, ("maybe", "是", "2", "oui"))


def number(least, most):
    """At and inside both edges; beyond them, and what is no whole number."""
    good = {str(value): value for value in (least, least + 1, most)}
    return good, (str(least - 1), str(most + 1), "-1", "1.5", "1e2", "１０", "0x1", "many", "9" * 30, "1_0", "1 0")


# Option: (text: value, texts that are refused).
TABLE = {
    "DEVELOPMENT": SWITCH,
    "DEBUG": SWITCH,
    "HTTPS": SWITCH,
    "SECRET_KEY": (
        {KEY: KEY},
        (
            KEY[:49],
            "x" * 60,
            KEY_OF_DEVELOPMENT,
            "0123456789" * 6,
            KEY[:25] * 2,
            KEY[:20] * 3 + KEY[:7],
            string.ascii_letters,
            string.printable[:60][::-1],
            "ab" * 20 + "cdefghijkl",
        ),
    ),
    "ALLOWED_HOSTS": (
        {
            "zp.example.gov.cn": ["zp.example.gov.cn"],
            "zp.example.gov.cn, 10.1.2.3 ,[fd00::1],": ["zp.example.gov.cn", "10.1.2.3", "[fd00::1]"],
            ".zp.example.gov.cn": [".zp.example.gov.cn"],
            ".example.gov.cn": [".example.gov.cn"],
            "evalsite": ["evalsite"],
            "XN--FIQS8S.example": ["XN--FIQS8S.example"],
        },
        (
            *(
                "*",
                "a.cn,*",
                "*.example.gov.cn",
                ".",
                "..",
                ".cn",
                ".gov.cn",
                ".com.cn",
                ".com",
                "a.cn,.cn",
                ".example.com",
            ),
            *("https://zp.example.gov.cn", "zp.example.gov.cn:443", "zp.example.gov.cn/", "a b", "a..b", "-a.cn", ","),
            *("0.0.0.0", "[::]", "300.1.1.1", "1.2.3", "fd00::1", "[fd00::1", "224.0.0.1", "财政局.cn"),
        ),
    ),
    "STATE_DIR": ({"/var/lib/evalsite": "/var/lib/evalsite"}, ("var", "./var", "~/var", "/", "/a/../b", "//")),
    "MEDIA_ROOT": ({"/srv/media": "/srv/media"}, ("media", "../media", "/")),
    "FONT_DIR": ({"/srv/fonts": "/srv/fonts"}, ("fonts", "file:///srv/fonts")),
    "FORM_LAYOUT_DIR": ({"/srv/layouts": "/srv/layouts"}, ("layouts",)),
    "DATABASE_URL": (
        {
            text: text
            for text in (
                "sqlite:////var/lib/evalsite/db.sqlite3",
                "postgres://user:word@10.0.0.1:5432/evalsite",
                "postgresql:///evalsite?host=/var/run/postgresql&user=evalsite",
            )
        },
        (
            *("evalsite", "sqlite://", "sqlite:///db.sqlite3", "sqlite://:memory:", "sqlite://host//db", "mysql://a/b"),
            *("postgres://", "postgres://host/", "postgres://u:p@host:port/name", "postgres://u:p@host:99999/name"),
        ),
    ),
    "COUNTY_NAME": ({"青龙满族自治县": "青龙满族自治县", "县" * 50: "县" * 50}, ("县" * 51, "青\n龙", "青\x00龙")),
    "NOTICE_PREFIX": ({"青财绩": "青财绩", "财" * 20: "财" * 20}, ("财" * 21, "青\t财")),
    "SITE_URL": (
        {
            "https://zp.example.gov.cn": "https://zp.example.gov.cn",
            "https://zp.example.gov.cn/": "https://zp.example.gov.cn",
            "http://10.1.2.3:8080": "http://10.1.2.3:8080",
            "https://[fd00::1]:8443": "https://[fd00::1]:8443",
        },
        (
            *("zp.example.gov.cn", "ftp://zp.example.gov.cn", "https://", "https:///verify", "javascript:alert(1)"),
            *("https://zp.example.gov.cn/evalsite", "https://zp.example.gov.cn?a=b", "https://zp.example.gov.cn#a"),
            *(
                "https://a:b@zp.example.gov.cn",
                "https://zp.example.gov.cn:port",
                "https://*",
                "https://.cn",
                "https://a b",
            ),
        ),
    ),
    "LOG_LEVEL": ({"info": "INFO", "WARNING": "WARNING", "Debug": "DEBUG"}, ("LOUD", "10", "信息")),
    "YEARS_KEPT": number(0, 100),
    "PROXY_COUNT": number(0, 10),
    "JOB_WORKERS": number(1, 64),
    "JOB_RETRY_SECONDS": number(10, 3600),
    "SESSION_IDLE_MINUTES": number(1, 720),
    "SESSION_HOURS": number(1, 24),
    "LOGIN_FAILURES": number(1, 100),
    "LOGIN_FAILED_ACCOUNTS": number(1, 10_000),
    "LOGIN_SLOW_SECONDS": number(1, 300),
    "LOGIN_COOLOFF_MINUTES": number(1, 1440),
    "REPORT_CHECKS_PER_HOUR": number(1, 10_000),
    "DOCUMENTS_PER_HOUR": number(1, 10_000),
    "PREVIEWS_PER_HOUR": number(1, 10_000),
    "PREVIEW_PICTURES_PER_HOUR": number(1, 100_000),
    "COUNTY_DOCUMENTS_PER_HOUR": number(1, 10_000),
    "BUNDLES_PER_HOUR": number(1, 1_000),
    "UPLOADS_PER_HOUR": number(1, 10_000),
}
TAKEN = [(name, text, value) for name, (good, _) in TABLE.items() for text, value in good.items()]
REFUSED = [(name, text) for name, (_, bad) in TABLE.items() for text in bad]


def test_every_option_is_in_the_table():
    assert sorted(TABLE) == sorted(OPTIONS)


@pytest.mark.parametrize(("name", "text", "value"), TAKEN)
def test_what_is_taken(name, text, value):
    assert read_options(OPTIONS, {name: text})[name] == value


@pytest.mark.parametrize(("name", "text"), REFUSED)
def test_what_is_refused_says_which_option_and_what_it_takes(name, text):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read_options(OPTIONS, {name: text})

    sentence = str(refusal.value)
    assert sentence.startswith(f"{name} 须为{OPTIONS[name].allowed}")
    assert sentence.endswith("。")
    assert (f"现为“{text}”" in sentence) is (name not in {"SECRET_KEY", "DATABASE_URL"})


@pytest.mark.parametrize("text", ["", "  "])
def test_an_option_left_empty_has_its_default(text):
    assert read_options(OPTIONS, dict.fromkeys(OPTIONS, text)) == read_options(OPTIONS, {})


@pytest.mark.parametrize("name", OPTIONS)
def test_a_default_is_a_value_that_is_taken(name):
    default = OPTIONS[name].default
    text = {True: "on", False: "off"}.get(default, str(default)) if isinstance(default, bool) else str(default)
    if default not in ("", []):
        assert read_options(OPTIONS, {name: text})[name] == default


def test_everything_wrong_is_said_at_once_and_no_secret_with_it():
    environment = {"SECRET_KEY": "canary", "DATABASE_URL": "mysql://canary@host/name", "JOB_WORKERS": "0"}

    with pytest.raises(ImproperlyConfigured) as refusal:
        read_options(OPTIONS, environment)

    assert [line.split(" ")[0] for line in str(refusal.value).splitlines()] == list(environment)
    assert "canary" not in str(refusal.value)


def test_a_key_of_any_repeated_pattern_is_refused():
    """However long the pattern is, wherever the key ends."""
    letters = random.Random(3)
    for period in range(1, 26):
        pattern = "".join(letters.choices(string.ascii_letters + string.digits, k=period))
        for length in (50, 51, 64, 100):
            with pytest.raises(ImproperlyConfigured):
                read_options(OPTIONS, {"SECRET_KEY": (pattern * 100)[:length]})


@pytest.mark.parametrize(
    "make", [lambda: secrets.token_urlsafe(40), lambda: secrets.token_hex(25), lambda: secrets.token_hex(32)]
)
def test_no_random_key_is_refused(make):
    for _ in range(500):
        key = make()
        assert read_options(OPTIONS, {"SECRET_KEY": key})["SECRET_KEY"] == key
