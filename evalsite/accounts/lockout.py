"""Who may try to sign in again: five failures close an account at an address, not the office around it."""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class LockoutHandler(AxesDatabaseHandler):
    """Counts per account and address, and stops an address that tries one account after the other."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return bool(super().is_locked(request, credentials)) or self.is_spraying(request)

    def is_spraying(self, request: HttpRequest) -> bool:
        """Many accounts failed here and none of them succeeded since: a success takes its account off the count."""
        failed = AccessAttempt.objects.filter(
            ip_address=client_address(request), attempt_time__gte=get_cool_off_threshold(request)
        )
        return bool(failed.values("username").distinct().count() >= settings.AXES_FAILED_ACCOUNTS_LIMIT)


def client_address(request: HttpRequest) -> str:
    """The address that the outermost trusted proxy saw; what stands left of it, a client can invent."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if 0 < settings.PROXY_COUNT <= len(forwarded):
        return forwarded[-settings.PROXY_COUNT]
    return str(request.META.get("REMOTE_ADDR", ""))  # empty behind a Unix socket


def locked_response(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:  # noqa: ARG001
    """The page that a locked account sees; it does not tell whether the account exists."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
