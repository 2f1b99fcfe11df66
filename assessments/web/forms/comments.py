"""Forms of the steps: a comment on a step, a remark on a field, its answer, an explanation of a warning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import localdate

from assessments.schema.pointers import field_id
from assessments.terms import RemarkDecision
from assessments.web.forms.fields import DateField, ProseField

LONGEST = 2000  # characters of a comment


def words_field(label: str, rows: int = 4, help_text: str = "") -> forms.CharField:
    """What somebody says to others: it cannot be left out."""
    field = ProseField(label, most=LONGEST, blank="", rows=rows, help_text=help_text)
    field.required = True
    field.error_messages["required"] = f"请填写{label}。"
    return field


@dataclass(frozen=True, slots=True)
class RemarkChoice:
    """What a step may do with one remark; `usual` is chosen already, where there is one."""

    label: str
    able: Sequence[RemarkDecision]
    usual: RemarkDecision | None


def _decision_field(choice: RemarkChoice) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"处理“{choice.label}”的意见",
        choices=[(item.value, item.label) for item in choice.able],
        initial=choice.usual,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择处理办法。", "invalid_choice": "请从列出的办法中选择。"},
    )


class StepForm(forms.Form):
    """The comment of a step; a return, a withdrawal and a reopening cannot do without one."""

    use_required_attribute = False
    comment = words_field("说明")
    back_by = DateField("重新报送期限", help_text="含当日。部门在首页看到此日期；超过的显示为逾期。")

    def __init__(
        self,
        *args: Any,
        needs_comment: bool,
        sets_a_day: bool = False,
        remarks: Mapping[int, "RemarkChoice"] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        """`remarks` are those of which the step has to say what becomes of them, by their keys."""
        super().__init__(*args, **kwargs)
        self.remark_names = {f"remark-{pk}": pk for pk in remarks}
        self.fields |= {f"remark-{pk}": _decision_field(choice) for pk, choice in remarks.items()}
        if not sets_a_day:
            del self.fields["back_by"]
        self.fields["comment"].required = needs_comment
        if not needs_comment:
            self.fields["comment"].label = "说明（可不填）"

    @property
    def decisions(self) -> dict[int, str]:
        """What was chosen of each remark, by its key."""
        return {pk: self.cleaned_data[name] for name, pk in self.remark_names.items() if name in self.cleaned_data}

    def remark_fields(self) -> dict[int, forms.BoundField]:
        return {pk: self[name] for name, pk in self.remark_names.items()}

    def clean_back_by(self) -> date | None:
        day: date | None = self.cleaned_data["back_by"]
        if day and day < localdate():
            raise ValidationError("重新报送期限不能早于今天，请更正。")
        return day


class RemarkForm(forms.Form):
    """A reviewer's remark on one of the offered fields; choices are (JSON pointer, name)."""

    use_required_attribute = False
    text = words_field("审核意见", rows=3)
    field_order = ("place", "text")

    def __init__(self, data: Any, *, fields: list[tuple[str, str]], is_inserted: bool) -> None:
        """Several of these may stand on one page: each has ids of its own. One that a press inserted has the focus."""
        super().__init__(data, auto_id=f"remark-{field_id(fields[0][0])}-%s")
        self.fields["place"] = forms.ChoiceField(label="针对的内容", choices=fields)
        self.order_fields(self.field_order)
        if is_inserted:
            self.fields["text"].widget.attrs["autofocus"] = True


class RemarkTextForm(forms.Form):
    """The words of a remark, to be put otherwise before it is sent."""

    use_required_attribute = False
    text = words_field("审核意见", rows=3)


class AnswerForm(forms.Form):
    """The department's answer to a remark."""

    use_required_attribute = False
    text = words_field("答复", rows=2)


class ExplanationForm(forms.Form):
    """The explanation of a warning, named by the finding's code and stable place."""

    use_required_attribute = False
    # All of a page stand in one form: whichever button is pressed, what was typed in the others comes along.
    form_id = "explanations"
    code = forms.CharField(widget=forms.HiddenInput)
    place = forms.CharField(widget=forms.HiddenInput, required=False)
    text = words_field("说明", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = self.form_id

    @classmethod
    def posted(cls, data: QueryDict) -> list["ExplanationForm"]:
        """One for each box of the page, in its order."""
        rows = zip(*(data.getlist(name) for name in ("code", "place", "text")), strict=False)
        return [cls({"code": code, "place": place, "text": text}) for code, place, text in rows]

    @property
    def key(self) -> str:
        return " ".join(str(self.data[name]) for name in ("code", "place"))

    @property
    def typed(self) -> str:
        return str(self.data["text"]).strip()
