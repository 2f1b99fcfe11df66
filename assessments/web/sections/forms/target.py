"""Changing an approved target: the new value, the reason and the paper that allows it."""

from typing import Any

from django import forms

from assessments.web.forms.fields import ProseField, TextField


class TargetChangeForm(forms.Form):
    new_value = TextField("调整后指标值", most=500, blank="", help_text="只填数值，如 38；指标性质和计量单位不变。")
    reason = ProseField("调整原因", most=2_000, blank="", rows=4)
    document = TextField("批准文号", most=200, blank="", help_text="如〔2022〕18号；没有文号的，写明批准机关和日期。")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="f-%s", use_required_attribute=False)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def clean(self) -> None:
        for name, message in (("new_value", "请填写调整后指标值。"), ("reason", "请填写调整原因。")):
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, message)
