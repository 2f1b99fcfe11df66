"""SECURITY row 2: five bad passwords close an account at one address; neither the office nor the account elsewhere."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt

from evalsite.accounts.models import User

HERE, ELSEWHERE = "10.1.1.1", "10.2.2.2"
OK, REFUSED, LOCKED = 302, 200, 429


@pytest.fixture(autouse=True)
def _locks(settings):
    settings.AXES_ENABLED = True


@pytest.fixture
def attempt(client, person, password):
    def attempt(username=person.username, secret="wrong", address=HERE, **headers):
        client.logout()
        fields = {"username": username, "password": password if secret == "right" else secret}
        return client.post("/login/", fields, REMOTE_ADDR=address, headers=headers).status_code

    return attempt


def test_the_fifth_failure_locks_the_account_at_the_address(attempt):
    assert [attempt() for _ in range(5)] == [REFUSED] * 4 + [LOCKED]
    assert attempt(secret="right") == LOCKED


def test_the_office_goes_on_working(attempt, password):
    User.objects.create_user("P02", password, full_name="填报人乙")
    for _ in range(6):
        attempt()

    assert attempt("P02", "right") == OK


def test_the_person_goes_on_working_elsewhere(attempt):
    for _ in range(6):
        attempt()

    assert attempt(secret="right", address=ELSEWHERE) == OK


def test_a_success_begins_the_count_anew(attempt):
    for _ in range(3):
        assert [attempt() for _ in range(4)] == [REFUSED] * 4
        assert attempt(secret="right") == OK


def test_the_lock_opens_by_itself_and_attempts_do_not_prolong_it(attempt, settings):
    for _ in range(5):
        attempt()
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - settings.AXES_COOLOFF_TIME)
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time + timedelta(seconds=5))
    assert attempt(secret="right") == LOCKED

    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(seconds=6))

    assert attempt(secret="right") == OK


def test_another_browser_does_not_help(attempt):
    answers = [attempt(**{"User-Agent": f"browser {number}"}) for number in range(6)]

    assert answers == [REFUSED] * 4 + [LOCKED] * 2


def test_one_address_may_not_try_account_after_account(attempt, settings):
    answers = [attempt(f"name{number}") for number in range(settings.AXES_FAILED_ACCOUNTS_LIMIT + 1)]

    assert answers == [REFUSED] * settings.AXES_FAILED_ACCOUNTS_LIMIT + [LOCKED]
    assert attempt(secret="right") == LOCKED
    assert attempt(secret="right", address=ELSEWHERE) == OK


def test_an_invented_forwarding_header_is_not_believed(attempt):
    answers = [attempt(**{"X-Forwarded-For": f"10.9.9.{number}"}) for number in range(5)]

    assert answers == [REFUSED] * 4 + [LOCKED]


def test_behind_a_proxy_the_address_that_it_saw_counts(attempt, settings):
    settings.PROXY_COUNT = 1
    invented = [attempt(**{"X-Forwarded-For": f"10.9.9.{number}, {HERE}"}) for number in range(5)]

    assert invented == [REFUSED] * 4 + [LOCKED]
    assert attempt(secret="right", **{"X-Forwarded-For": ELSEWHERE}) == OK


def test_the_answer_does_not_tell_whether_an_account_exists(client, attempt, person):
    existing = client.post("/login/", {"username": person.username, "password": "wrong"}).context["form"].errors
    missing = client.post("/login/", {"username": "nobody", "password": "wrong"}).context["form"].errors
    User.objects.filter(pk=person.pk).update(is_active=False)
    disabled = client.post("/login/", {"username": person.username, "password": "wrong"}).context["form"].errors

    assert existing == missing == disabled == {"__all__": ["账号或密码不正确，请重新输入。连续多次错误将暂时锁定。"]}


def test_no_password_is_stored_with_a_failure(attempt):
    attempt(secret="my-secret-word-42")

    assert "my-secret-word-42" not in str(AccessAttempt.objects.values().get())
