"""Forms of the register of exemptions: grant one, end one, narrow the list."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from assessments.models import Exemption
from assessments.rules.checks import CHECKS
from assessments.terms import ExemptionState, Severity
from assessments.web.forms.comments import words_field
from assessments.web.forms.fields import DateField
from assessments.web.forms.widgets import ChoiceSelect
from budgets.models import Department

_TITLES = {check.code: check.title for check in CHECKS}
_HINTS = {check.code for check in CHECKS if check.severity is Severity.HINT}
# A hint is in nobody's way.
EXEMPTIBLE = [(code, f"{code} {title}") for code, title in _TITLES.items() if code not in _HINTS]


def check_title(code: str) -> str:
    """The name of a check; a code that no longer exists has none."""
    return _TITLES.get(code, "")


class ExemptionForm(forms.Form):
    """One department, one check, a reason and a last day."""

    use_required_attribute = False
    department = forms.ModelChoiceField(
        Department.objects.filter(parent__isnull=True),
        label="部门",
        empty_label="请选择",
        error_messages={"required": "请选择部门。", "invalid_choice": "请从列表中选择。"},
    )
    code = forms.ChoiceField(
        label="校验",
        widget=ChoiceSelect,
        choices=[("", "请选择"), *EXEMPTIBLE],
        help_text="只豁免这一项，其他校验照常；提示不影响报送，无须豁免。",
        error_messages={"required": "请选择校验。", "invalid_choice": "请从列表中选择。"},
    )
    reason = words_field("豁免原因", rows=3, help_text="部门和审核人都能看到。")
    until = DateField("有效期至", help_text="含当日，如 2026-12-31；到期自动恢复校验。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True
        self.fields["until"].error_messages["required"] = "请填写有效期。"

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < localdate():
            raise ValidationError("有效期不能早于今天。")
        return until


class EndExemptionForm(forms.Form):
    """Why an exemption ends before its day."""

    use_required_attribute = False
    reason = words_field("终止原因", rows=3)


class ExemptionFilter(django_filters.FilterSet):
    """Narrows the register; the address keeps it."""

    name = django_filters.CharFilter("department__name", "icontains", label="部门名称")
    code = django_filters.ChoiceFilter(label="校验", choices=EXEMPTIBLE, empty_label="全部")
    state = django_filters.ChoiceFilter(
        label="状态", choices=ExemptionState.choices(), method="in_state", empty_label="全部"
    )

    class Meta:
        model = Exemption
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: QuerySet[Exemption]) -> None:
        super().__init__(data, queryset=queryset)
        self.form.auto_id = "filter-%s"
        self.form.use_required_attribute = False

    def in_state(self, exemptions: QuerySet[Exemption], _name: str, value: str) -> QuerySet[Exemption]:
        has_ended, is_over = Q(ended_at__isnull=False), Q(until__lt=localdate())
        chosen = {
            ExemptionState.ENDED: has_ended,
            ExemptionState.EXPIRED: ~has_ended & is_over,
            ExemptionState.IN_FORCE: ~has_ended & ~is_over,
        }
        return exemptions.filter(chosen[ExemptionState(value)])
