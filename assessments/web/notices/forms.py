"""Forms of rectification notices: what is issued, what is answered, and what narrows their list."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate

from assessments.models import RectificationNotice, Round
from assessments.rules.punctuality import Lateness
from assessments.rules.rectification import MOST_ITEMS, Answer, Demand
from assessments.terms import NoticeState
from assessments.web.forms.fields import DateField, ProseField
from assessments.web.forms.filters import late_in, late_value
from budgets.models import FinanceSection

LONGEST = 2000  # characters of one text
MOST_ROWS = 200  # offered at once; a notice takes MOST_ITEMS of them


class _Together:
    """Small forms of one page, valid or not as a whole."""

    forms: list[forms.Form]
    refusals: list[str]

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])  # noqa: C419 - each is to be asked

    @property
    def complaints(self) -> list[tuple[str, str]]:
        """(id of the field, message) in the order of the page."""
        found = [("", message) for message in self.refusals]
        for form in self.forms:
            where = getattr(form, "where", "")
            for field in form:
                found += [(field.id_for_label, f"{where}{field.label}：{message}") for message in field.errors]
        return found


class NoticeForm(forms.Form):
    """What stands around the items."""

    use_required_attribute = False
    due_on = DateField("整改期限", help_text="含当日，如 2026-12-31。")
    opening = ProseField(
        "正文开头（可不填）",
        most=LONGEST,
        rows=3,
        blank="",
        help_text="印在通知正文第一段，整改事项之前，如审核情况、有关文件要求。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = True
        self.fields["due_on"].error_messages["required"] = "请填写整改期限。"

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on <= localdate():
            raise ValidationError("整改期限须晚于今天。")
        return due_on


class DemandForm(forms.Form):
    """One item that may be put into the notice; only a chosen one is read."""

    use_required_attribute = False
    chosen = forms.BooleanField(label="列入通知", required=False)
    problem = ProseField("存在问题", most=LONGEST, rows=2, blank="")
    requirement = ProseField("整改要求", most=LONGEST, rows=2, blank="")

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.where = f"第 {number} 项"

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("chosen"):
            for name in ("problem", "requirement"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, f"请填写{self.fields[name].label}，或取消“列入通知”。")
        else:
            for name in set(self.errors) & {"problem", "requirement"}:
                del self.errors[name]
        return self.cleaned_data


class IssueForm(_Together):
    """A notice that is being written: the words around it, and items to choose from, to change, to add."""

    def __init__(
        self, data: QueryDict | None = None, *, suggested: Iterable[Demand] = (), due_on: date | None = None
    ) -> None:
        self.refusals: list[str] = []
        self.data = data
        self.head = NoticeForm(data, initial={"due_on": due_on})
        offered = [{"problem": demand.problem, "requirement": demand.requirement} for demand in suggested][
            : MOST_ROWS - 1
        ]
        count = len(offered) + 1 if data is None else _row_count(data)
        initial = [*offered, {"chosen": not offered}]
        self.items = [
            DemandForm(data, prefix=f"items-{index}", number=index + 1, initial=None if data else initial[index])
            for index in range(count)
        ]
        self.forms = [self.head, *self.items]

    @classmethod
    def unjudged(cls, data: QueryDict, *, more: int = 0) -> "IssueForm":
        """As it was typed, with `more` chosen blank items, and without a word on what is missing."""
        form = cls(data)
        count = min(len(form.items) + more, MOST_ROWS)
        form.head = NoticeForm(initial={name: data.get(name, "") for name in form.head.fields})
        form.items = [_as_typed(data, index, is_new=index >= count - more) for index in range(count)]
        form.forms = [form.head, *form.items]
        return form

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if not self.demands:
            self.refusals.append("请至少列入一项整改事项。")
        elif len(self.demands) > MOST_ITEMS:
            self.refusals.append(f"一份通知最多 {MOST_ITEMS} 项整改事项，现有 {len(self.demands)} 项。")
        return not self.refusals

    @property
    def row_count(self) -> int:
        return len(self.items)

    @property
    def demands(self) -> tuple[Demand, ...]:
        rows = (form.cleaned_data for form in self.items)
        return tuple(Demand(row["problem"], row["requirement"]) for row in rows if row["chosen"])

    @property
    def typed(self) -> Iterator[tuple[str, str]]:
        """Everything that was posted, to be posted again."""
        yield "rows", str(self.row_count)
        for form in self.forms:
            for field in form:
                if self.data and field.html_name in self.data:
                    yield field.html_name, str(self.data[field.html_name])


def _row_count(data: Mapping[str, Any]) -> int:
    text = str(data.get("rows", ""))
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _as_typed(data: QueryDict, index: int, *, is_new: bool) -> DemandForm:
    prefix = f"items-{index}"
    names = DemandForm.base_fields
    initial: dict[str, Any] = {name: data.get(f"{prefix}-{name}", "") for name in names}
    initial["chosen"] = is_new or f"{prefix}-chosen" in data
    return DemandForm(prefix=prefix, number=index + 1, initial=initial)


class ItemAnswerForm(forms.Form):
    """What the department says to one item. Blanks are allowed until the reply is sent."""

    use_required_attribute = False
    text = ProseField("整改情况", most=LONGEST, rows=4, blank="", help_text="写明采取的措施和结果。")
    done_on = DateField("完成日期", help_text="如 2026-11-20。")
    evidence = ProseField(
        "佐证材料（可不填）", most=LONGEST, rows=2, blank="", help_text="材料名称，一行一份；材料由本单位留存备查。"
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.where = f"第 {number} 项"

    def clean_done_on(self) -> date | None:
        done_on: date | None = self.cleaned_data["done_on"]
        if done_on and done_on > localdate():
            raise ValidationError("完成日期不能晚于今天。")
        return done_on


class AnswersForm(_Together):
    """The answers to all items of a notice, by their position."""

    def __init__(self, data: QueryDict | None = None, *, saved: Mapping[int, Answer]) -> None:
        self.refusals: list[str] = []
        self.by_position = {
            position: ItemAnswerForm(
                data,
                prefix=f"item-{position}",
                number=position,
                initial={"text": answer.text, "done_on": answer.done_on, "evidence": answer.evidence},
            )
            for position, answer in saved.items()
        }
        self.forms = list(self.by_position.values())
        self.data = data

    @property
    def answers(self) -> dict[int, Answer]:
        return {position: Answer(**form.cleaned_data) for position, form in self.by_position.items()}

    @property
    def seen_version(self) -> int:
        """The version before the person's eyes; -1, which never was, where the request does not say."""
        text = str(self.data.get("seen_version", "")) if self.data else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class NoticeFilter(django_filters.FilterSet):
    """Narrows the list of notices; the address keeps it. Expects the columns of `queries.notices_by_urgency`."""

    name = django_filters.CharFilter("assessment__department__name", "icontains", label="部门名称")
    round = django_filters.ModelChoiceFilter(
        "assessment__round", queryset=Round.objects.select_related("fiscal_year"), label="自评任务", empty_label="全部"
    )
    section = django_filters.ModelChoiceFilter(
        "assessment__department__section",
        queryset=FinanceSection.objects.all(),
        label="业务股室",
        empty_label="全部",
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=[(state.value, state.bureau_label) for state in NoticeState], empty_label="全部"
    )
    overdue = django_filters.ChoiceFilter(
        label="逾期",
        choices=[(late_value(kind), kind.reply_label) for kind in Lateness],
        method="only_overdue",
        empty_label="不限",
    )

    class Meta:
        model = RectificationNotice
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: QuerySet[RectificationNotice]) -> None:
        super().__init__(data, queryset=queryset)
        self.form.auto_id = "filter-%s"
        self.form.use_required_attribute = False

    def only_overdue(
        self, notices: QuerySet[RectificationNotice], _name: str, value: str
    ) -> QuerySet[RectificationNotice]:
        return late_in(notices, value)
