"""全县预算绩效自评汇总报告: what the self-assessments of a county's departments come to, in words, tables and pictures.

Money, scores and grades are those of approved papers alone. What is not approved yet is counted and named, no more.
"""

from collections.abc import Iterator

from assessments.reports.county.departments import County
from assessments.reports.county.figures import Survey, survey_of
from assessments.reports.county.findings import deviations, findings, measures
from assessments.reports.county.organisation import organisation
from assessments.reports.county.results import (
    department_results,
    department_spending,
    project_results,
    project_spending,
    transfers,
)
from assessments.reports.document.formatting import day
from assessments.reports.document.model import Report, Signature
from assessments.reports.document.numbered_figures import Exhibits
from assessments.reports.document.numbering import NumberedSection, lay_out
from assessments.reports.papers.department_documents import title_lines


def county_report(county: County) -> Report:
    survey, exhibits = survey_of(county), Exhibits()
    blocks = tuple(lay_out(_parts(survey, exhibits)))
    enclosures = [sheet.title for sheet in exhibits.sheets]
    if survey.projects:
        enclosures.append(f"{county.year}年度项目支出绩效自评结果汇总表（另附）")
    return Report(
        title_lines=title_lines(county.name, f"{county.year}年度预算绩效自评汇总报告"),
        office=county.office,
        year=county.year,
        dated=county.approved_on,
        blocks=blocks,
        enclosures=tuple(f"{place}. {name}" for place, name in enumerate(enclosures, start=1)),
        signature=Signature(office=county.office, date=day(county.approved_on)),
        sheets=tuple(exhibits.sheets),
    )


def _parts(survey: Survey, exhibits: Exhibits) -> Iterator[NumberedSection]:
    """One after the other, so that tables, pictures and enclosures are numbered as they are read."""
    yield NumberedSection("自评工作组织开展情况", organisation(survey, exhibits))
    if not survey.approved:
        return
    yield NumberedSection(
        "预算安排及执行情况",
        (
            NumberedSection("部门整体支出", department_spending(survey, exhibits)),
            NumberedSection("项目支出", project_spending(survey, exhibits)),
        ),
    )
    yield NumberedSection(
        "自评结果",
        (
            NumberedSection("部门整体支出自评结果", department_results(survey, exhibits)),
            NumberedSection("项目支出自评结果", project_results(survey, exhibits)),
        ),
    )
    yield NumberedSection("转移支付资金自评情况", transfers(survey))
    yield NumberedSection("执行与结果的偏差", deviations(survey, exhibits))
    yield NumberedSection("共性问题", findings(survey, exhibits))
    yield NumberedSection("整改措施", measures(survey, exhibits))
