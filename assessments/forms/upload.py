"""Uploading a paper; what is inside the file is judged by `drafting.files`."""

from typing import Any

from django import forms

from assessments.forms.fields import TextField

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

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="f-upload-%s", use_required_attribute=False)
        self.fields["name"].widget.attrs["class"] = "form-control"
        self.fields["file"].widget.attrs |= {"class": "form-control", "accept": ACCEPTED}
