"""What the administration lists: accounts with their roles, departments with their units."""

from django.db.models import Prefetch, QuerySet

from budgets.models import Department, FinanceSection, Membership, SectionMembership
from evalsite.accounts.lockout import Lock, locks
from evalsite.accounts.models import User


def people_with_roles() -> QuerySet[User]:
    """Accounts with all that they may do, in three queries whatever their number."""
    return User.objects.prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("department__parent").order_by("pk")),
        Prefetch("section_memberships", SectionMembership.objects.select_related("section").order_by("pk")),
    ).order_by("username")


def locks_of_people() -> list[tuple[User, Lock]]:
    """Whose sign-in is closed now, at which address; names that are no account are left out."""
    found = locks()
    people = {user.username: user for user in User.objects.filter(username__in={each.username for each in found})}
    return [(people[each.username], each) for each in found if each.username in people]


def department_tree() -> QuerySet[Department]:
    """Departments with their units and their section in charge."""
    return (
        Department.objects.filter(parent__isnull=True)
        .select_related("section")
        .prefetch_related(Prefetch("units", Department.objects.order_by("code", "name")))
        .order_by("code", "name")
    )


def finance_sections() -> QuerySet[FinanceSection]:
    return FinanceSection.objects.prefetch_related("departments")
