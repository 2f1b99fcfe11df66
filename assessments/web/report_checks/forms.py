"""报告校核: a file or pasted text, never both."""

from typing import Any

from django import forms

ACCEPTED = ".docx,.pdf,.html,.htm,.txt"
PASTED = "粘贴的文字"


class ReportCheckForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label="上传报告",
        required=False,
        help_text="Word（docx）、文字版 PDF、网页（html）或文本（txt），不超过 30 MB。",
        error_messages={"empty": "所选文件没有内容，请重新选择。", "invalid": "请选择文件。"},
    )
    text = forms.CharField(
        label="或粘贴文字",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="从 Word 或 WPS 全选复制后粘贴即可；表格请上传文件，以便按表格读取。",
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="report-%s")
        self.fields["file"].widget.attrs |= {"class": "form-control", "accept": ACCEPTED}
        self.fields["text"].widget.attrs["class"] = "form-control"

    def clean(self) -> None:
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if not self.errors and not file and not text.strip():
            self.add_error("file", "请选择文件，或在下面粘贴报告文字。")
        if file and text.strip():
            self.add_error("file", "上传文件和粘贴文字只选一种。已粘贴的文字仍在下面，文件请重新选择。")
