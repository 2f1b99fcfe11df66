"""Forms of the administration: people with their roles, departments with their section."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from budgets.models import Department, FinanceSection
from budgets.terms import MembershipRole
from evalsite.accounts.models import User
from evalsite.terms import BureauRole

BLANK_PLACES = 2
MOST_PLACES = 30


class DepartmentChoice(forms.ModelChoiceField):
    """Departments and, after each, its units."""

    def __init__(self, **options: Any) -> None:
        departments = Department.objects.select_related("parent").order_by("parent__name", "code", "name")
        super().__init__(departments, required=False, empty_label="（无）", **options)

    def label_from_instance(self, obj: Department) -> str:
        return f"{obj.parent} — {obj}" if obj.parent else str(obj)


class PersonForm(forms.ModelForm):
    """An account. The name to sign in with is set once; nothing here touches a password."""

    use_required_attribute = False
    sections = forms.ModelMultipleChoiceField(
        FinanceSection.objects.all(),
        label="业务股室",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="业务股室审核人只能审核这些股室归口的部门。",
    )

    class Meta:
        model = User
        fields = ("username", "full_name", "phone", "bureau_role", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bureau_role"] = forms.TypedChoiceField(
            label="财政局岗位",
            required=False,
            choices=[("", "（不是财政局人员）"), *BureauRole.choices()],
            empty_value=None,
            initial=self.instance.bureau_role,
        )
        for name in ("username", "full_name"):
            self.fields[name].error_messages["required"] = f"请填写{self.fields[name].label}。"
        if self.instance.pk:
            self.fields["username"].disabled = True
            self.initial["sections"] = [item.section_id for item in self.instance.section_memberships.all()]
        else:
            del self.fields["is_active"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("sections") and said.get("bureau_role") != BureauRole.SECTION_REVIEWER:
            self.add_error("sections", "只有业务股室审核人需要选择股室。")
        return said

    @property
    def account(self) -> dict[str, Any]:
        """What belongs to the account itself."""
        return {name: value for name, value in self.cleaned_data.items() if name != "sections"}


class PlaceForm(forms.Form):
    """One role in one department or unit; a row without a department is left out."""

    use_required_attribute = False
    department = DepartmentChoice(label="部门或单位")
    role = forms.ChoiceField(label="岗位", choices=MembershipRole.choices, required=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("department") and not said.get("role"):
            self.add_error("role", "请选择岗位。")
        department = said.get("department")
        if department and department.parent_id and said.get("role") == MembershipRole.HEAD:
            self.add_error("role", "所属预算单位只设填报人，由主管部门的单位负责人确认。")
        return said


class _Places(forms.BaseFormSet):
    default_error_messages = {"missing_management_form": "页面不完整，未作任何修改，请刷新后重新填写。"}

    def clean(self) -> None:
        total = self.management_form.cleaned_data["TOTAL_FORMS"] or 0
        if total < max(0, self.initial_form_count()):
            raise ValidationError(self.default_error_messages["missing_management_form"])
        chosen = [form.cleaned_data["department"] for form in self.forms if form.cleaned_data.get("department")]
        if len(chosen) != len(set(chosen)):
            raise ValidationError("同一部门只能有一个岗位。")

    @property
    def places(self) -> list[tuple[Department, MembershipRole]]:
        rows = (form.cleaned_data for form in self.forms)
        return [(row["department"], MembershipRole(row["role"])) for row in rows if row.get("department")]


def places_formset(user: User | None, data: Any) -> _Places:
    """The roles of a person in departments, with blank rows for more."""
    formset: Any = forms.formset_factory(
        PlaceForm, _Places, extra=BLANK_PLACES, max_num=MOST_PLACES, absolute_max=MOST_PLACES
    )
    held = user.memberships.all() if user else ()
    initial = [{"department": item.department_id, "role": item.role} for item in held]
    return formset(data, initial=initial, prefix="places")


class PeopleFilter(django_filters.FilterSet):
    """Narrows the list of accounts; the address keeps it."""

    q = django_filters.CharFilter(label="姓名或账号", method="by_name")
    department = django_filters.ModelChoiceFilter(
        "memberships__department",
        queryset=Department.objects.select_related("parent"),
        label="部门或单位",
        empty_label="全部",
    )
    bureau_role = django_filters.ChoiceFilter(label="财政局岗位", choices=BureauRole.choices, empty_label="全部")
    is_active = django_filters.ChoiceFilter(
        label="状态", choices=[("True", "启用"), ("False", "停用")], empty_label="全部"
    )

    class Meta:
        model = User
        fields: list[str] = []

    def by_name(self, people: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        return people.filter(Q(username__icontains=value) | Q(full_name__icontains=value))


class DepartmentForm(forms.ModelForm):
    """A department, or a unit below one."""

    use_required_attribute = False

    class Meta:
        model = Department
        fields = ("name", "code", "self_noun", "parent", "section")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = "请填写名称。"
        parent: Any = self.fields["parent"]
        section: Any = self.fields["section"]
        parent.queryset = Department.objects.filter(parent__isnull=True).exclude(pk=self.instance.pk)
        parent.empty_label = "（无，本身是预算部门）"
        section.empty_label = "（未归口）"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("parent") and self.instance.pk and self.instance.units.exists():
            self.add_error("parent", "该部门下有所属预算单位，不能再归入其他部门。")
        if said.get("parent") and said.get("section"):
            self.add_error("section", "所属预算单位随主管部门归口，无须选择股室。")
        return said


class FinanceSectionForm(forms.ModelForm):
    """A section of the finance bureau."""

    use_required_attribute = False

    class Meta:
        model = FinanceSection
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages |= {"required": "请填写股室名称。", "unique": "已有同名股室。"}
