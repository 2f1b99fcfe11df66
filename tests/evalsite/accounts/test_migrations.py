"""Accounts made before a name had one spelling."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from evalsite.accounts.models import User

spell_once = import_module("evalsite.accounts.migrations.0003_one_spelling_of_an_account").spell_once


@pytest.fixture
def _capitals_allowed(db):
    """As before the migration; on PostgreSQL the end of the test rolls it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE accounts_user DROP CONSTRAINT accounts_user_username_small")
            yield
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.usefixtures("_capitals_allowed")
def test_what_differs_in_spelling_only_is_told_apart_and_told(capsys):
    for name in ("XFJ.TB", "xfj.tb", "ＸＦＪ.tb", "Other", "plain"):
        User(username=name, full_name=name).save()

    spell_once(apps, None)

    assert dict(User.objects.values_list("full_name", "username")) == {
        "XFJ.TB": "xfj.tb-2",
        "xfj.tb": "xfj.tb",
        "ＸＦＪ.tb": "xfj.tb-3",
        "Other": "other",
        "plain": "plain",
    }
    assert capsys.readouterr().out.count("只有大小写或全半角不同") == 2
