"""SECURITY row 26: what is costly to answer is counted per person and hour, by every view and once for a request."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django.utils.timezone import localtime

from evalsite.accounts import rate_limit
from evalsite.accounts.models import CostlyAction, User
from evalsite.accounts.rate_limit import WINDOW, CostlyKind, CostMiddleware, LimitReachedError, costly, take
from evalsite.costs import UndeclaredCostError, begin_costly_work, is_deliberate, metered


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.COSTLY_PER_HOUR = dict.fromkeys(map(str, CostlyKind), 2)


def outcomes(user, kind, times):
    found = []
    for _ in range(times):
        try:
            take(user, kind)
            found.append(True)
        except LimitReachedError:
            found.append(False)
    return found


def test_every_kind_has_its_limit_among_the_options():
    from evalsite.settings import COSTLY_PER_HOUR  # noqa: PLC0415 - the real ones, not those of these tests

    assert sorted(COSTLY_PER_HOUR) == sorted(map(str, CostlyKind))
    assert all(isinstance(most, int) for most in COSTLY_PER_HOUR.values())


def test_the_limit_is_per_person_and_kind(person):
    other = User.objects.create_user("P02", full_name="填报人乙")

    assert outcomes(person, CostlyKind.REPORT_CHECK, 4) == [True, True, False, False]
    assert outcomes(other, CostlyKind.REPORT_CHECK, 1) == [True]
    assert outcomes(person, CostlyKind.DOCUMENT, 1) == [True]


def test_after_an_hour_one_may_again_and_old_rows_are_gone(person):
    outcomes(person, CostlyKind.REPORT_CHECK, 2)
    CostlyAction.objects.update(at=timezone.now() - WINDOW - timedelta(seconds=1))

    assert outcomes(person, CostlyKind.REPORT_CHECK, 3) == [True, True, False]
    assert CostlyAction.objects.count() == 2


def test_the_sentence_names_the_minute_at_which_it_goes_on(person):
    outcomes(person, CostlyKind.PREVIEW, 2)
    first = CostlyAction.objects.earliest("at")
    CostlyAction.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(minutes=50))
    free_at = CostlyAction.objects.get(pk=first.pk).at + WINDOW

    with pytest.raises(LimitReachedError) as reached:
        take(person, CostlyKind.PREVIEW)

    minute = localtime(free_at).replace(second=0, microsecond=0) + timedelta(minutes=1)
    assert str(reached.value) == (
        f"每人每小时最多生成预览 2 次，您已达到上限，本次没有执行。{minute:%H:%M} 以后可以继续。"
    )
    assert 590 < reached.value.seconds <= 600


@costly(CostlyKind.DOCUMENT)
def drawing(_request):
    for _ in range(3):
        begin_costly_work()
    return HttpResponse("drawn" + " again" * is_deliberate())


@costly(CostlyKind.DOCUMENT)
def cached(_request):
    return HttpResponse("as before")


@costly(CostlyKind.DOCUMENT)
def failing(_request):
    begin_costly_work()
    return HttpResponse("failed", status=rate_limit.FAILED)


def forgotten(_request):
    begin_costly_work()


def answer(view, user, request=None):
    """As the handler of Django calls the middleware."""
    request = request or RequestFactory().get("/a/")
    request.user, request.resolver_match = user, type("Match", (), {"func": view})

    def respond(request):
        middleware.process_view(request, view, (), {})
        try:
            return view(request)
        except Exception as fault:
            answered = middleware.process_exception(request, fault)
            if answered is None:
                raise
            return answered

    middleware = CostMiddleware(respond)
    return middleware(request)


def test_a_request_counts_once_and_only_where_something_is_begun(person):
    for view, counted in ((cached, 0), (drawing, 1), (cached, 1), (drawing, 2)):
        assert (answer(view, person).status_code, CostlyAction.objects.count()) == (200, counted)


def test_a_view_that_declares_nothing_cannot_begin_costly_work(person):
    with pytest.raises(UndeclaredCostError):
        answer(forgotten, person)


def test_commands_and_jobs_have_no_meter(db):
    begin_costly_work()
    assert is_deliberate()
    assert CostlyAction.objects.count() == 0


def test_no_meter_outlives_its_request(person):
    answer(drawing, person)
    begin_costly_work()
    assert CostlyAction.objects.count() == 1


def test_the_limit_is_a_page_with_what_was_typed(person):
    for _ in range(2):
        answer(drawing, person)
    request = RequestFactory().post("/a/", {"comment": "已核对，同意。"})

    response = answer(drawing, person, request)

    html = response.content.decode()
    assert (response.status_code, 0 < int(response["Retry-After"]) <= 3600) == (429, True)
    assert "每人每小时最多生成文书 2 次，您已达到上限，本次没有执行。" in html
    assert "已核对，同意。" in html
    assert CostlyAction.objects.count() == 2


def test_a_script_gets_the_sentence_alone(person):
    for _ in range(2):
        answer(drawing, person)
    request = RequestFactory().get("/a/", headers={"X-Requested-With": "XMLHttpRequest"})

    response = answer(drawing, person, request)

    assert (response.status_code, response["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert response.content.decode().startswith("每人每小时最多生成文书 2 次")


@pytest.mark.parametrize(
    ("request_", "is_so"),
    [
        (RequestFactory().get("/a/"), False),
        (RequestFactory().get("/a/?again=1"), True),
        (RequestFactory().post("/a/"), True),
    ],
    ids=["look", "again", "post"],
)
def test_what_is_asked_for_and_what_is_only_looked_at(person, request_, is_so):
    assert answer(drawing, person, request_).content == (b"drawn again" if is_so else b"drawn")


def test_what_fails_once_more_leads_back_to_the_address_that_only_looks(person):
    response = answer(failing, person, RequestFactory().get("/a/?again=1"))

    assert (response.status_code, response["Location"]) == (302, "/a/")
    assert answer(failing, person).status_code == rate_limit.FAILED


def test_a_meter_holds_inside_only():
    class Counter:
        is_deliberate = False
        count_ = 0

        def count(self):
            self.count_ += 1

    meter = Counter()
    with metered(meter):
        begin_costly_work()
        assert not is_deliberate()
    begin_costly_work()

    assert meter.count_ == 1
