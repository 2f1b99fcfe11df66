"""部门概况: what the department is, which units the self-assessment covers, when it was done."""

from assessments.schema.facts import Dates, DepartmentFacts, Facts
from assessments.schema.sections import Overview
from assessments.web.forms.asked import asked, one_of
from assessments.web.forms.dataclass_form import DataclassForm, WordForm
from assessments.web.forms.section_form import SectionForm


class DepartmentFieldsForm(DataclassForm):
    piece_class = DepartmentFacts
    code = asked(help_text="印在官方表格上，取自部门登记；登记有误的，在此更正。")
    self_noun = asked(help_text="报告正文中的自称，如“我局”“我委”“本中心”。")
    internal_offices = asked()
    staff_on_post = asked()
    contact = asked()
    phone = asked(help_text="办公电话，印在部门整体支出绩效自评情况表上，可不填。")


class UnitForm(WordForm):
    row_label = "所属预算单位"
    word = one_of(Facts, "units", lines=1)


class DatesForm(DataclassForm):
    piece_class = Dates
    completed = asked(help_text="如 2023-11-20、2023/11/20 或 20231120。")
    reported = asked()
    published = asked(help_text="已经公开或拟公开的日期，没有可不填。")


class OverviewForm(SectionForm):
    def build(self, piece: Overview) -> None:
        self.department = self.form(DepartmentFieldsForm, "department", piece.department)
        self.units = self.rows(UnitForm, "units", piece.units)
        self.dates = self.form(DatesForm, "dates", piece.dates)

    def piece(self) -> Overview:
        return Overview(department=self.department.piece(), units=self.units.pieces(), dates=self.dates.piece())
