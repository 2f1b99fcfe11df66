"""The site's addresses and some that fail in every way a view can, each with what a person typed in its fault."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from evalsite.urls import handler400, handler403, handler404, handler500  # noqa: F401
from evalsite.urls import urlpatterns as site_urls

TYPED = "录入的秘密内容"


def fail(request: HttpRequest, kind: str) -> HttpResponse:
    typed = request.POST.get("text", TYPED)
    match kind:
        case "value":
            raise ValueError(f"invalid literal: {typed}")
        case "chained":
            try:
                int(typed)
            except ValueError as error:
                raise RuntimeError(f"while reading {typed}") from error
        case "database":
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{typed}"')
        case "denied":
            raise PermissionDenied(typed)
        case "missing":
            raise Http404(typed)
        case "bad":
            raise BadRequest(typed)
    return HttpResponse(status=405)


urlpatterns = [*site_urls, path("fail/<slug:kind>/", fail)]
