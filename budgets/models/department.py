"""Departments with their subordinate units, the bureau's sections, and who does what in them."""

from django.conf import settings
from django.db import models

from budgets.terms import MembershipRole


class FinanceSection(models.Model):
    """A section of the finance bureau (业务股室) that is in charge of departments."""

    name = models.CharField("股室名称", max_length=100, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "业务股室"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department (预算部门), or a subordinate unit (所属预算单位) where `parent` is set. Two levels, no more."""

    name = models.CharField("名称", max_length=100)
    code = models.CharField("预算编码", max_length=40, blank=True)
    self_noun = models.CharField("自称", max_length=20, blank=True, help_text="报告中的自称，如“我局”“我委”。")
    parent = models.ForeignKey(
        "self", verbose_name="主管部门", on_delete=models.PROTECT, null=True, blank=True, related_name="units"
    )
    section = models.ForeignKey(
        FinanceSection,
        verbose_name="业务股室",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="departments",
    )

    class Meta:
        verbose_name = verbose_name_plural = "部门和单位"
        ordering = ("code", "name")
        constraints = [
            models.UniqueConstraint(
                fields=("name",),
                condition=models.Q(parent__isnull=True),
                name="department_name_unique",
                violation_error_message="已有同名部门。",
            ),
            models.UniqueConstraint(
                fields=("parent", "name"),
                condition=models.Q(parent__isnull=False),
                name="unit_name_unique_in_department",
                violation_error_message="该部门下已有同名单位。",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="department_not_its_own_parent",
                violation_error_message="单位不能以自己为主管部门。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in a department or a subordinate unit."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.CASCADE, related_name="memberships"
    )
    department = models.ForeignKey(
        Department, verbose_name="部门或单位", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField("岗位", max_length=20, choices=MembershipRole.choices)

    class Meta:
        verbose_name = verbose_name_plural = "部门人员"
        constraints = [
            models.UniqueConstraint(
                fields=("user", "department"),
                name="one_role_per_person_and_department",
                violation_error_message="该人员在此部门已有岗位。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.department} · {self.get_role_display()}"


class SectionMembership(models.Model):
    """A reviewer's place in a section of the bureau."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.CASCADE, related_name="section_memberships"
    )
    section = models.ForeignKey(
        FinanceSection, verbose_name="业务股室", on_delete=models.CASCADE, related_name="memberships"
    )

    class Meta:
        verbose_name = verbose_name_plural = "股室人员"
        constraints = [
            models.UniqueConstraint(
                fields=("user", "section"),
                name="one_place_per_person_and_section",
                violation_error_message="该人员已在此股室。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.section}"
