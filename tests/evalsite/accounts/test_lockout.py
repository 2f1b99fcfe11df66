"""Five bad passwords close an account at one address; neither the office nor the account elsewhere.

An address where many names fail is slowed, never shut, and never for an account that signed in from there lately.
"""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.core.management import call_command

from evalsite.accounts.initial_password import give_initial_password
from evalsite.accounts.lockout import KNOWN_FOR, Lock, locks, slowed_addresses, unlock
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


def invent_names(attempt, most, address=HERE):
    return [attempt(f"invented{number}", address=address) for number in range(most)]


def let_pass(seconds):
    """Move every failure into the past."""
    for failure in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=failure.pk).update(
            attempt_time=failure.attempt_time - timedelta(seconds=seconds)
        )


def test_twenty_invented_names_shut_nobody_out_who_works_there(attempt, settings):
    assert attempt(secret="right") == OK

    invent_names(attempt, settings.LOGIN_FAILED_ACCOUNTS)

    assert attempt(secret="right") == OK
    assert attempt(secret="right", address=ELSEWHERE) == OK


def test_an_address_with_many_failing_names_is_slowed_for_accounts_that_are_new_there(
    client, attempt, settings, person, password
):
    assert invent_names(attempt, settings.LOGIN_FAILED_ACCOUNTS) == [REFUSED] * settings.LOGIN_FAILED_ACCOUNTS

    fields = {"username": person.username, "password": password}
    answer = client.post("/login/", fields, REMOTE_ADDR=HERE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (LOCKED, str(settings.LOGIN_SLOW_SECONDS))
    assert f"请在 {settings.LOGIN_SLOW_SECONDS} 秒后再登录" in answer.text
    let_pass(settings.LOGIN_SLOW_SECONDS + 1)
    assert client.post("/login/", fields, REMOTE_ADDR=HERE).status_code == OK


def test_a_slowed_address_takes_one_attempt_in_each_while(attempt, settings):
    invent_names(attempt, settings.LOGIN_FAILED_ACCOUNTS)

    answers = []
    for number in range(3):
        let_pass(settings.LOGIN_SLOW_SECONDS + 1)
        answers += [attempt(f"more{number}"), attempt(f"again{number}")]

    assert answers == [REFUSED, LOCKED] * 3


def test_a_slowed_address_forgets(attempt, settings):
    invent_names(attempt, settings.LOGIN_FAILED_ACCOUNTS)
    let_pass(settings.AXES_COOLOFF_TIME.total_seconds() + 1)

    assert [attempt("one"), attempt("two"), attempt(secret="right")] == [REFUSED, REFUSED, OK]


def test_what_signed_in_there_long_ago_is_no_longer_known_there(attempt, settings):
    attempt(secret="right")
    long_ago = AccessLog.objects.get().attempt_time - KNOWN_FOR - timedelta(days=1)
    AccessLog.objects.update(attempt_time=long_ago)

    invent_names(attempt, settings.LOGIN_FAILED_ACCOUNTS)

    assert attempt(secret="right") == LOCKED


def test_an_account_known_there_still_has_its_own_lock(attempt, settings):
    attempt(secret="right")
    invent_names(attempt, settings.LOGIN_FAILED_ACCOUNTS)

    assert [attempt() for _ in range(5)] == [REFUSED] * 4 + [LOCKED]


def test_an_initial_password_is_never_slowed(attempt, settings, person):
    invent_names(attempt, settings.LOGIN_FAILED_ACCOUNTS)

    assert attempt(secret=give_initial_password(person)) == OK


@pytest.mark.parametrize("spelling", ["xfj.tb", "XFJ.TB", "Xfj.Tb", "ｘｆｊ.ｔｂ", "ＸＦＪ．ＴＢ"])
def test_every_spelling_is_one_account(attempt, password, spelling):
    User.objects.create_user("XFJ.tb", password, full_name="填报人乙")

    assert attempt(spelling, "right") == OK
    assert [attempt(name) for name in ("xfj.tb", "XFJ.TB", spelling, "xfj.Tb", "XFJ.tb")] == [REFUSED] * 4 + [LOCKED]
    assert attempt(spelling, "right") == LOCKED


def lock(attempt, *names, address=HERE):
    for name in names:
        for _ in range(5):
            attempt(name, address=address)


def test_locks_name_account_address_and_their_end(attempt, settings, person):
    lock(attempt, person.username, "invented")
    attempt("fails-once")

    last = AccessAttempt.objects.filter(username=person.username).latest("attempt_time").attempt_time
    found = {each.username: each for each in locks()}
    assert found.keys() == {person.username, "invented"}
    assert found[person.username] == Lock(person.username, HERE, 5, last + settings.AXES_COOLOFF_TIME)


def test_slowed_addresses_are_told_with_their_number_of_accounts(attempt, settings):
    invent_names(attempt, settings.LOGIN_FAILED_ACCOUNTS)
    attempt("elsewhere", address=ELSEWHERE)

    assert [(each.address, each.accounts) for each in slowed_addresses()] == [(HERE, settings.LOGIN_FAILED_ACCOUNTS)]


@pytest.mark.parametrize(
    "release",
    [
        give_initial_password,
        lambda person: call_command("reset_password", person.username.upper()),
        lambda person: call_command("unlock_account", person.username.upper()),
        unlock,
    ],
    ids=["a new initial password", "the command for one", "the command for the lock", "the page's button"],
)
def test_a_lock_is_released_at_every_address(attempt, person, password, release):
    for address in (HERE, ELSEWHERE):
        lock(attempt, person.username, address=address)

    release(person)

    person.set_password(password)
    person.save()
    assert locks() == []
    assert [attempt(secret="right", address=address) for address in (HERE, ELSEWHERE)] == [OK, OK]


def test_the_log_names_account_and_address(attempt, person, monkeypatch):
    lines = []
    monkeypatch.setattr(logging.getLogger("evalsite"), "handlers", [handler := logging.Handler()])
    monkeypatch.setattr(handler, "emit", lines.append)
    lock(attempt, person.username)
    attempt("my-secret-word-42")

    told = [(line.msg, line.account, line.address) for line in lines if line.name.endswith("lockout")]
    assert told == [("sign-in failed", "p01", HERE)] * 5 + [
        ("account locked", "p01", HERE),
        ("sign-in failed", None, HERE),  # a password is typed into the wrong box sooner or later
    ]


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
