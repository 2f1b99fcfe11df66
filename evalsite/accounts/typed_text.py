"""No text that was sent is lost: an answer that leaves it out shows it, and a kept one is told to the browser."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.html import escape

from evalsite.accounts.restored_form import KeptForm
from evalsite.requests import is_from_script

NAME_FIELD = "_typed"  # static/js/typed.js puts it into each form that it sends
SAVED_COOKIE = "typed_saved"
_NAME = re.compile("[a-z0-9]{8,40}")
_SHORT = 8  # signs: fewer stand by chance in any page
_REMEMBER = 24 * 60 * 60  # seconds: the next page reads and removes it


class TypedTextMiddleware:
    """Stands behind the gate: whatever a view refuses, what the person typed is on the page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method != "POST" or not getattr(request, "reached_view", False):
            return response
        if response.status_code >= 400:
            _show_what_is_missing(request, response)
        elif _is_accepted(request, response):
            _tell_the_browser(request, response)
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Only called where the gate has let the request through."""
        request.reached_view = True  # type: ignore[attr-defined]


def _is_accepted(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A page in answer to a button of its own (one row more, a look before the issue) has kept nothing yet."""
    return response.status_code >= 300 or "_action" not in request.POST


def _tell_the_browser(request: HttpRequest, response: HttpResponseBase) -> None:
    token = request.POST.get(NAME_FIELD, "")
    if _NAME.fullmatch(token):
        response.set_cookie(
            SAVED_COOKIE, token, max_age=_REMEMBER, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )


def _show_what_is_missing(request: HttpRequest, response: HttpResponseBase) -> None:
    is_page = isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html")
    kept = KeptForm.of(request) if is_page and not is_from_script(request) else None
    if kept is None or not isinstance(response, HttpResponse):
        return
    page = response.content.decode()
    missing = [text for text in dict.fromkeys(kept.typed) if not _shows(page, text)]
    before, end, after = page.rpartition("</main>")
    if missing and end:
        shown = render_to_string("accounts/typed_texts.html", {"texts": missing})
        response.content = f"{before}{shown}{end}{after}"


def _shows(page: str, text: str) -> bool:
    plain = escape(text.replace("\r\n", "\n"))
    said = page.replace("\r\n", "\n")
    if len(plain) >= _SHORT:
        return plain in said
    return any(f"{before}{plain}{after}" in said for before, after in (('value="', '"'), (">", "<"), (">\n", "<")))
