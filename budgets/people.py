"""The only writer of accounts and their roles. An initial password is shown once and can be used once."""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.models import Department, FinanceSection, Membership, SectionMembership
from budgets.terms import MembershipRole
from evalsite.accounts.initial_password import give_initial_password
from evalsite.accounts.lockout import unlock
from evalsite.accounts.models import User
from evalsite.terms import BureauRole

log = logging.getLogger(__name__)

Places = Iterable[tuple[Department, MembershipRole]]


@transaction.atomic
def create_person(
    administrator: User, fields: dict[str, Any], places: Places, sections: Iterable[FinanceSection]
) -> tuple[User, str]:
    """Make an account with its roles; gives the initial password, which is kept nowhere in the clear."""
    user = User.objects.create_user(**fields)
    _place(user, places, sections)
    _note(administrator, "account created", user)
    return user, give_initial_password(user)


@transaction.atomic
def change_person(
    administrator: User, user: User, fields: dict[str, Any], places: Places, sections: Iterable[FinanceSection]
) -> None:
    """Write what an account may do. Nobody takes the administration from oneself: somebody must keep it."""
    if user.pk == administrator.pk:
        if not fields.get("is_active", True):
            raise ValidationError({"is_active": "不能停用自己的账号。"})
        if fields.get("bureau_role") != BureauRole.ADMINISTRATOR:
            raise ValidationError({"bureau_role": "不能取消自己的系统管理员岗位。"})
    for name, value in fields.items():
        setattr(user, name, value)
    user.full_clean()
    user.save()
    _place(user, places, sections)
    _note(administrator, "account changed", user)


@transaction.atomic
def reset_password(administrator: User, user: User) -> str:
    """A new initial password for somebody who has forgotten theirs; the old one, sessions and locks end at once."""
    _note(administrator, "password reset", user)
    return give_initial_password(user)


def unlock_person(administrator: User, user: User) -> None:
    """Let somebody try to sign in again, at every address."""
    _note(administrator, "lock released", user)
    unlock(user)


def _place(user: User, places: Places, sections: Iterable[FinanceSection]) -> None:
    user.memberships.all().delete()
    user.section_memberships.all().delete()
    Membership.objects.bulk_create(Membership(user=user, department=item, role=role) for item, role in places)
    SectionMembership.objects.bulk_create(SectionMembership(user=user, section=section) for section in sections)


def _note(administrator: User, event: str, user: User) -> None:
    log.info(event, extra={"user_id": administrator.pk, "action": f"{event}: {user.pk}"})
