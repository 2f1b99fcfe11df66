"""Uploading a paper; what is inside the file is judged by `drafting.files`."""

from collections.abc import Mapping
from typing import Any, Self

from django import forms

from assessments.web.forms.fields import TextField

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"


class UploadForm(forms.Form):
    name = TextField("附件名称", most=300, blank="", help_text="留空则用文件名。")
    file = forms.FileField(
        label="文件",
        help_text="PDF、JPG、PNG、DOCX、XLSX，不超过 20 MB。",
        error_messages={
            "required": "请选择文件。",
            "empty": "所选文件没有内容，请重新选择。",
            "invalid": "请选择文件。",
        },
    )

    def __init__(self, data: Any = None, files: Any = None, initial: Any = None) -> None:
        super().__init__(data, files, auto_id="f-upload-%s", initial=initial, use_required_attribute=False)
        self.fields["name"].widget.attrs["class"] = "form-control"
        self.fields["file"].widget.attrs |= {"class": "form-control", "accept": ACCEPTED}

    @classmethod
    def to_go_on(cls, data: Mapping[str, Any]) -> Self:
        """The form with what was typed into it so far, asking nothing: a file has to be chosen once more."""
        return cls(initial={"name": data.get("name", "")})

    @property
    def begun(self) -> str:
        """What was typed and is kept only together with a file."""
        return str(self["name"].value() or "").strip()
