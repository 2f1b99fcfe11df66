"""Who is what towards a department: memberships and bureau roles, as plain answers."""

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from budgets.models import Department, Membership, SectionMembership
from budgets.terms import MembershipRole
from evalsite.accounts.models import User
from evalsite.terms import BureauRole


def memberships_of(user: User) -> QuerySet[Membership]:
    """The person's places with their departments; asked once for the object, of which each request has its own."""
    places = Prefetch("memberships", Membership.objects.select_related("department").order_by("pk"))
    prefetch_related_objects([user], places)
    return user.memberships.all()


def sections_of(user: User) -> QuerySet[SectionMembership]:
    """The bureau's sections in which the person reviews; asked once, as `memberships_of`."""
    prefetch_related_objects([user], "section_memberships")
    return user.section_memberships.all()


def role_in(user: User, department_id: int) -> MembershipRole | None:
    """The person's role in exactly this department or unit; None without one."""
    roles = (place.role for place in memberships_of(user) if place.department_id == department_id)
    return next(map(MembershipRole, roles), None)


def units_prepared_by(user: User) -> frozenset[int]:
    """Keys of the departments and units in which the person is a preparer."""
    return frozenset(place.department_id for place in memberships_of(user) if place.role == MembershipRole.PREPARER)


def prepares_for_units_of(user: User, department: Department) -> bool:
    """Whether the person is a preparer in one of the department's subordinate units."""
    return any(
        place.department.parent_id == department.pk and place.role == MembershipRole.PREPARER
        for place in memberships_of(user)
    )


def belongs_to(user: User, department: Department) -> bool:
    """Whether the person has any role in the department or in one of its subordinate units."""
    return any(department.pk in {place.department_id, place.department.parent_id} for place in memberships_of(user))


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
        and any(place.section_id == department.section_id for place in sections_of(user))
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
