"""Places in the exchange form: which section of the site shows a JSON pointer, what people call it, what stands there.

A finding names its place by a pointer ("/projects/2/indicators/0/actual"); the same pointer names the field in a page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.rules.facts import Facts, Indicator, Project
from assessments.rules.totals import is_assessed
from assessments.terms import ManagementItem, Section
from budgets.terms import FundKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the site shows a pointer. `path` is the rest of the pointer inside the section (of that project)."""

    section: Section
    project: int | None
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPlace:
    """An indicator and where it stands; `project` is None for one of the department or of a sub-goal."""

    pointer: str
    indicator: Indicator
    project: int | None = None


_SECTIONS: dict[str, Section] = {
    "format": Section.OVERVIEW,
    "county": Section.OVERVIEW,
    "year": Section.OVERVIEW,
    "money_unit": Section.OVERVIEW,
    "department": Section.OVERVIEW,
    "units": Section.OVERVIEW,
    "scheme": Section.OVERVIEW,
    "dates": Section.OVERVIEW,
    "revenue": Section.FINANCE,
    "expenditure": Section.FINANCE,
    "project_totals": Section.FINANCE,
    "transfers": Section.FINANCE,
    "projects": Section.PROJECTS,
    "goals": Section.GOALS,
    "indicators": Section.GOALS,
    "execution": Section.GOALS,
    "score": Section.GOALS,
    "grade": Section.GOALS,
    "narrative": Section.NARRATIVE,
    "rectifications": Section.RECTIFICATION,
    "attachments": Section.ATTACHMENTS,
}
_PROJECT_SECTIONS: dict[str, Section] = {
    "funding": Section.FUNDING,
    "total": Section.FUNDING,
    "transfer": Section.FUNDING,
    "goal": Section.RESULTS,
    "indicators": Section.RESULTS,
    "score": Section.RESULTS,
    "grade": Section.RESULTS,
    "reason": Section.RESULTS,
}

_COLUMNS = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数", "execution_rate": "预算执行率"}
_SCORED = {"weight": "分值", "score": "得分"}
_INDICATOR = _SCORED | {
    "group": "一级指标",
    "kind": "二级指标",
    "name": "三级指标",
    "comparator": "指标性质",
    "target": "年度指标值",
    "adjusted_target": "调整后指标值",
    "unit": "计量单位",
    "baseline": "基期值",
    "actual": "实际完成值",
    "band": "完成档次",
    "reason": "偏差原因分析及改进措施",
    "evidence": "佐证材料",
    "not_applicable": "本年度不适用",
    "core": "核心指标",
}
# What people call each key, by the key that holds it. "" is the file itself; a list is called after its rows.
_LABELS: dict[str, dict[str, str]] = {
    "": {
        "format": "文件格式",
        "county": "县名",
        "year": "年度",
        "money_unit": "金额单位",
        "department": "部门",
        "units": "所属预算单位",
        "scheme": "评分方案",
        "revenue": "收入",
        "expenditure": "支出",
        "project_totals": "项目合计",
        "transfers": "转移支付",
        "projects": "项目",
        "goals": "绩效目标",
        "indicators": "部门整体指标",
        "execution": "部门预算执行",
        "score": "自评总分",
        "grade": "评价等级",
        "narrative": "文字说明",
        "rectifications": "问题与整改措施",
        "attachments": "附件",
        "dates": "日期",
    },
    "department": {
        "name": "部门名称",
        "code": "预算编码",
        "self_noun": "单位自称",
        "internal_offices": "内设机构数",
        "staff_on_post": "在职人员数",
        "contact": "联系人",
        "phone": "联系电话",
    },
    "scheme": {
        "execution": "预算执行率分值",
        "groups": "一级指标分值",
        "execution_method": "预算执行率计分办法",
        "grades": "等级标准",
    },
    "revenue": {"total": "收入合计", "lines": "收入来源"},
    "lines": {"fund": "资金性质", "label": "名称", "amount": "金额"},
    "expenditure": {
        "executed": "部门全年执行数",
        "execution_rate": "部门预算执行率",
        "total": "支出合计",
        "basic": "基本支出",
        "personnel": "人员经费",
        "operating": "日常公用经费",
        "projects": "项目支出",
        "year_end_balance": "年末结转结余",
    },
    "project_totals": {
        "initial": "项目年初预算数合计",
        "adjusted": "项目全年预算数合计",
        "executed": "项目全年执行数合计",
        "execution_rate": "项目预算执行率",
        "count": "项目个数",
        "by_fund": "按资金性质",
        "by_grade": "项目各等级个数",
        "excellent_rate": "项目评优率",
        "by_completion": "目标实现程度",
    },
    "by_fund": {"fund": "资金性质", "count": "项目个数", "amount": "涉及资金", "share": "占比"},
    "by_completion": {
        "full": "目标实现程度100%的项目数",
        "half_or_more": "目标实现程度50%（含）至100%（不含）的项目数",
        "under_half": "目标实现程度不足50%的项目数",
        "not_started": "未开展的项目数",
    },
    "transfers": {
        "count": "转移支付项目个数",
        "total": "转移支付合计",
        "central": "中央转移支付",
        "provincial": "省级转移支付",
        "municipal": "市级转移支付",
        "by_grade": "转移支付各等级个数",
        "excellent_rate": "转移支付评优率",
    },
    "projects": {
        "name": "项目名称",
        "code": "项目编码",
        "unit": "实施单位",
        "activity": "对应工作活动",
        "exempt_reason": "免予自评原因",
        "funding": "资金来源",
        "total": "年度资金总额",
        "transfer": "转移支付资金管理",
        "goal": "年度总体目标",
        "indicators": "指标",
        "score": "自评总分",
        "grade": "评价等级",
        "reason": "未完成原因及改进措施",
    },
    "funding": _COLUMNS | {"label": "名称", "fund": "资金性质", "source": "资金级次"},
    "total": _COLUMNS | {"weight": "预算执行率分值", "score": "预算执行率得分"},
    "transfer": {
        "ministry": "中央主管部门",
        "management": "资金管理情况",
        "audit_findings": "巡视、审计和财政监督中发现的问题及所涉及的金额",
    },
    "management": {item.value: item.label for item in ManagementItem},
    **{
        item.value: {"statement": f"{item.label}：情况说明", "problems": f"{item.label}：存在问题和改进措施"}
        for item in ManagementItem
    },
    "goal": {"expected": "年度总体目标：预期目标", "actual": "年度总体目标：实际完成情况"},
    "goals": {"overall": "总体绩效目标", "sub": "分项绩效目标"},
    "sub": {"name": "名称", "statement": "目标内容", "indicators": "指标"},
    "indicators": _INDICATOR,
    "execution": {"weight": "部门预算执行率分值", "score": "部门预算执行率得分"},
    "narrative": {
        "organisation": "绩效自评工作组织开展情况",
        "target_quality_overall": "整体绩效目标设定质量情况",
        "target_quality_projects": "项目绩效目标设定质量情况",
        "problems": "存在的问题",
        "rectification": "整改措施及结果应用",
    },
    "rectifications": {"problem": "问题", "measure": "整改措施", "owner": "责任人", "due": "完成期限"},
    "dates": {"completed": "自评完成日期", "reported": "报告落款日期", "published": "公开日期", "due": "报送截止日期"},
}


def place_of(pointer: str) -> Place | None:
    """Where the site shows this pointer; None for one that the format does not have."""
    steps = pointer[1:].split("/")
    if steps[0] not in _SECTIONS or not pointer.startswith("/"):
        return None
    if steps[0] == "projects" and len(steps) > 2 and steps[2] in _PROJECT_SECTIONS:
        section, project = _PROJECT_SECTIONS[steps[2]], int(steps[1])
        return Place(section=section, project=project, path="/".join(steps[2:]))
    return Place(section=_SECTIONS[steps[0]], project=None, path="/".join(steps))


def field_id(pointer: str) -> str:
    """The id of the field that a page shows for this pointer."""
    return "f" + pointer.replace("/", "-")


def project_pointer(index: int) -> str:
    return f"/projects/{index}"


def label(pointer: str, facts: Facts | None = None) -> str:
    """What people call this place ("项目“信访救助”指标“救助人数”实际完成值"); rows by name where `facts` are given."""
    return "".join(_words(pointer, facts))


def word(pointer: str) -> str:
    """What the field is called by itself, without the rows that it stands in ("实际完成值")."""
    return _words(pointer, None)[1]


def _words(pointer: str, facts: Facts | None) -> tuple[str, str]:
    """The rows that a place stands in, and its own word."""
    rows, word, holder = "", "", ""
    shown: Any = facts
    for step in pointer[1:].split("/"):
        shown = _child(shown, step)
        if step.isdigit():
            rows, word = f"{rows}{word}{_row_name(shown, int(step))}", ""
        else:
            word = _LABELS.get(holder, {}).get(step) or _grade_count(word, step)
            holder = step
    return rows, word


def _grade_count(all_grades: str, grade: str) -> str:
    """The number of projects of one grade, by what the numbers of all are called: "转移支付评为“优”的个数".

    Other things that have names of their own, such as groups of indicators, stand in quotation marks.
    """
    if not all_grades.endswith("各等级个数"):
        return f"{all_grades}“{grade}”"
    return f"{all_grades.removesuffix('各等级个数')}评为“{grade}”的个数"


def _row_name(row: Any, index: int) -> str:
    name = getattr(row, "name", "") or getattr(row, "label", "")
    fund = getattr(row, "fund", None)
    if not name and isinstance(fund, FundKind):
        name = fund.label
    return f"“{shortened(name)}”" if name else f"第 {index + 1} 行"


def shortened(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def value_at(facts: Facts, pointer: str) -> Any:
    """What the facts hold at this pointer; None where nothing stands."""
    shown: Any = facts
    for step in pointer[1:].split("/"):
        shown = _child(shown, step)
    return shown


def _child(shown: Any, step: str) -> Any:
    if isinstance(shown, tuple):
        if step.isdigit() and int(step) < len(shown):
            return shown[int(step)]
        pairs: Mapping[Any, Any] = dict(pair for pair in shown if isinstance(pair, tuple))
        return pairs.get(step)
    return getattr(shown, step, None)


def assessed_projects(facts: Facts) -> Iterator[tuple[int, Project]]:
    """Projects that are scored, with their index: those without a reason for exemption (免予自评)."""
    return ((index, project) for index, project in enumerate(facts.projects) if is_assessed(project))


def department_indicators(facts: Facts) -> Iterator[IndicatorPlace]:
    """Indicators of the department as a whole: those of its sub-goals and those outside."""
    for at, goal in enumerate(facts.goals.sub):
        yield from _indicators(f"/goals/sub/{at}", goal.indicators, None)
    yield from _indicators("", facts.indicators, None)


def project_indicators(index: int, project: Project) -> Iterator[IndicatorPlace]:
    return _indicators(project_pointer(index), project.indicators, index)


def indicator_pointer(facts: Facts, row: int) -> str:
    """Where the indicator of this database row stands; "" where there is none."""
    of_projects = (place for at, project in enumerate(facts.projects) for place in project_indicators(at, project))
    every = (*of_projects, *department_indicators(facts))
    return next((place.pointer for place in every if place.indicator.row == row), "")


def scored_indicators(facts: Facts) -> Iterator[IndicatorPlace]:
    """Every indicator that counts: of assessed projects and of the department, without those that do not apply."""
    for index, project in assessed_projects(facts):
        yield from (place for place in project_indicators(index, project) if not place.indicator.not_applicable)
    yield from (place for place in department_indicators(facts) if not place.indicator.not_applicable)


def _indicators(holder: str, rows: tuple[Indicator, ...], project: int | None) -> Iterator[IndicatorPlace]:
    for at, indicator in enumerate(rows):
        yield IndicatorPlace(pointer=f"{holder}/indicators/{at}", indicator=indicator, project=project)
