"""Error pages: Chinese, without any detail of the fault, the same for everybody, and none loses typed text."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from evalsite.accounts.restored_form import KeptForm
from evalsite.requests import is_from_own_page, is_from_script


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(render_to_string("errors/403.html"), status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(render_to_string("errors/404.html"), status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form without a valid token.

    From another site it is refused. From our own page, whose token has aged (a sign-in in another window does that),
    everything typed is shown again and can be sent with one press.
    """
    if is_from_script(request):
        return JsonResponse({"error": "csrf", "message": "页面已过期，请刷新后重试。"}, status=403)
    kept = KeptForm.of(request) if is_from_own_page(request) else None
    return render(request, "errors/403_csrf.html", {"kept": kept}, status=403)
