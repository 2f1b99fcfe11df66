"""Accounts by command: for the first administrator, and for whoever has no page at hand."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from evalsite.accounts.initial_password import draw_initial_password
from evalsite.accounts.models import User


def test_an_initial_password_satisfies_the_rules_and_is_never_the_same():
    passwords = {draw_initial_password() for _ in range(200)}

    assert len(passwords) == 200
    for password in passwords:
        validate_password(password)


def test_a_new_account_opens_with_the_password_told_and_must_change_it(client, db, capsys):
    call_command("create_account", "A01", "管理员", "--bureau-role", "administrator")

    told = capsys.readouterr().out.strip().rpartition("：")[2]
    user = User.objects.get()
    assert (user.username, user.full_name, user.bureau_role) == ("a01", "管理员", "administrator")
    client.post("/login/", {"username": "A01", "password": told})
    assert client.get("/session/").status_code == 200
    assert client.get("/").headers["Location"] == "/password/"


@pytest.mark.parametrize("username", ["P01", "", "a b"])
def test_an_account_that_cannot_be_is_refused_with_a_reason(person, username):
    with pytest.raises(CommandError, match=r"该账号已存在。|此字段不能为空。|账号只能由文字、数字和"):
        call_command("create_account", username, "填报人乙")

    assert User.objects.count() == 1


def test_a_reset_ends_sessions_and_the_old_password(signed_in, person, password, capsys):
    call_command("reset_password", person.username)

    person.refresh_from_db()
    assert signed_in.get("/session/").status_code == 302
    assert not person.check_password(password)
    assert person.check_password(capsys.readouterr().out.strip().rpartition("：")[2])
    assert person.must_change_password


def test_disabling_ends_sessions(signed_in, person):
    call_command("disable_account", person.username)

    assert signed_in.get("/session/").status_code == 302


@pytest.mark.parametrize("command", ["reset_password", "disable_account", "unlock_account"])
def test_an_unknown_account_is_said(db, command):
    with pytest.raises(CommandError, match="没有账号“nobody”。"):
        call_command(command, "nobody")


@pytest.mark.parametrize("command", ["reset_password", "disable_account", "unlock_account"])
def test_an_account_is_found_in_any_spelling(person, command):
    call_command(command, person.username.upper())
