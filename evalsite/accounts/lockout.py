"""Who may try to sign in again.

Five failures close an account at an address, not the office around it. An address where many accounts fail is slowed:
never shut, and not at all for an account that signed in from there lately.
"""

import logging
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from evalsite.accounts.models import User

KNOWN_FOR = timedelta(days=30)  # after a sign-in an account is known at its address so long

log = logging.getLogger(__name__)


class LockoutHandler(AxesDatabaseHandler):
    """Counts per account and address, and slows an address that tries one account after the other."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        wait = _seconds_to_wait(account_name(request, credentials), client_address(request))
        request.seconds_to_wait = wait  # type: ignore[attr-defined] # for the answer
        return wait > 0

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        was_locked = getattr(request, "axes_locked_out", False)
        if request is not None and not was_locked:
            _note("sign-in failed", account_name(request, credentials), client_address(request))
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None and getattr(request, "axes_locked_out", False) and not was_locked:
            _note("account locked", account_name(request, credentials), client_address(request))


def account_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account that somebody tries, in its one spelling; 255 characters at most, as the table has them."""
    typed = credentials["username"] if credentials and "username" in credentials else request.POST.get("username", "")
    return User.normalize_username(typed or "")[:255]


def client_address(request: HttpRequest) -> str:
    """The address that the outermost trusted proxy saw; what stands left of it, a client can invent."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if 0 < settings.PROXY_COUNT <= len(forwarded):
        return forwarded[-settings.PROXY_COUNT]
    return str(request.META.get("REMOTE_ADDR", ""))  # empty behind a Unix socket


def locked_response(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:  # noqa: ARG001
    """The page that a locked account sees, and who must wait; it does not tell whether the account exists."""
    seconds = getattr(request, "seconds_to_wait", 0)
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    answer = render(request, "accounts/locked.html", {"minutes": minutes, "seconds": seconds}, status=429)
    answer.headers["Retry-After"] = str(seconds or minutes * 60)
    return answer


@dataclass(frozen=True, slots=True)
class SlowedAddress:
    """An address where so many accounts failed that it takes one attempt in LOGIN_SLOW_SECONDS."""

    address: str
    accounts: int
    last: datetime  # of the failures


def slowed_addresses(address: str | None = None) -> list[SlowedAddress]:
    """All of them now, or this one if it is slowed."""
    failures = _failures() if address is None else _failures().filter(ip_address=address)
    rows = failures.values("ip_address").annotate(accounts=Count("username", distinct=True), last=Max("attempt_time"))
    slowed = rows.filter(accounts__gte=settings.LOGIN_FAILED_ACCOUNTS).order_by("ip_address")
    return [SlowedAddress(row["ip_address"] or "", row["accounts"], row["last"]) for row in slowed]


def release_address(address: str) -> None:
    """Forget what failed at an address."""
    AccessAttempt.objects.filter(ip_address=address).delete()
    log.info("address released", extra={"address": address})


def _seconds_to_wait(account: str, address: str) -> int:
    """Until the address takes the next attempt; 0 for an account that is known there, and elsewhere."""
    slowed = slowed_addresses(address)
    if not slowed or _is_known(account, address):
        return 0
    free = slowed[0].last + timedelta(seconds=settings.LOGIN_SLOW_SECONDS)
    return max(0, math.ceil((free - timezone.now()).total_seconds()))


def _is_known(account: str, address: str) -> bool:
    """Signed in from there lately, or about to use an initial password, which nobody guesses."""
    since = timezone.now() - KNOWN_FOR
    signed_in = AccessLog.objects.filter(username=account, ip_address=address, attempt_time__gte=since)
    return signed_in.exists() or User.objects.filter(username=account, must_change_password=True).exists()


@dataclass(frozen=True, slots=True)
class Lock:
    """An account that is closed at one address."""

    username: str
    address: str
    failures: int
    until: datetime  # the latest moment at which it opens by itself


def locks(usernames: Iterable[str] | None = None) -> list[Lock]:
    """Every lock that holds now, of these accounts or of all names that were tried."""
    failures = _failures() if usernames is None else _failures().filter(username__in=list(usernames))
    rows = failures.values("username", "ip_address").annotate(
        failures=Sum("failures_since_start"), last=Max("attempt_time")
    )
    return [
        Lock(row["username"], row["ip_address"] or "", row["failures"], row["last"] + settings.AXES_COOLOFF_TIME)
        for row in rows.filter(failures__gte=settings.AXES_FAILURE_LIMIT).order_by("username", "ip_address")
    ]


def unlock(user: User) -> None:
    """Open an account at every address."""
    AccessAttempt.objects.filter(username=user.username).delete()
    log.info("lock released", extra={"account": user.username})


def _failures() -> "QuerySet[AccessAttempt]":
    """Those that still count."""
    return AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME)


def _note(event: str, account: str, address: str) -> None:
    """Log an event. A name that is no account may be a password in the wrong box: it is not written down."""
    exists = User.objects.filter(username=account).exists()
    log.warning(event, extra={"account": account if exists else None, "address": address})
