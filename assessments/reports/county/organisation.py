"""How the self-assessment of a county was done: who had to report, who did, what is approved and what is not yet."""

from collections import Counter
from collections.abc import Iterable, Sequence

from assessments.reports.county.departments import PaperStanding
from assessments.reports.county.figures import CountedDepartment, Survey, projects_of
from assessments.reports.document.cells import centre
from assessments.reports.document.formatting import NONE, day
from assessments.reports.document.model import Block, Paragraph
from assessments.reports.document.numbered_figures import Exhibits, TableColumn, counted_bar
from assessments.reports.document.numbering import NumberedSection, Parts

NO_SECTION = "未归口"
MOST_NAMED = 10  # departments in a sentence; more stand in a list behind the report


def organisation(survey: Survey, exhibits: Exhibits) -> Parts:
    county, departments = survey.county, survey.departments
    scope = f"本报告汇总{county.scope}。" if county.scope else ""
    text = f"{county.year}年度预算绩效自评由{county.office}组织，报送截止日期为{day(county.due)}。{scope}"
    if not departments:
        return (Paragraph(f"{text}没有应开展自评的部门。"),)
    text += (
        f"应开展自评的部门{len(departments)}个，所属预算单位{sum(each.units for each in departments)}个，"
        f"项目{len(projects_of(departments))}个。"
    )
    unlisted = [each.name for each in departments if each.is_unlisted]
    if unlisted:
        text += f"未列出项目明细的部门：{'、'.join(unlisted)}。"
    return (
        Paragraph(text),
        NumberedSection("报送和审核进度", _progress(survey, exhibits)),
        NumberedSection("尚未审核通过的部门", _not_approved(survey, exhibits)),
    )


def _progress(survey: Survey, exhibits: Exhibits) -> Parts:
    standings = Counter(each.standing for each in survey.departments)
    reported, late = [each for each in survey.departments if each.is_reported], _late(survey.departments)
    text = (
        f"已报送的部门{len(reported)}个，其中按期报送{len(reported) - len(late)}个，逾期报送{len(late)}个；"
        f"未报送的部门{len(survey.departments) - len(reported)}个。从审核情况看，"
        + "，".join(f"{standing.label}{standings[standing]}个" for standing in PaperStanding)
        + "。"
    )
    if len(late) > MOST_NAMED:
        text += f"逾期报送的部门见{_list(survey, exhibits, '逾期报送部门表', late)}。"
    elif late:
        text += f"逾期报送的部门及报送日期：{'、'.join(f'{each.name}（{day(each.handed_in)}）' for each in late)}。"
    blocks: list[Block] = [Paragraph(text), _sections(survey, exhibits)]
    if len(survey.departments) > 1:
        bars = (counted_bar(standing.label, standings[standing]) for standing in PaperStanding)
        blocks.append(exhibits.picture("部门审核进度", ("部门",), bars))
    return tuple(blocks)


def _sections(survey: Survey, exhibits: Exhibits) -> Block:
    """By the bureau's section that looks after them."""
    by_section: dict[str, list[CountedDepartment]] = {}
    for each in survey.departments:
        by_section.setdefault(each.section or NO_SECTION, []).append(each)
    columns = (
        TableColumn("业务股室", 22),
        *(
            TableColumn(name, 13, centre)
            for name in ("部门", *(standing.label for standing in PaperStanding), "逾期报送")
        ),
    )
    rows = [(name, *_standing_row(members)) for name, members in sorted(by_section.items())]
    total = ("合计", *_standing_row(survey.departments))
    return exhibits.table("按业务股室分列的审核进度（单位：个）", columns, rows, total=total)


def _standing_row(departments: Sequence[CountedDepartment]) -> tuple[str, ...]:
    standings = Counter(each.standing for each in departments)
    numbers = (len(departments), *(standings[standing] for standing in PaperStanding), len(_late(departments)))
    return tuple(map(str, numbers))


def _late(departments: Iterable[CountedDepartment]) -> list[CountedDepartment]:
    return [each for each in departments if each.is_late]


def _not_approved(survey: Survey, exhibits: Exhibits) -> Parts:
    others = [each for each in survey.departments if not each.is_approved]
    if not others:
        return ()
    is_long = len(others) > MOST_NAMED
    named = [
        f"{standing.label}{len(names)}个" + ("" if is_long else f"（{'、'.join(names)}）")
        for standing in PaperStanding
        if (names := [each.name for each in others if each.standing is standing])
    ]
    where = f"，见{_list(survey, exhibits, '尚未审核通过部门表', others)}" if is_long else ""
    counted_in = (
        f"以下各部分只汇总审核通过的{len(survey.approved)}个部门。"
        if survey.approved
        else "没有审核通过的部门，本报告不列金额、得分和等级。"
    )
    text = f"尚未审核通过的部门{len(others)}个：{'；'.join(named)}{where}。其金额、得分和等级不计入本报告。{counted_in}"
    return (Paragraph(text),)


def _list(survey: Survey, exhibits: Exhibits, title: str, departments: Sequence[CountedDepartment]) -> str:
    columns = (
        TableColumn("序号", 8, centre),
        TableColumn("部门", 38),
        TableColumn("业务股室", 20),
        TableColumn("审核进度", 14, centre),
        TableColumn("首次报送日期", 20, centre),
    )
    rows = (
        (
            str(place),
            each.name,
            each.section or NO_SECTION,
            each.standing.label,
            day(each.handed_in) if each.is_reported else NONE,
        )
        for place, each in enumerate(departments, start=1)
    )
    return exhibits.enclosed(f"{survey.county.year}年度{title}", columns, rows)
