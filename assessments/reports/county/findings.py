"""What the bureau asks about in the approved papers of a county, and what departments do about it."""

from datetime import date

from assessments.reports.county.figures import Survey, common_findings
from assessments.reports.document import figures
from assessments.reports.document.cells import centre, number
from assessments.reports.document.formatting import NONE, amount, day, deadline, or_missing, percent, points
from assessments.reports.document.model import Paragraph
from assessments.reports.document.numbered_figures import UNIT, Exhibits, TableColumn, counted_bar
from assessments.reports.document.numbering import Parts
from assessments.rules.checks.catalogue import catalogue
from assessments.schema.due import last_day

MOST_FINDINGS = 10


def deviations(survey: Survey, exhibits: Exhibits) -> Parts:
    found = [(each.name, item, item.diverging) for each in survey.approved for item in each.projects if item.diverging]
    if not survey.projects:
        return ()
    limits = survey.county.scheme.thresholds
    ahead = sum(diverging.ahead is not None for _, _, diverging in found)
    text = (
        f"参评项目中，指标得分率高出预算执行率{points(limits.execution_gap)}个百分点以上的{ahead}个；"
        f"其余项目中，预算未执行部分超过{points(limits.unexecuted)}%的{len(found) - ahead}个。"
    )
    if not found:
        return (Paragraph(text),)
    columns = (
        TableColumn("序号", 6, centre),
        TableColumn("部门", 17),
        TableColumn("项目", 25),
        TableColumn("全年预算数", 14, number),
        TableColumn("预算执行率", 10, number),
        TableColumn("指标得分率", 10, number),
        TableColumn("高出（百分点）", 9, number),
        TableColumn("自评总分", 9, centre),
    )
    widest = sorted(found, key=lambda entry: (entry[2].ahead is None, -(entry[2].ahead or 0), entry[2].spent))
    rows = (
        (
            str(place),
            department,
            or_missing(item.project.name),
            amount(figures.project_budget(item.project).adjusted.shown),
            percent(diverging.executed),
            percent(diverging.reached),
            NONE if diverging.ahead is None else points(diverging.ahead),
            points(item.project.score),
        )
        for place, (department, item, diverging) in enumerate(widest, start=1)
    )
    title = f"{survey.county.year}年度执行与结果偏差较大的项目表"
    return (Paragraph(f"{text}项目名单见{exhibits.enclosed(title, columns, rows, unit=UNIT)}。"),)


def findings(survey: Survey, exhibits: Exhibits) -> Parts:
    found, number_of = common_findings(survey.approved), len(survey.approved)
    if not found:
        return (Paragraph("审核通过的部门报送时，各项校验没有发现问题。"),)
    shown = found[:MOST_FINDINGS]
    most = f"，涉及部门最多的{len(shown)}类见下表" if len(found) > len(shown) else "，见下表"
    text = (
        f"审核通过的{number_of}个部门报送时，校验发现问题{len(found)}类{sum(each.cases for each in found)}条，"
        f"其中已书面说明{sum(each.explained for each in found)}条{most}。"
    )
    titles = {entry.code: entry.title for entry in catalogue()}
    columns = (
        TableColumn("校验内容", 52),
        TableColumn("涉及部门（个）", 16, centre),
        TableColumn("问题（条）", 16, centre),
        TableColumn("已说明（条）", 16, centre),
    )
    rows = [
        (
            titles.get(each.code, NONE),
            str(each.departments),
            str(each.cases),
            str(each.explained),
        )
        for each in shown
    ]
    table = exhibits.table("校验发现的问题", columns, rows)
    if number_of == 1:
        return (Paragraph(text), table)
    bars = (counted_bar(title, each.departments) for (title, *_), each in zip(rows, shown, strict=True))
    return (Paragraph(text), table, exhibits.picture("涉及部门较多的问题", ("部门",), bars))


def measures(survey: Survey, exhibits: Exhibits) -> Parts:
    rows = [(each.name, row) for each in survey.approved for row in each.rectifications]
    if not rows:
        return ()
    departments = len({name for name, _ in rows})
    columns = (
        TableColumn("序号", 6, centre),
        TableColumn("部门", 16),
        TableColumn("问题", 26),
        TableColumn("整改措施", 28),
        TableColumn("责任人", 11, centre),
        TableColumn("完成期限", 13, centre),
    )
    lines = (
        (
            str(place),
            name,
            or_missing(row.problem),
            or_missing(row.measure),
            or_missing(row.owner),
            deadline(row.due),
        )
        for place, (name, row) in enumerate(rows, start=1)
    )
    where = exhibits.enclosed(f"{survey.county.year}年度预算绩效自评整改措施表", columns, lines)
    begin = date(survey.county.year + 1, 1, 1)  # the papers are written in the year after
    last = last_day(row.due.day(begin) for _, row in rows if row.due)
    until = f"，最迟于{day(last)}完成" if last else ""
    return (Paragraph(f"{departments}个部门针对自评发现的问题提出整改措施{len(rows)}项{until}，见{where}。"),)
