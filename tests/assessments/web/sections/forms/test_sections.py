"""Sections: what a page shows comes back as it was; rows grow, shrink and keep their identity; approved stays."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assessments.schema import facts as f
from assessments.schema.due import Due
from assessments.schema.pointers import field_id
from assessments.schema.sections import section_data
from assessments.terms import Band, Section
from budgets.terms import Comparator
from tests.assessments.web.posting import opened, posted
from tests.factories import complete_facts, indicator, wan


def every_place() -> f.Facts:
    """Facts with something in every field of every section, and row identities as the database gives them."""
    rich = indicator(
        "接待群众来访",
        "产出指标",
        "数量指标",
        "50",
        row=70,
        adjusted_target="38",
        baseline="45",
        reason="年中受疫情影响，\n接待量减少。",
        evidence=("台账", "月报"),
        score=Decimal("41.67"),
    )
    judged = indicator(
        "群众认可", "效益指标", "社会效益指标", "30", row=71, comparator=Comparator.QUALITATIVE, target="明显"
    )
    judged = replace(judged, band=Band.PARTLY, not_applicable=True)
    facts = complete_facts()
    project = replace(
        facts.projects[0], code="P01", unit="信访服务中心", activity="信访工作", exempt_reason="不足一万元", row=7
    )
    line = replace(project.funding[0], adjusted=wan("-3.000001"), row=8)
    project = replace(project, funding=(line,), indicators=(rich, judged), reason="说明")
    grades = (("优", 1), ("良", 0), ("中", None), ("差", 0))
    return replace(
        facts,
        projects=(project,),
        project_totals=f.ProjectTotals(
            count=1,
            initial=wan("60"),
            by_fund=(f.FundShare(count=0, amount=Decimal(0), share=Decimal("33.33"), row=9),),
            by_grade=grades,
            excellent_rate=Decimal(100),
            by_completion=f.CompletionCounts(full=1, under_half=0),
        ),
        transfers=f.Transfers(count=0, total=Decimal(0), by_grade=grades),
        goals=f.Goals(overall=("一", "二\n三"), sub=(f.SubGoal(name="信访工作", indicators=(rich,), row=5),)),
        rectifications=(f.Rectification(problem="问题", due=Due.on(date(2026, 3, 1)), row=6),),
        attachments=("附表",),
    )


def rows_of(piece: object) -> list[str]:
    """Row identities, which equality does not see, in the order of the page."""
    return re.findall(r"row=(\w+)", repr(piece))


@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize(
    "facts",
    [
        every_place(),
        complete_facts(),
        f.Facts(year=2025, department=f.DepartmentFacts(name="甲"), projects=(f.Project(row=1),)),
    ],
    ids=["every_place", "complete", "blank"],
)
def test_what_a_page_shows_comes_back_unchanged(section, facts):
    shown = opened(facts, section)

    back = opened(facts, section, posted(shown))

    piece = section_data(facts, section, 0 if section.is_per_project else None)
    assert back.error_list == []
    assert back.data_piece() == piece == shown.piece()
    assert rows_of(back.data_piece()) == rows_of(piece)


@pytest.mark.parametrize("section", Section)
def test_every_field_has_the_id_of_its_place(section):
    form = opened(every_place(), section)

    for bound in form.bound_fields():
        assert bound.id_for_label == field_id(bound.pointer)


def test_a_blank_row_at_the_end_is_no_row_and_zero_is_a_number():
    facts = complete_facts()
    data = posted(opened(facts, Section.FINANCE))
    data |= {"revenue-lines-2-row": "", "revenue-lines-2-label": " "}
    data |= {"revenue-lines-3-row": "", "revenue-lines-3-amount": "0"}

    lines = opened(facts, Section.FINANCE, data).data_piece().revenue.lines

    assert [line.amount for line in lines] == [wan("273.63"), wan("12.24"), Decimal(0)]


def test_rows_keep_their_identity_wherever_they_stand():
    facts = every_place()
    data = posted(opened(facts, Section.RECTIFICATION))
    data = {"rectifications-4-row": "", "rectifications-4-problem": "新问题"} | data

    rows = opened(facts, Section.RECTIFICATION, data).data_piece().rows

    assert [(row.problem, row.row) for row in rows] == [("新问题", None), ("问题", 6)]


@pytest.mark.parametrize("claimed", ["999", "6x", "-6", "６", "0"])
def test_a_row_of_somebody_else_is_a_new_row(claimed):
    facts = every_place()
    data = {"rectifications-0-row": claimed, "rectifications-0-problem": "别人的"}

    (row,) = opened(facts, Section.RECTIFICATION, data).data_piece().rows

    assert (row.problem, row.row, row.due) == ("别人的", None, None)


def test_one_row_cannot_be_claimed_twice():
    facts = every_place()
    data = {f"rectifications-{at}-{name}": value for at in (0, 1) for name, value in (("row", "6"), ("problem", "同"))}

    rows = opened(facts, Section.RECTIFICATION, data).data_piece().rows

    assert [row.row for row in rows] == [6, None]


def test_too_many_rows_are_said_and_not_drawn():
    data = {f"rectifications-{at}-problem": "甲" for at in range(600)}

    form = opened(complete_facts(), Section.RECTIFICATION, data)

    assert not form.is_valid()
    assert [message for _, _, message in form.error_list] == ["最多 500 行，现有 600 行。"]
    assert len(form.rectifications) == 500


def approved_facts() -> f.Facts:
    facts = every_place()
    locked = replace(facts.projects[0].indicators[0], approved=True)
    return replace(facts, projects=(replace(facts.projects[0], indicators=(locked,)),))


def test_an_approved_target_is_text_and_a_forged_one_is_not_read():
    facts = approved_facts()
    shown = opened(facts, Section.RESULTS)
    locked = {bound.name for bound in shown.bound_fields() if bound.is_locked}
    data = posted(shown)
    forged = {
        "name": "容易的指标",
        "target": "1",
        "adjusted_target": "1",
        "weight": "0",
        "comparator": "≤",
        "unit": "次",
    }
    data |= {f"indicators-0-{name}": value for name, value in forged.items()} | {"indicators-0-actual": "44"}

    (saved,) = opened(facts, Section.RESULTS, data).data_piece().indicators

    assert locked == {
        "group", "kind", "name", "comparator", "target", "adjusted_target", "unit", "baseline", "weight",
    }  # fmt: skip
    assert saved == replace(facts.projects[0].indicators[0], actual="44")


def test_an_approved_indicator_cannot_be_left_out():
    facts = approved_facts()
    data = {name: value for name, value in posted(opened(facts, Section.RESULTS)).items() if "indicators" not in name}

    form = opened(facts, Section.RESULTS, data)

    assert not form.is_valid()
    assert form.error_list == [("f-projects-0-indicators", "", "已批复的指标不能删除。")]


def test_a_project_goes_only_by_its_mark():
    facts = every_place()
    data = posted(opened(facts, Section.PROJECTS))

    assert opened(facts, Section.PROJECTS, data | {"projects-0-leave_out": "on"}).data_piece().headers == ()


def test_transfers_count_only_where_there_are_any():
    facts = every_place()
    data = posted(opened(facts, Section.FINANCE))
    del data["has_transfers"]

    assert opened(facts, Section.FINANCE, data).data_piece().transfers is None


@pytest.mark.parametrize(
    ("section", "name"),
    [
        (Section.FINANCE, "revenue-total"),
        (Section.FINANCE, "revenue-lines-0-amount"),
        (Section.FINANCE, "expenditure-basic"),
        (Section.FUNDING, "funding-0-initial"),
        (Section.FUNDING, "funding-0-executed"),
        (Section.FUNDING, "total-adjusted"),
        (Section.RESULTS, "indicators-0-weight"),
        (Section.RESULTS, "score"),
    ],
)
def test_negative_figures_where_none_may_be(section, name):
    facts = complete_facts()
    form = opened(facts, section, posted(opened(facts, section)) | {name: "-1"})

    assert not form.is_valid()
    assert [message for _, _, message in form.error_list] == ["不能为负数。"]


def test_a_figure_that_nobody_can_read_is_shown_with_its_error_and_counts_as_blank():
    facts = replace(complete_facts(), written={"/expenditure/total": "7,00.0,77"})
    facts = replace(facts, expenditure=replace(facts.expenditure, total=None))

    bound = opened(facts, Section.FINANCE).expenditure["total"]

    assert bound.value() == "7,00.0,77"
    assert bound.messages == ["“7,00.0,77”不是数字，请填写 1234.56 这样的数字。"]
    assert 'aria-invalid="true"' in str(bound)
    assert opened(facts, Section.FINANCE).piece().expenditure.total is None


def test_complaints_name_the_row_and_keep_what_was_typed():
    facts = complete_facts()
    data = posted(opened(facts, Section.GOALS)) | {"goals-sub-0-indicators-0-score": "满分"}

    form = opened(facts, Section.GOALS, data)

    message = "“满分”不是数字，请填写 1234.56 这样的数字。"
    assert form.error_list == [("f-goals-sub-0-indicators-0-score", "分项绩效目标第 1 行：指标第 1 行：得分", message)]
    assert form.sub.forms[0].rows["indicators"].forms[0]["score"].value() == "满分"


def test_a_quiet_form_complains_of_nothing_and_still_reads_what_it_can():
    facts = complete_facts()
    data = posted(opened(facts, Section.FINANCE)) | {"revenue-total": "abc", "revenue-lines-0-amount": "1"}

    form = opened(facts, Section.FINANCE, data)
    form.suppress_errors()

    assert form.error_list == []
    assert form.revenue["total"].messages == []
    assert form.piece().revenue.lines[0].amount == wan("1")
    assert form.revenue["total"].value() == "abc"


def test_who_only_reads_gets_text():
    form = opened(complete_facts(), Section.FINANCE, read_only=True)

    assert all(bound.is_locked for bound in form.bound_fields())
    shown = {bound.html_name: bound.shown for bound in form.bound_fields()}
    assert (shown["revenue-lines-0-fund"], shown["revenue-lines-0-amount"], shown["has_transfers"]) == (
        "一般公共预算",
        "273.63",
        "否",
    )
