"""收入与支出: revenue by source, expenditure, and the totals that a paper states beside the computed ones."""

from dataclasses import replace
from typing import Any

from django import forms

from assessments.schema.facts import (
    CompletionCounts,
    Counts,
    Expenditure,
    FundShare,
    ProjectTotals,
    Revenue,
    RevenueLine,
    Transfers,
)
from assessments.schema.pointers import word
from assessments.schema.sections import Finance
from assessments.web.forms.asked import asked
from assessments.web.forms.dataclass_form import DataclassForm, RowForm
from assessments.web.forms.fields import CountField
from assessments.web.forms.section_form import SectionForm


class RevenueForm(DataclassForm):
    piece_class = Revenue
    total = asked()


class RevenueLineForm(RowForm):
    piece_class = RevenueLine
    row_label = "收入来源"
    fills_down = ("fund",)
    fund = asked()
    label = asked()
    amount = asked()


class ExpenditureForm(DataclassForm):
    piece_class = Expenditure
    total = asked()
    basic = asked()
    personnel = asked(lead="其中：")
    operating = asked(lead="其中：")
    projects = asked()
    year_end_balance = asked()
    executed = asked()
    execution_rate = asked()


class ProjectTotalsForm(DataclassForm):
    piece_class = ProjectTotals
    count = asked()
    initial = asked()
    adjusted = asked()
    executed = asked()
    execution_rate = asked()
    excellent_rate = asked()


class FundShareForm(RowForm):
    piece_class = FundShare
    row_label = "按资金性质"
    fund = asked()
    count = asked()
    amount = asked()
    share = asked()


class CompletionForm(DataclassForm):
    piece_class = CompletionCounts
    full = asked()
    half_or_more = asked()
    under_half = asked()
    not_started = asked()


class GradeCountsForm(DataclassForm):
    """How many projects have each grade: one field per grade of the year's scheme."""

    piece_class = tuple

    def read(self, current: Counts | None) -> dict[str, Any]:
        return dict(current or ())

    def adapt(self) -> None:
        names = [name for name, _ in self.context.scheme.grades]
        for name in dict.fromkeys([*names, *dict(self.current or ())]):
            self.fields[name] = CountField(word(self.context.pointer(self.add_prefix(name))))

    def piece(self) -> Counts:
        """Only grades that are stated, or were: a blank in every field states nothing."""
        if not self.is_bound:
            return self.current or ()
        self.full_clean_once()
        counts = tuple((name, self.cleaned_data.get(name)) for name in self.fields)
        stated = dict(self.current or ())
        return tuple(pair for pair in counts if pair[1] is not None or pair[0] in stated)


class HasTransfersForm(DataclassForm):
    """Transfers are asked for only where there are any."""

    piece_class = Finance
    has_transfers = forms.BooleanField(label="本年度有上级转移支付", required=False)

    def read(self, current: Finance) -> dict[str, Any]:
        return {"has_transfers": current.transfers is not None}

    @property
    def is_checked(self) -> bool:
        if not self.is_bound:
            return bool(self.initial["has_transfers"])
        self.full_clean_once()
        return bool(self.cleaned_data.get("has_transfers"))


class TransfersForm(DataclassForm):
    piece_class = Transfers
    count = asked()
    total = asked()
    central = asked()
    provincial = asked()
    municipal = asked()
    excellent_rate = asked()


class FinanceForm(SectionForm):
    def build(self, piece: Finance) -> None:
        transfers = piece.transfers or Transfers()
        totals = piece.project_totals
        self.lines = self.rows(RevenueLineForm, "revenue-lines", piece.revenue.lines)
        self.revenue = self.form(RevenueForm, "revenue", piece.revenue)
        self.expenditure = self.form(ExpenditureForm, "expenditure", piece.expenditure)
        self.has_transfers = self.form(HasTransfersForm, "", piece)
        self.transfers = self.form(TransfersForm, "transfers", transfers)
        self.transfer_grades = self.form(GradeCountsForm, "transfers-by_grade", transfers.by_grade)
        self.totals = self.form(ProjectTotalsForm, "project_totals", totals)
        self.shares = self.rows(FundShareForm, "project_totals-by_fund", totals.by_fund)
        self.grades = self.form(GradeCountsForm, "project_totals-by_grade", totals.by_grade)
        self.completion = self.form(CompletionForm, "project_totals-by_completion", totals.by_completion)

    def piece(self) -> Finance:
        transfers = replace(self.transfers.piece(), by_grade=self.transfer_grades.piece())
        return Finance(
            revenue=replace(self.revenue.piece(), lines=self.lines.pieces()),
            expenditure=self.expenditure.piece(),
            project_totals=replace(
                self.totals.piece(),
                by_fund=self.shares.pieces(),
                by_grade=self.grades.piece(),
                by_completion=self.completion.piece(),
            ),
            transfers=transfers if self.has_transfers.is_checked else None,
        )
