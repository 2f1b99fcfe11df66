"""The tables of reports, in the layouts that offices use: forms of one project, score tables, lists of projects."""

from decimal import Decimal

from budgets.terms import Comparator
from tests.corpus.paper import mark
from tests.corpus.pen import percent, points

DOWN, ON = "restart", "continue"
UP = Comparator.AT_LEAST


def _merged(labels):
    """Cells of one column: equal neighbours as one merged cell."""
    cells = []
    for at, label in enumerate(labels):
        again = at > 0 and labels[at - 1] == label
        more = at + 1 < len(labels) and labels[at + 1] == label
        cells.append(("", 1, ON) if again else (label, 1, DOWN) if more else label)
    return cells


def _won(score, *codes):
    return mark(points(score), *codes)


def ministry_form(story, pen, project, *, blank="/", share="%"):
    """项目支出绩效自评表 as 财预〔2020〕10号 has it, with merged cells; eight columns."""
    total = project.total
    rate = mark(f"{percent(total.executed, total.adjusted)}{share}", "K08")
    rows = [
        [("项目支出绩效自评表", 8)],
        [(f"（{story.year}年度）", 8)],
        ["项目名称", (project.name, 7)],
        ["主管部门", (story.name, 3), "实施单位", (story.name, 3)],
        [
            (f"项目资金（{pen.unit.value}）", 1, DOWN),
            "",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "分值",
            "执行率",
            "得分",
        ],
        [
            ("", 1, ON),
            "年度资金总额",
            *(pen.cell(getattr(total, name), "K07") for name in ("initial", "adjusted", "executed")),
            "10",
            rate,
            _won(total.score, "K11", "K14"),
        ],
    ]
    for label, line in zip(("其中：当年财政拨款", "上年结转资金"), project.funding, strict=True):
        rows.append(
            [
                ("", 1, ON),
                label,
                *(pen.cell(getattr(line, name), "K07") for name in ("initial", "adjusted", "executed")),
                blank,
                blank,
                blank,
            ]
        )
    rows.append([("", 1, ON), "其他资金", *(pen.figure(Decimal(0)) for _ in range(3)), blank, blank, blank])
    rows.append([("年度总体目标", 1, DOWN), ("预期目标", 4), ("实际完成情况", 3)])
    rows.append(
        [
            ("", 1, ON),
            (f"保障{project.name}各项任务按时完成，服务对象得到实惠。", 4),
            ("年度任务基本完成，服务对象普遍认可。", 3),
        ]
    )
    rows.append(
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    )
    groups, kinds = (_merged([getattr(row, name) for row in project.indicators]) for name in ("group", "kind"))
    for at, row in enumerate(project.indicators):
        rows.append(
            [
                groups[at],
                kinds[at],
                row.name,
                f"{row.comparator.label}{row.target}{row.unit}",
                f"{row.actual}{row.unit}",
                mark(points(row.weight), "K12"),
                _won(row.score, "K14", "K19", "K13"),
                row.reason or "",
            ]
        )
    rows.append([("总分", 5), "100", _won(project.score, "K14"), ""])
    return rows


def guideline_form(story, pen, project):
    """A form after 财预〔2021〕101号: sign, target and unit in columns of their own; the share is a plain number."""
    total = project.total
    head = [
        "指标类型",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "计量单位",
        "全年完成值",
        "分值",
        "自评得分",
        "偏差原因及改进措施",
    ]
    rows = [
        [("项目绩效目标自评表", 11)],
        [("单位名称", 2), (story.name, 3), "项目名称", (project.name, 5)],
        [
            (f"预算执行情况（{pen.unit.value}）", 2, DOWN),
            ("资金来源", 2),
            ("年初预算数", 2),
            ("全年预算数（A）", 1),
            ("全年执行数（B）", 2),
            "执行率（B/A）",
            "得分",
        ],
        [
            ("", 2, ON),
            ("年度资金总额", 2),
            (pen.cell(total.initial, "K07"), 2),
            pen.cell(total.adjusted, "K07"),
            (pen.cell(total.executed, "K07"), 2),
            mark(f"{percent(total.executed, total.adjusted)}%", "K08"),
            _won(total.score, "K11", "K14"),
        ],
    ]
    for label, line in zip(("其中：财政拨款", "上年结转"), project.funding, strict=True):
        rows.append(
            [
                ("", 2, ON),
                (label, 2),
                (pen.cell(line.initial, "K07"), 2),
                pen.cell(line.adjusted, "K07"),
                (pen.cell(line.executed, "K07"), 2),
                "——",
                "——",
            ]
        )
    rows.append(head)
    rows.extend(
        [
            "绩效指标",
            row.group,
            row.kind,
            row.name,
            row.comparator.label,
            row.target,
            row.unit,
            row.actual,
            mark(points(row.weight), "K12"),
            _won(row.score, "K14", "K19", "K13"),
            row.reason or "无",
        ]
        for row in project.indicators
    )
    rows.append([("合计", 8), "90", _won(project.score - total.score), ""])
    rows.append([("总分", 9), _won(project.score, "K14"), ""])
    return rows


def whole_form(story, pen):
    """部门整体绩效自评表 as in the south-west: initial, adjusted, executed, rate, weight, points; a coefficient."""
    whole = story.whole
    won = (min(whole.executed / whole.adjusted, Decimal(1)) * 10).quantize(Decimal("0.01"))
    project = story.facts.projects[0]
    score = won + sum((row.score for row in project.indicators), Decimal(0))
    rows = [
        ["部门名称", (story.name, 4), "自评总分（分）", (_won(score, "K14"), 3)],
        [
            (f"部门整体预算执行情况（{pen.unit.value}）", 1, DOWN),
            ("年初预算数", 2),
            ("全年（调整）预算数", 2),
            "全年执行数",
            "执行率（%）",
            "执行率权重",
            "执行率得分",
        ],
        [
            ("", 1, ON),
            (pen.cell(whole.initial), 2),
            (pen.cell(whole.adjusted, "K08", "K09"), 2),
            pen.cell(whole.executed, "K08", "K09"),
            mark(f"{percent(whole.executed, whole.adjusted)}", "K08"),
            "10",
            _won(won, "K11", "K14"),
        ],
        [
            "指标名称",
            "计量单位",
            "指标性质",
            "年初指标值",
            "调整指标值",
            "全年完成值",
            "指标权重",
            "指标得分",
            "偏差说明",
        ],
    ]
    rows.extend(
        [
            row.name,
            row.unit,
            row.comparator.label,
            row.target,
            "",
            row.actual,
            mark(points(row.weight), "K12"),
            _won(row.score, "K14", "K13", "K19"),
            row.reason or "",
        ]
        for row in project.indicators
    )
    return rows, score


def score_table(story):
    """A table of the office's own criteria: weight, standard, points, reasons for points lost."""
    rows = [["一级指标", "二级指标", "三级指标", "分值", "评分标准", "自评得分", "扣分原因"]]
    groups, kinds = (_merged([getattr(one, name) for one in story.dimensions]) for name in ("group", "kind"))
    for at, one in enumerate(story.dimensions):
        reason = "" if one.score == one.weight else "个别环节资料归集不够及时，年度内已督促补齐并明确专人负责。"
        rows.append(
            [
                groups[at],
                kinds[at],
                one.name,
                mark(str(one.weight), "K12"),
                "达到要求得满分，否则酌情扣分",
                _won(one.score, "K13", "K14"),
                reason,
            ]
        )
    rows.append([("合计", 3), "100", "", _won(story.facts.score, "K14"), ""])
    return rows


def project_list(story, pen, *, scores=True, rate_head="预算执行率"):
    """One line for each project and a last line with the sums."""
    totals = story.facts.project_totals
    head = [
        "序号",
        "项目名称",
        f"年初预算数（{pen.unit.value}）",
        f"全年预算数（{pen.unit.value}）",
        f"全年执行数（{pen.unit.value}）",
        rate_head,
    ]
    rows = [head + (["自评得分", "自评等级"] if scores else [])]
    for at, one in enumerate(story.facts.projects, start=1):
        total = one.total
        row = [
            str(at),
            one.name,
            pen.cell(total.initial, "K05"),
            pen.cell(total.adjusted, "K05"),
            pen.cell(total.executed, "K05"),
            mark(f"{percent(total.executed, total.adjusted)}%", "K08"),
        ]
        rows.append(row + ([points(one.score), mark(one.grade, "K15")] if scores else []))
    last = [
        ("合计", 2),
        pen.cell(totals.initial, "K05"),
        pen.cell(totals.adjusted, "K05"),
        pen.cell(totals.executed, "K05"),
        mark(f"{totals.execution_rate}%", "K08"),
    ]
    rows.append(last + (["", ""] if scores else []))
    return rows


def transfer_form(story, pen, name):
    """转移支付绩效自评表: budget A, executed B, B/A by level; states of management; indicators without points."""
    transfers = story.facts.transfers
    rows = [
        ["转移支付（项目）名称", (name, 5)],
        ["中央主管部门", ("财政部等", 2), "地方主管部门", (story.name, 2)],
        [
            (f"资金投入情况（{pen.unit.value}）", 1, DOWN),
            "",
            "全年预算数（A）",
            "全年执行数（B）",
            "预算执行率（B/A）",
            "备注",
        ],
    ]
    parts = (
        ("中央财政资金", transfers.central),
        ("地方资金", transfers.provincial + transfers.municipal),
        ("其他资金", Decimal(0)),
    )
    rows.append(
        [
            ("", 1, ON),
            "年度资金总额",
            pen.cell(transfers.total, "K07", "K69"),
            pen.cell(transfers.total, "K07", "K69", "K08", "K09"),
            mark("100%", "K08"),
            "",
        ]
    )
    for label, amount in parts:
        rows.append(
            [
                ("", 1, ON),
                f"其中：{label}" if label.startswith("中央") else label,
                pen.cell(amount, "K07", "K69"),
                pen.cell(amount, "K07", "K69"),
                "100%" if amount else "0",
                "",
            ]
        )
    rows.append(["一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施"])
    rows.extend(
        [
            row.group,
            row.kind,
            row.name,
            f"{row.comparator.label}{row.target}{row.unit}",
            f"{row.actual}{row.unit}",
            row.reason or "",
        ]
        for row in story.facts.projects[0].indicators
    )
    return rows
