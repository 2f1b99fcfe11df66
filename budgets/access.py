"""Who is what towards a department: memberships and bureau roles, as plain answers."""

from django.db.models import Q, QuerySet

from budgets.models import Department, Membership
from budgets.terms import MembershipRole
from evalsite.accounts.models import User
from evalsite.terms import BureauRole


def role_in(user: User, department: Department) -> MembershipRole | None:
    """The person's role in exactly this department or unit; None without one."""
    role = Membership.objects.filter(user=user, department=department).values_list("role", flat=True).first()
    return MembershipRole(role) if role else None


def prepares_for_units_of(user: User, department: Department) -> bool:
    """Whether the person is a preparer in one of the department's subordinate units."""
    return Membership.objects.filter(user=user, department__parent=department, role=MembershipRole.PREPARER).exists()


def belongs_to(user: User, department: Department) -> bool:
    """Whether the person has any role in the department or in one of its subordinate units."""
    return _memberships(department).filter(user=user).exists()


def members_of(department: Department) -> list[int]:
    """Keys of everybody who has a role in the department or in one of its subordinate units."""
    return sorted(set(_memberships(department).values_list("user", flat=True)))


def _memberships(department: Department) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(department=department) | Q(department__parent=department))


def is_in_charge_of(user: User, department: Department) -> bool:
    """Whether the person reviews in the bureau's section that is in charge of the department."""
    return (
        user.bureau_role == BureauRole.SECTION_REVIEWER
        and department.section_id is not None
        and user.section_memberships.filter(section_id=department.section_id).exists()
    )


def departments_for(user: User) -> QuerySet[Department]:
    """Departments (not units) of whose papers the person may see at least a part."""
    of_my_units = Membership.objects.filter(user=user, department__parent__isnull=False).values("department__parent")
    seen = Q(pk__in=whole_departments_for(user).values("pk")) | Q(pk__in=of_my_units)
    return Department.objects.filter(seen, parent__isnull=True)


def whole_departments_for(user: User) -> QuerySet[Department]:
    """Departments whose papers the person may see from beginning to end: a unit's people see those of their unit."""
    departments = Department.objects.filter(parent__isnull=True)
    if user.bureau_role in {BureauRole.PERFORMANCE_REVIEWER, BureauRole.ADMINISTRATOR}:
        return departments
    seen = Q(pk__in=Membership.objects.filter(user=user).values("department"))
    if user.bureau_role == BureauRole.SECTION_REVIEWER:
        seen |= Q(section__in=user.section_memberships.values("section"))
    return departments.filter(seen)
