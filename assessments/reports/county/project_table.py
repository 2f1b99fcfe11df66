"""The results of every project of a county in one table: the table of one department, with a column for whose it is."""

from collections.abc import Iterable, Sequence

from assessments.reports.county.departments import County
from assessments.reports.county.figures import CountedDepartment, project_totals, projects_of, ungraded, without_results
from assessments.reports.document.model import Sheet
from assessments.reports.form_pages.layout_file import Layout
from assessments.reports.form_pages.renderer import stamps
from assessments.reports.form_pages.summary import COUNTY_FORM, SummarySubject
from assessments.schema.facts import DepartmentFacts, Facts, Project


def county_sheet(county: County, departments: Sequence[CountedDepartment], layout: Layout) -> Sheet:
    """Grades are those of the round's scheme."""
    counted = projects_of(departments)
    facts = Facts(
        county=county.name,
        year=county.year,
        department=DepartmentFacts(name=county.name),
        projects=tuple(item.project for item in counted),
        project_totals=project_totals(counted, county.scheme),
    )
    names = tuple(department.name for department in departments for _ in department.projects)
    subject = SummarySubject(facts, county.scheme, names, _parts(departments))
    return COUNTY_FORM.sheet(layout, subject, stamps(facts), notes=tuple(_notes(county, departments)))


def _parts(departments: Sequence[CountedDepartment]) -> tuple[tuple[str, tuple[Project, ...]], ...]:
    """What is approved and what is not, where the table has both."""
    parts = tuple(
        (name, tuple(item.project for item in projects_of(each for each in departments if each.is_approved is wanted)))
        for name, wanted in (("审核通过", True), ("尚未审核通过", False))
    )
    return parts if all(projects for _, projects in parts) else ()


def _notes(county: County, departments: Sequence[CountedDepartment]) -> Iterable[str]:
    """Whose projects are not approved yet, and what the counts leave out."""
    projects = projects_of(departments)
    if county.scope:
        yield f"注：本表汇总{county.scope}。"
    if unapproved := [department.name for department in departments if not department.is_approved]:
        yield f"注：{len(unapproved)}个部门尚未审核通过，所列为其当前内容：{'、'.join(unapproved)}。"
    if number := ungraded(projects, county.scheme):
        yield f"注：{number}个参评项目尚无评价等级，未计入评价等级。"
    if number := without_results(projects):
        yield f"注：{number}个参评项目的指标未填报完整，未计入目标实现程度。"
    if unlisted := [department.name for department in departments if department.is_unlisted]:
        yield f"注：未列出项目明细的部门：{'、'.join(unlisted)}。"
