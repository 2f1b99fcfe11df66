"""How often one person may ask for what is costly to answer (SECURITY row 26).

A view says with @costly of which kind its work is. It is counted when the work begins (`evalsite.costs`): what was made
before and is only shown again costs nothing and does not count.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import localtime

from evalsite.accounts.models import CostlyAction, User
from evalsite.accounts.restored_form import KeptForm
from evalsite.costs import Undeclared, count_with, metered
from evalsite.requests import is_from_script
from evalsite.terms import Term

WINDOW = timedelta(hours=1)
AGAIN = "again"  # in the address: try once more what has failed
FAILED = 503  # what a view answers where a document could not be drawn
_MINUTE = 60  # seconds

View = Callable[..., HttpResponseBase]


class CostlyKind(Term):
    """The value is the key in settings.COSTLY_PER_HOUR."""

    REPORT_CHECK = "report_check", "校核报告"
    DOCUMENT = "document", "生成文书"
    PREVIEW = "preview", "生成预览"
    PICTURE = "picture", "生成预览页面"
    COUNTY = "county", "生成汇总材料或导出列表"
    BUNDLE = "bundle", "打包下载"
    UPLOAD = "upload", "上传附件"

    @property
    def most(self) -> int:
        """Of one person within WINDOW."""
        return settings.COSTLY_PER_HOUR[self.value]


class LimitReachedError(Exception):
    """The person has had as many as one may. The message is Chinese and says when it goes on."""

    def __init__(self, kind: CostlyKind, free_at: datetime) -> None:
        self.seconds = max(1, ceil((free_at - timezone.now()).total_seconds()))
        minute = localtime(free_at + timedelta(seconds=_MINUTE - 1))  # the first full minute at which it is so
        super().__init__(
            f"每人每小时最多{kind.label} {kind.most} 次，您已达到上限，本次没有执行。{minute:%H:%M} 以后可以继续。"
        )


@transaction.atomic
def take(user: User, kind: CostlyKind) -> None:
    """Count one costly action; raises LimitReachedError where the person has had all of them within WINDOW.

    The person's row is locked: requests at the same moment are counted one after the other. Rows older than the
    window go at the same time, so the table stays small.
    """
    User.objects.select_for_update().get(pk=user.pk)
    mine = CostlyAction.objects.filter(user=user, kind=kind.value)
    mine.filter(at__lt=timezone.now() - WINDOW).delete()
    if mine.count() >= kind.most:
        raise LimitReachedError(kind, mine.order_by("-at")[kind.most - 1].at + WINDOW)
    CostlyAction.objects.create(user=user, kind=kind.value)


class CountedRequest:
    """The meter of one request: however much is drawn for it, it counts once."""

    def __init__(self, user: User, kind: CostlyKind, *, is_deliberate: bool) -> None:
        self.is_deliberate = is_deliberate
        self.asker = str(user.pk)
        self._user, self._kind, self._is_counted = user, kind, False

    def count(self) -> None:
        if not self._is_counted:
            take(self._user, self._kind)
            self._is_counted = True


def costly(kind: CostlyKind) -> Callable[[View], View]:
    """Mark a view whose answer may begin costly work of this kind."""

    def mark(view: View) -> View:
        view.costly_kind = kind  # type: ignore[attr-defined]
        return view

    return mark


class CostMiddleware:
    """Gives every request its meter, and answers where a limit is reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with metered(Undeclared()):
            response = self._get_response(request)
        has_failed_again = AGAIN in request.GET and response.status_code == FAILED
        # To the address that only looks: whoever loads the page anew does not try anew.
        return redirect(request.path) if has_failed_again and _kind_of(request) else response

    def process_view(self, request: HttpRequest, view: View, _arguments: object, _named: object) -> None:
        kind: CostlyKind | None = getattr(view, "costly_kind", None)
        if kind and request.user.is_authenticated:
            count_with(CountedRequest(request.user, kind, is_deliberate=_is_deliberate(request)))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _limited(request, exception) if isinstance(exception, LimitReachedError) else None


def _kind_of(request: HttpRequest) -> CostlyKind | None:
    return getattr(request.resolver_match.func, "costly_kind", None) if request.resolver_match else None


def _is_deliberate(request: HttpRequest) -> bool:
    return request.method == "POST" or AGAIN in request.GET


def _limited(request: HttpRequest, reached: LimitReachedError) -> HttpResponse:
    """A page with the sentence and with what was typed, or the sentence alone for a script."""
    headers = {"Retry-After": str(reached.seconds)}
    if is_from_script(request):
        return HttpResponse(str(reached), status=429, headers=headers, content_type="text/plain; charset=utf-8")
    context = {"reason": str(reached), "kept": KeptForm.of(request)}
    return HttpResponse(render_to_string("errors/429.html", context, request), status=429, headers=headers)
