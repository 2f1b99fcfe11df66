"""What an operator may set: each option says what it takes, and refuses anything else in one sentence that names it.

An option that is absent or empty has its default. Whoever adds a number states its range: there is no number without.
"""

import ipaddress
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

KEY_OF_DEVELOPMENT = "development-only-known-to-everybody-never-on-a-server"
SHORTEST_SECRET_KEY = 50  # characters
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_SWITCH = dict.fromkeys(("on", "true", "yes", "1"), True) | dict.fromkeys(("off", "false", "no", "0"), False)
_LEAST_CONTENT = 30  # bytes of a packed key: 50 random digits have 36 and more
_LEAST_CHARACTERS = 8  # different ones
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", re.IGNORECASE)
_LEAST_LABELS = 3  # of a name that stands for all below it: .cn and .gov.cn belong to others
_DATABASES = ("sqlite", "postgres", "postgresql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    default: Any
    read: Callable[[str], Any]  # raises ValueError for what is not allowed
    allowed: str  # in words, after 须为
    is_secret: bool = False  # its text is never shown


def read_options(options: Mapping[str, Option], environment: Mapping[str, str]) -> dict[str, Any]:
    """The value of every option; raises ImproperlyConfigured with a line for each that is not allowed."""
    values, refusals = {}, []
    for name, option in options.items():
        text = environment.get(name, "").strip()
        try:
            values[name] = option.read(text) if text else option.default
        except ValueError:
            refusals.append(f"{name} 须为{option.allowed}" + ("。" if option.is_secret else f"，现为“{text}”。"))
    if refusals:
        raise ImproperlyConfigured("\n".join(refusals))
    return values


def switch(*, default: bool) -> Option:
    return Option(default=default, read=lambda text: _member(_SWITCH, text.lower()), allowed=" on 或 off")


def whole(default: int, least: int, most: int, unit: str = "") -> Option:
    """A whole number from `least` to `most`."""

    def read(text: str) -> int:
        if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return Option(default=default, read=read, allowed=f" {least} 至 {most} 的整数" + (f"（{unit}）" if unit else ""))


def words(default: str, most: int) -> Option:
    """One line of text of at most so many characters."""

    def read(text: str) -> str:
        if len(text) > most or not text.isprintable():
            raise ValueError
        return text

    return Option(default=default, read=read, allowed=f"不超过 {most} 个字的一行文字")


def one_of(default: str, choices: tuple[str, ...]) -> Option:
    known = {choice: choice for choice in choices}
    return Option(default=default, read=lambda text: _member(known, text.upper()), allowed="、".join(choices) + " 之一")


def folder(default: str) -> Option:
    """An absolute path: a relative one would depend on where a command was called."""

    def read(text: str) -> str:
        path = PurePosixPath(text)
        if not path.is_absolute() or len(path.parts) == 1 or ".." in path.parts:
            raise ValueError
        return text

    return Option(default=default, read=read, allowed="文件夹的绝对路径，如 /var/lib/evalsite")


def secret_key() -> Option:
    """Empty, or text that nobody guesses: long, of many characters, without a pattern."""

    def read(text: str) -> str:
        if len(text) < SHORTEST_SECRET_KEY or text == KEY_OF_DEVELOPMENT or _is_patterned(text):
            raise ValueError
        return text

    allowed = f"不少于 {SHORTEST_SECRET_KEY} 个随机字符，不得为示例值或有规律的字符；可用 openssl rand -base64 48 生成"
    return Option(default="", read=read, allowed=allowed, is_secret=True)


def _is_patterned(text: str) -> bool:
    """Whether it repeats itself, or has few characters, or steps through an alphabet."""
    steps = bytes((ord(after) - ord(before)) % 256 for before, after in pairwise(text))
    return (
        len(set(text)) < _LEAST_CHARACTERS
        or _period(text) * 2 <= len(text)
        or min(_content(text.encode()), _content(steps)) < _LEAST_CONTENT
    )


def _period(text: str) -> int:
    """After how many characters it repeats itself; its length where it does not."""
    return next(at for at in range(1, len(text) + 1) if text.startswith(text[at:]))


def _content(data: bytes) -> int:
    """How many bytes it takes when packed, without frame."""
    packer = zlib.compressobj(level=9, wbits=-15)
    return len(packer.compress(data) + packer.flush())


def hosts() -> Option:
    """Names by which the site is called; a name with a point before it stands for all below it."""

    def read(text: str) -> list[str]:
        names = [name.strip() for name in text.split(",") if name.strip()]
        if not names or not all(map(_is_host, names)):
            raise ValueError
        return names

    allowed = (
        "本系统的域名或地址，以逗号分隔，不带 http://、端口和路径，不得使用 *；以点号开头代表其下所有域名的，"
        f"点号后不少于 {_LEAST_LABELS} 级（不得为 .cn、.gov.cn）"
    )
    return Option(default=[], read=read, allowed=allowed)


def _is_host(name: str) -> bool:
    if name.startswith("["):
        return name.endswith("]") and _is_address(name[1:-1], version=6)
    if name.startswith("."):
        return _HOST.fullmatch(name[1:]) is not None and len(name[1:].split(".")) >= _LEAST_LABELS
    if re.fullmatch(r"[0-9.]+", name):
        return _is_address(name, version=4)
    return _HOST.fullmatch(name) is not None


def _is_address(text: str, version: int) -> bool:
    """Whether it is an address that a browser can ask for."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return address.version == version and not address.is_unspecified and not address.is_multicast


def database(default: str) -> Option:
    def read(text: str) -> str:
        parts = urlsplit(text)
        _ = parts.port  # raises ValueError
        if parts.scheme not in _DATABASES or len(parts.path) < 2:
            raise ValueError
        if parts.scheme == "sqlite" and (parts.netloc or not parts.path.startswith("//")):
            raise ValueError
        return text

    allowed = " sqlite:////文件的绝对路径 或 postgres://用户:口令@主机:5432/库名（口令中的特殊字符按 URL 规则转义）"
    return Option(default=default, read=read, allowed=allowed, is_secret=True)


def site_address() -> Option:
    """Scheme and host, and a port where it is not the usual one; without a slash at its end."""

    def read(text: str) -> str:
        parts = urlsplit(text.rstrip("/"))
        is_plain = not (parts.path or parts.query or parts.fragment or parts.username)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        if parts.scheme not in {"http", "https"} or not is_plain or host.startswith(".") or not _is_host(host):
            raise ValueError
        _ = parts.port  # raises ValueError
        return text.rstrip("/")

    allowed = "以 http:// 或 https:// 开头的地址，不带路径，如 https://zp.example.gov.cn"
    return Option(default="", read=read, allowed=allowed)


def _member(known: Mapping[str, Any], text: str) -> Any:
    if text not in known:
        raise ValueError
    return known[text]
