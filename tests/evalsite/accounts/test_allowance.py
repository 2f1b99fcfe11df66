"""SECURITY row 26: what is costly to answer is counted per person and hour."""

from datetime import timedelta

from django.utils import timezone

from evalsite.accounts.allowance import WINDOW, is_granted
from evalsite.accounts.models import CostlyAction, User


def test_the_limit_is_per_person_and_kind(person):
    other = User.objects.create_user("P02", full_name="填报人乙")

    assert [is_granted(person, "check", 2) for _ in range(4)] == [True, True, False, False]
    assert is_granted(other, "check", 2)
    assert is_granted(person, "draw", 2)


def test_after_an_hour_one_may_again_and_old_rows_are_gone(person):
    assert is_granted(person, "check", 1)
    CostlyAction.objects.update(at=timezone.now() - WINDOW - timedelta(seconds=1))

    assert [is_granted(person, "check", 1) for _ in range(2)] == [True, False]
    assert CostlyAction.objects.count() == 1
