"""Remarks, exemptions."""

from datetime import date

from django.db.models import (
    Q,
    QuerySet,
)

from assessments.models import (
    Assessment,
    Exemption,
    FieldComment,
)
from assessments.permissions import may_exempt, reads_as_bureau, roles_of
from assessments.queries.assessments import projects_visible_to
from assessments.terms import Role
from evalsite.accounts.models import User


def field_comments_for(user: User, assessment: Assessment) -> QuerySet[FieldComment]:
    """Remarks on fields: the department sees those that a return has carried to it, a unit those on its projects."""
    comments = assessment.field_comments.select_related("author", "answered_by")
    roles = roles_of(user, assessment)
    if reads_as_bureau(user, assessment, roles):
        return comments
    sent = comments.filter(sent_at__isnull=False)
    if roles != {Role.UNIT_PREPARER}:
        return sent
    of_the_unit = Q(pk__in=[])
    for pk in projects_visible_to(user, assessment).values_list("pk", flat=True):
        of_the_unit |= Q(place__startswith=f"/projects/#{pk}/")
    return sent.filter(of_the_unit)


def open_comments_for(user: User, assessment: Assessment) -> QuerySet[FieldComment]:
    """Remarks that nobody has settled yet."""
    return field_comments_for(user, assessment).filter(settled_at__isnull=True)


def carried_comments(assessment: Assessment) -> QuerySet[FieldComment]:
    """Remarks that a return has carried to the department: all that a paper may say of them."""
    sent = assessment.field_comments.filter(sent_at__isnull=False)
    return sent.select_related("author", "answered_by").order_by("sent_at", "created_at", "pk")


def exemptions_visible_to(user: User) -> QuerySet[Exemption]:
    """The register of exemptions: for those who may grant them."""
    if not may_exempt(user):
        return Exemption.objects.none()
    return Exemption.objects.select_related("department", "granted_by", "ended_by")


def exemptions_in_force(department_id: int, today: date) -> dict[str, Exemption]:
    """What a department is let off today, by the check's code."""
    valid = Exemption.objects.filter(department=department_id, until__gte=today, ended_at__isnull=True)
    return {item.code: item for item in valid.select_related("granted_by")}
