"""项目目标与指标 and 部门总体目标与指标: what was aimed at, what was reached, what it scores."""

from dataclasses import replace
from typing import Any

from assessments.schema.facts import Execution, Facts, Goals, Project, ProjectGoal, SubGoal
from assessments.schema.sections import DepartmentGoals, Results
from assessments.web.forms.asked import asked, one_of
from assessments.web.forms.dataclass_form import DataclassForm, RowForm, RowFormset, WordForm
from assessments.web.forms.section_form import SectionForm
from assessments.web.sections.forms.indicators import USUAL_GROUPS, USUAL_KINDS, USUAL_UNITS, IndicatorForm


class _GradedForm(DataclassForm):
    """Ends with a score and a grade of the year's scheme."""

    def adapt(self) -> None:
        grades = tuple(name for name, _ in self.context.scheme.grades)
        self.fields["grade"].offer(grades, self.current.grade if self.current else None)  # type: ignore[attr-defined]


class ProjectGoalForm(DataclassForm):
    piece_class = ProjectGoal
    expected = asked(rows=4)
    actual = asked(rows=4)


class ResultForm(_GradedForm):
    piece_class = Results
    defined_by = Project
    score = asked()
    grade = asked(from_list=True)
    reason = asked(rows=3)


class _IndicatorSection(SectionForm):
    """Offers the usual words of indicators."""

    usual_groups, usual_kinds, usual_units = USUAL_GROUPS, USUAL_KINDS, USUAL_UNITS


class ResultsForm(_IndicatorSection):
    def build(self, piece: Results) -> None:
        self.goal = self.form(ProjectGoalForm, "goal", piece.goal)
        self.indicators = self.rows(IndicatorForm, "indicators", piece.indicators)
        self.result = self.form(ResultForm, "", piece)

    def piece(self) -> Results:
        return replace(self.result.piece(), goal=self.goal.piece(), indicators=self.indicators.pieces())


class OverallGoalForm(WordForm):
    row_label = "总体绩效目标"
    word = one_of(Goals, "overall", rows=2)


class SubGoalForm(RowForm):
    """A sub-goal with its own table of indicators."""

    piece_class = SubGoal
    row_label = "分项绩效目标"
    name = asked(aside="工作活动")
    statement = asked(rows=2)

    def build_rows(self) -> dict[str, RowFormset]:
        self.indicators = self.child_rows("indicators", IndicatorForm, self.current.indicators if self.current else ())
        return {"indicators": self.indicators}

    def piece(self) -> Any:
        return replace(super().piece(), indicators=self.indicators.pieces())


class ExecutionForm(DataclassForm):
    piece_class = Execution
    weight = asked()
    score = asked()


class DepartmentResultForm(_GradedForm):
    piece_class = DepartmentGoals
    defined_by = Facts
    score = asked()
    grade = asked(from_list=True)


class GoalsForm(_IndicatorSection):
    def build(self, piece: DepartmentGoals) -> None:
        self.overall = self.rows(OverallGoalForm, "goals-overall", piece.overall)
        self.sub = self.rows(SubGoalForm, "goals-sub", piece.sub)
        self.indicators = self.rows(IndicatorForm, "indicators", piece.indicators, where="部门整体")
        self.execution = self.form(ExecutionForm, "execution", piece.execution)
        self.result = self.form(DepartmentResultForm, "", piece)

    def piece(self) -> DepartmentGoals:
        return replace(
            self.result.piece(),
            overall=self.overall.pieces(),
            sub=self.sub.pieces(),
            indicators=self.indicators.pieces(),
            execution=self.execution.piece(),
        )
