import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from evalsite.accounts.models import User
from evalsite.terms import BureauRole

pytestmark = pytest.mark.django_db


def test_a_fresh_installation_has_no_account():
    assert User.objects.count() == 0


def test_an_account_without_a_password_cannot_be_entered():
    assert not User.objects.create_user("P01", full_name="填报人甲").has_usable_password()


@pytest.mark.parametrize("role", [None, *BureauRole])
def test_every_role_of_the_bureau_can_be_held(role):
    user = User.objects.create_user("P01", full_name="填报人甲", bureau_role=role)

    assert User.objects.get(pk=user.pk).bureau_role == role


@pytest.mark.parametrize("role", ["", "superuser"])
def test_the_database_refuses_another_role(role):
    with pytest.raises(IntegrityError, match="accounts_user_bureau_role_known"), transaction.atomic():
        User(username="p01", full_name="填报人甲", bureau_role=role).save()


@pytest.mark.parametrize(
    ("username", "message"),
    [
        ("", "此字段不能为空。"),
        ("a b", "账号只能由文字、数字和 . @ _ - 组成。"),
        ("<script>", "账号只能由文字、数字和 . @ _ - 组成。"),
        ("P01\n", "账号只能由文字、数字和 . @ _ - 组成。"),
        ("taken", "该账号已存在。"),
        ("TAKEN", "该账号已存在。"),
        ("ｔａｋｅｎ", "该账号已存在。"),
    ],
)
def test_a_username_is_refused_with_its_reason(username, message):
    User.objects.create_user("taken", full_name="填报人乙")

    with pytest.raises(ValidationError) as refusal:
        User.objects.create_user(username, full_name="填报人甲")

    assert refusal.value.message_dict["username"] == [message]


@pytest.mark.parametrize("username", ["xfj.tb", "XFJ.TB", "ＸＦＪ.ＴＢ"])
def test_an_account_has_one_spelling(username):
    user = User.objects.create_user("XFJ.TB", full_name="填报人甲")

    assert user.username == "xfj.tb"
    assert User.objects.get_by_natural_key(username) == user


def test_the_database_refuses_capitals():
    with pytest.raises(IntegrityError, match="accounts_user_username_small"), transaction.atomic():
        User(username="XFJ.TB", full_name="填报人甲").save()
