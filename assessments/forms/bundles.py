"""Which documents go into a ZIP file."""

from collections.abc import Iterator

from django import forms

from assessments.reports.documents import DOCUMENTS, DRAWERS, Document, Format


class BundleForm(forms.Form):
    documents = forms.MultipleChoiceField(
        label="文书",
        choices=[(document.key, document.title) for document in DOCUMENTS],
        widget=forms.CheckboxSelectMultiple,
        initial=[DOCUMENTS[0].key],
        error_messages={"required": "请至少选择一种文书。"},
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
    def wanted(self) -> tuple[tuple[Document, Format], ...]:
        """Every chosen document in every chosen format that suits it."""
        return tuple(self._wanted())

    def _wanted(self) -> Iterator[tuple[Document, Format]]:
        for document in DOCUMENTS:
            if document.key in self.cleaned_data["documents"]:
                for format_ in document.formats:
                    if format_.value in self.cleaned_data["formats"]:
                        yield document, format_

    def clean(self) -> None:
        chosen = self.cleaned_data
        if chosen.get("documents") and chosen.get("formats") and not self.wanted:
            self.add_error("formats", "所选文书没有所选的格式，请改选。")
