"""Asking whether a report is genuine: by what is printed on it, by its SHA-256, or with the file itself."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from assessments.reports.filing import FilingNumber, read_hash

LARGEST = 20 * 1024 * 1024  # bytes


class _Form(forms.Form):
    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="f-%s")
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-control", "autocomplete": "off"}


class NumberForm(_Form):
    number = forms.CharField(
        label="编号",
        max_length=40,
        help_text="报告首页左上角，如 2022-0007-1。",
        error_messages={"required": "请填写编号。"},
    )
    code = forms.CharField(label="校验码", max_length=40, error_messages={"required": "请填写校验码。"})

    def clean_number(self) -> FilingNumber:
        number = FilingNumber.read(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError("编号应为“年度-序号-次数”，如 2022-0007-1。")
        return number


class HashForm(_Form):
    sha256 = forms.CharField(label="SHA-256", max_length=200, error_messages={"required": "请填写SHA-256。"})

    def clean_sha256(self) -> str:
        value = read_hash(self.cleaned_data["sha256"])
        if value is None:
            raise forms.ValidationError("SHA-256 应为 64 位十六进制数字。")
        return value


class FileForm(_Form):
    file = forms.FileField(
        label="PDF文件",
        help_text="不超过 20 MB。只计算 SHA-256，不保存文件。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的。", "invalid": "请选择文件。"},
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > LARGEST:
            raise forms.ValidationError("文件超过 20 MB，不是本系统生成的报告。")
        return file
