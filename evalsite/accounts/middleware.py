"""The gate before every view: signed in, in time, and with a password of one's own."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from evalsite.accounts import session_expiry
from evalsite.accounts.restored_form import SESSION_KEY, KeptForm
from evalsite.requests import is_from_script, page_of

View = Callable[..., HttpResponseBase]


def is_background(view: View) -> View:
    """Mark a view that a page asks by itself: such a request does not keep a session alive."""
    view.is_background = True  # type: ignore[attr-defined]
    return view


def open_before_password_change(view: View) -> View:
    """Mark a view that a person with an initial password may use."""
    view.open_before_password_change = True  # type: ignore[attr-defined]
    return view


class SignInMiddleware(LoginRequiredMiddleware):
    """Every view needs a live session, except those marked `login_not_required`."""

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        expired = request.user.is_authenticated and session_expiry.seconds_left(request.session, time.time()) <= 0
        if expired:
            self._end_session(request)
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is not None:
            return self._refuse(request, expired=expired)
        if request.user.is_authenticated:
            if not getattr(view_func, "is_background", False):
                session_expiry.touch(request.session, time.time())
            if request.user.must_change_password and not getattr(view_func, "open_before_password_change", False):
                return redirect("accounts:password_change")
        return None

    def _end_session(self, request: HttpRequest) -> None:
        kept = None if is_from_script(request) else KeptForm.of(request, request.user.pk)
        logout(request)
        if kept:
            kept.keep(request)

    def _refuse(self, request: HttpRequest, *, expired: bool) -> HttpResponseBase:
        """A page goes to the login; a script learns of it and leaves the page, and what is typed there, alone."""
        expired = expired or self._had_session(request)
        query = urlencode({"next": page_of(request)} | ({"expired": "1"} if expired else {}))
        address = f"{reverse(settings.LOGIN_URL)}?{query}"
        if is_from_script(request):
            body = {"error": "signed_out", "message": "登录已超时，请重新登录。", "login": address}
            return JsonResponse(body, status=401)
        kept = KeptForm.of(request) if expired and SESSION_KEY not in request.session else None
        if kept:  # nobody can say whose it is, so it stays in the browser that sent it
            return render(request, "accounts/kept_form.html", {"kept": kept, "login": address}, status=401)
        return redirect(address)

    @staticmethod
    def _had_session(request: HttpRequest) -> bool:
        """True for a browser that still shows the cookie of a session which the server has ended."""
        return settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty()
