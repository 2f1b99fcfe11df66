"""Forms of the steps: a comment on a step, a remark on a field, its answer, an explanation of a warning."""

from collections.abc import Iterable
from typing import Any

from django import forms

LONGEST = 2000  # characters of a comment


def _words(label: str, rows: int = 4, **options: Any) -> forms.CharField:
    field = forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), strip=True, **options
    )
    field.error_messages["required"] = f"请填写{label}。"
    field.error_messages["max_length"] = f"{label}最多 {LONGEST} 字。"
    return field


class StepForm(forms.Form):
    """The comment of a step; a return, a withdrawal and a reopening cannot do without one."""

    use_required_attribute = False
    comment = _words("说明")

    def __init__(self, *args: Any, needs_comment: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = needs_comment
        if not needs_comment:
            self.fields["comment"].label = "说明（可不填）"


class RemarkForm(forms.Form):
    """A reviewer's remark on one of the offered fields; choices are (JSON pointer, name)."""

    use_required_attribute = False
    place = forms.ChoiceField(label="针对的内容")
    text = _words("审核意见", rows=3)

    def __init__(self, *args: Any, fields: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(fields)


class AnswerForm(forms.Form):
    """The department's answer to a remark."""

    use_required_attribute = False
    text = _words("答复", rows=2)


class ExplanationForm(forms.Form):
    """The explanation of a warning, named by the finding's code and stable place."""

    use_required_attribute = False
    code = forms.CharField(widget=forms.HiddenInput)
    place = forms.CharField(widget=forms.HiddenInput, required=False)
    text = _words("情况说明", rows=3)
