"""Numbers of projects: by grade, by completion, in the list; and rates that have nothing to divide by."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from assessments.rules.checks.check import (
    Check,
    Context,
    InReports,
    Problem,
    check,
    possible_counts,
    short,
    text,
    unequal_counts,
)
from assessments.rules.scoring.totals import amounts_by_fund, count_of
from assessments.rules.text.quantities import is_stated
from assessments.schema.facts import Counts, FundShare
from assessments.schema.pointers import assessed_projects
from assessments.terms import Severity


@check(
    "K16",
    Severity.ERROR,
    "各等级项目个数",
    formula="优 + 良 + 中 + 差 = 参评项目数；各等级个数 = 项目清单中该等级的项目数",
    source="表内勾稽关系",
    concerns=("/project_totals/count", "/transfers/count"),
    in_reports=InReports.PASSAGE,
)
def grade_counts(context: Context) -> Iterator[Problem]:
    facts = context.facts
    totals, transfers = facts.project_totals, facts.transfers
    graded, possible = count_of(count for _, count in totals.by_grade), possible_counts(context.facts)
    if graded is not None and possible and graded not in possible:
        yield unequal_counts(context, "/project_totals/by_grade", graded, min(possible), "参评项目")
    elif graded is not None:
        yield from _listed_grades(context, totals.by_grade)
    if transfers is not None and transfers.count is not None:
        graded = count_of(count for _, count in transfers.by_grade)
        if graded is not None and graded != transfers.count:
            yield unequal_counts(context, "/transfers/by_grade", graded, transfers.count, "转移支付项目")


def _listed_grades(context: Context, by_grade: Counts) -> Iterator[Problem]:
    """Grade by grade against the list of projects, where that list is whole and every project has its grade."""
    grades = [project.grade for _, project in assessed_projects(context.facts)]
    if not grades or not all(grades) or len(grades) != count_of(count for _, count in by_grade):
        return
    listed = Counter(grades)
    for grade, stated in by_grade:
        if stated != listed[grade]:
            pointer = f"/project_totals/by_grade/{grade}"
            yield unequal_counts(context, pointer, stated or 0, listed[grade], "项目清单中")


@check(
    "K17",
    Severity.WARNING,
    "分母为零的比率",
    formula="参评项目数为 0 时不写评优率；某类项目资金为 0 时不写占比",
    source="表内勾稽关系",
    in_reports=InReports.PASSAGE,
)
def rates_of_nothing(context: Context) -> Iterator[Problem]:
    facts = context.facts
    amounts = amounts_by_fund(facts.projects)
    for at, share in enumerate(facts.project_totals.by_fund):
        if share.share is not None and _has_no_money(share) and not (share.fund and amounts.get(share.fund)):
            pointer = f"/project_totals/by_fund/{at}/share"
            yield _nothing_to_divide_by(f"{context.label(pointer)}填为", pointer, "没有该类项目资金", share.share)
    totals, transfers = facts.project_totals, facts.transfers
    if totals.excellent_rate is not None and _nobody(totals.by_grade, totals.count):
        pointer = "/project_totals/excellent_rate"
        yield _nothing_to_divide_by("项目评优率填为", pointer, "没有参评项目", totals.excellent_rate)
    if transfers and transfers.excellent_rate is not None and _nobody(transfers.by_grade, transfers.count):
        pointer = "/transfers/excellent_rate"
        yield _nothing_to_divide_by("转移支付评优率填为", pointer, "没有参评项目", transfers.excellent_rate)


def _has_no_money(share: FundShare) -> bool:
    return share.amount == 0 if share.amount is not None else share.count == 0


def _nobody(by_grade: Counts, count: int | None) -> bool:
    graded = count_of(number for _, number in by_grade)
    return graded == 0 if graded is not None else count == 0


def _nothing_to_divide_by(name: str, pointer: str, lacking: str, stated: Decimal) -> Problem:
    return Problem(
        message=(
            f"{name} {text(stated)}%，但{lacking}，无法计算。请删去 {text(stated)}，留空（报告中显示“—”）；"
            "确属实际的，写明原因。"
        ),
        path=pointer,
        left=short(stated),
    )


_BUCKETS = ("full", "half_or_more", "under_half", "not_started")


@check(
    "K18",
    Severity.ERROR,
    "目标实现程度分档",
    formula="100%、50%（含）至100%（不含）、不足50%、未开展各档齐全，合计 = 项目数",
    source="表内勾稽关系",
    in_reports=InReports.PASSAGE,
)
def completion_buckets(context: Context) -> Iterator[Problem]:
    buckets = context.facts.project_totals.by_completion
    numbers = {name: getattr(buckets, name) for name in _BUCKETS}
    if all(number is None for number in numbers.values()):
        return
    for name, number in numbers.items():
        if number is None:
            pointer = f"/project_totals/by_completion/{name}"
            message = f"{context.label(pointer)}未填写。没有这类项目的填 0。"
            yield Problem(message=message, path=pointer)
    total, possible = count_of(numbers.values()), possible_counts(context.facts)
    if total is not None and possible and total not in possible:
        yield unequal_counts(context, "/project_totals/by_completion", total, min(possible), "参评项目")


@check(
    "K61",
    Severity.WARNING,
    "上下级汇总",
    formula="项目的实施单位在部门本级和所属预算单位之内；所属预算单位全部填报完后再送负责人确认",
    source="表内勾稽关系",
    in_reports=InReports.NEVER,
)
def units(context: Context) -> Iterator[Problem]:
    facts = context.facts
    known = {facts.department.name.strip(), *(unit.strip() for unit in facts.units)}
    for index, project in enumerate(facts.projects):
        if project.unit is not None and is_stated(project.unit) and not _is_covered(project.unit, known):
            pointer = f"/projects/{index}/unit"
            yield Problem(
                message=(
                    f"{context.label(pointer)}“{project.unit}”不在“纳入自评的所属预算单位”名单内。"
                    "请在“部门概况”补列，或更正实施单位；确属实际的，写明原因。"
                ),
                path=pointer,
            )
    if context.pending_units:
        names = "、".join(context.pending_units[:10])
        yield Problem(
            message=(
                f"所属预算单位尚有 {len(context.pending_units)} 个未填报完：{names}。请通知其填完后再送负责人确认；"
                "确属实际的，写明原因。"
            ),
            path="/units",
            left=Decimal(len(context.pending_units)),
        )


def _is_covered(unit: str, known: set[str]) -> bool:
    """A department is written short or in full ("信访局", "某县信访局") and calls itself 本级 or 机关."""
    plain = unit.strip()
    return plain.endswith(("本级", "机关")) or any(
        name and (plain.endswith(name) or name.endswith(plain)) for name in known
    )


@check(
    "K62",
    Severity.WARNING,
    "项目个数与项目清单",
    formula="填列的项目个数 = 项目清单个数（参评 + 免予自评）",
    source="表内勾稽关系",
    concerns=("/projects/*/name",),
)
def project_count(context: Context) -> Iterator[Problem]:
    facts = context.facts
    stated, listed = facts.project_totals.count, len(facts.projects)
    assessed = sum(1 for _ in assessed_projects(facts))
    if stated is None or not listed or stated in {listed, assessed}:
        return
    pointer = "/project_totals/count"
    yield Problem(
        message=(
            f"{context.label(pointer)} {stated} 个，项目清单列有 {listed} 个"
            f"（参评 {assessed} 个、免予自评 {listed - assessed} 个），相差 {abs(stated - listed)} 个。"
            "请更正；年中新增、撤并的，写明原因。"
        ),
        path=pointer,
        left=Decimal(stated),
        right=Decimal(listed),
        difference=Decimal(abs(stated - listed)),
    )


CHECKS: tuple[Check[Context], ...] = (grade_counts, rates_of_nothing, completion_buckets, units, project_count)
