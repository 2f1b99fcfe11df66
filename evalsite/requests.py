"""What a request tells about where it comes from."""

from urllib.parse import urlsplit

from django.http import HttpRequest

from evalsite.accounts.models import User


def is_from_script(request: HttpRequest) -> bool:
    """True for fetch, which wants a status and not a page to show."""
    headers = request.headers
    return (
        wants_part(request)
        or headers.get("Sec-Fetch-Dest") == "empty"
        or "application/json" in headers.get("Accept", "")
    )


def wants_part(request: HttpRequest) -> bool:
    """True where a script of ours asks for the changing part of a page alone."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def is_from_own_page(request: HttpRequest) -> bool:
    """True where the browser says that one of our own pages sent this form. A page elsewhere cannot set Origin."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def page_of(request: HttpRequest) -> str:
    """The address to come back to: the page itself, or for a form the page that it stood on."""
    if request.method in {"GET", "HEAD"} and not is_from_script(request):
        return request.get_full_path()
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc != request.get_host():
        return "/"
    return referrer.path + (f"?{referrer.query}" if referrer.query else "")


class SignedInRequest(HttpRequest):
    """For type checkers: what a view gets behind the gate."""

    user: User
