"""Which documents go into a ZIP file."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django import forms
from django.http import QueryDict

from assessments.reports.county.documents import COUNTY_DOCUMENTS, CountyDocument
from assessments.reports.documents import DOCUMENTS, DRAWERS, KINDS, DepartmentKind, DocumentKind, Format

Which = TypeVar("Which", bound=DocumentKind)


def _choice(label: str, offered: Sequence[DocumentKind], help_text: str = "") -> forms.MultipleChoiceField:
    choices = [(document.key, document.title) for document in offered]
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False, help_text=help_text
    )


class BundleForm(forms.Form):
    documents = _choice("各部门自评材料", KINDS)
    county_documents = _choice(
        "汇总材料", COUNTY_DOCUMENTS, help_text="汇总当前列表中的部门；排在压缩文件的最前面，编号 000。"
    )
    formats = forms.MultipleChoiceField(
        label="格式",
        choices=[(format_.value, format_.label) for format_ in Format if format_ in DRAWERS],
        widget=forms.CheckboxSelectMultiple,
        initial=[Format.PDF.value],
        error_messages={"required": "请至少选择一种格式。"},
        help_text="Excel 只含表格，不含报告正文。",
    )

    @property
    def wanted(self) -> tuple[tuple[DepartmentKind, Format], ...]:
        """Every chosen document of a department in every chosen format that suits it."""
        return tuple(self._chosen("documents", KINDS))

    @property
    def of_all(self) -> tuple[tuple[CountyDocument, Format], ...]:
        """The same for the documents of all departments together."""
        return tuple(self._chosen("county_documents", COUNTY_DOCUMENTS))

    def _chosen(self, name: str, offered: Sequence[Which]) -> Iterator[tuple[Which, Format]]:
        for document in offered:
            if document.key in self.cleaned_data[name]:
                for format_ in document.formats:
                    if format_.value in self.cleaned_data["formats"]:
                        yield document, format_

    def clean(self) -> None:
        chosen = self.cleaned_data
        if not (chosen.get("documents") or chosen.get("county_documents")):
            self.add_error("documents", "请至少选择一种材料。")
        elif chosen.get("formats") and not (self.wanted or self.of_all):
            self.add_error("formats", "所选材料没有所选的格式，请改选。")


def first_choice(address: QueryDict) -> dict[str, list[str]]:
    """What is ticked at first: the work reports, or where the address asks for it the documents of the county."""
    if "county" in address:
        return {"county_documents": [document.key for document in COUNTY_DOCUMENTS]}
    return {"documents": [DOCUMENTS[0].key]}
