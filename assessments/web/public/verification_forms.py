"""Asking whether a report is genuine: by what is printed on it, by its SHA-256, or with the file itself."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from assessments.reports.document.filing_number import FilingNumber, read_hash

LARGEST = 20 * 1024 * 1024  # bytes


class _QuestionForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="f-%s")
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-control", "autocomplete": "off"}


class NumberForm(_QuestionForm):
    number = forms.CharField(
        label="报送编号",
        max_length=40,
        help_text="报告首页左上角，如 2022-0007-1。",
        error_messages={"required": "请填写报送编号。"},
    )
    code = forms.CharField(label="查验码", max_length=40, error_messages={"required": "请填写查验码。"})

    def clean_number(self) -> FilingNumber:
        number = FilingNumber.read(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError("报送编号应为“年度-序号-次数”，如 2022-0007-1。")
        return number


class HashForm(_QuestionForm):
    sha256 = forms.CharField(
        label="文件校验值（SHA-256）", max_length=200, error_messages={"required": "请填写文件校验值。"}
    )

    def clean_sha256(self) -> str:
        value = read_hash(self.cleaned_data["sha256"])
        if value is None:
            raise forms.ValidationError("文件校验值应为 64 位，只含数字和字母 a 至 f。")
        return value


class FileForm(_QuestionForm):
    file = forms.FileField(
        label="PDF 文件",
        help_text="不超过 20 MB。只计算文件校验值，不保存文件。",
        error_messages={
            "required": "请选择文件。",
            "empty": "所选文件没有内容，请重新选择。",
            "invalid": "请选择文件。",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > LARGEST:
            raise forms.ValidationError("文件超过 20 MB，不是本系统生成的报告。")
        return file
