"""Every check with papers on which it speaks, and papers on which it must be silent.

A case is a change of the sound paper and the places at which the check speaks: none for a silent one. What other
checks say to the same paper does not matter here.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assessments.rules.checks import Context
from assessments.schema.facts import Facts
from assessments.schema.scheme import SCHEME_2020_10, OverFulfilment, Thresholds
from tests.assessments.rules.papers import PETITION, SOUND, paper

A, B, C = "/projects/0", "/projects/1", "/projects/2"
SUB = "/goals/sub/0/indicators/0"
LONG = "受疫情影响培训延期举办，已调整到次年第一季度，并改为线上线下结合。"


@dataclass(frozen=True)
class Case:
    code: str
    name: str
    changes: dict[str, Any]
    places: tuple[str, ...] = ()
    path: Any = SOUND
    around: dict[str, Any] = field(default_factory=dict)  # of the context
    numbers: tuple[str | None, str | None, str | None] | None = None  # left, right, difference of the first finding

    def context(self) -> Context:
        facts: Facts = paper(self.changes, self.path)
        return replace(Context.of_file(facts), **self.around)


def speaks(code: str, name: str, changes: dict[str, Any], *places: str, **more: Any) -> Any:
    return pytest.param(Case(code, name, changes, places, **more), id=f"{code} {name}")


def silent(code: str, name: str, changes: dict[str, Any], **more: Any) -> Any:
    return pytest.param(Case(code, name, changes, (), **more), id=f"{code} silent: {name}")


def indicator(**said: Any) -> dict[str, Any]:
    """An indicator of the whole department with nothing to object to."""
    plain = {
        "group": "产出指标",
        "kind": "数量指标",
        "name": "培训人次",
        "comparator": "≥",
        "target": "100",
        "unit": "人次",
        "actual": "100",
        "weight": "10",
        "score": "10",
        "evidence": ["签到册"],
    }
    return plain | said


def one(**said: Any) -> dict[str, Any]:
    """The sound paper with one more indicator, at /indicators/1."""
    return {"/indicators/-": indicator(**said)}


ONE = "/indicators/1"


def scheme(**said: Any) -> dict[str, Any]:
    return {"scheme": replace(SCHEME_2020_10, **said), "scheme_in_part": False}


MONEY = [
    speaks(
        "K01", "0.02 too much", {"/revenue/total": "500.02"}, "/revenue/total", numbers=("500.02", "500.00", "0.02")
    ),
    speaks("K01", "the petition bureau", {}, "/revenue/total", path=PETITION, numbers=("285.87", "241.88", "43.99")),
    speaks(
        "K01",
        "in 元 a 分 counts",
        {"/money_unit": "元", "/revenue/total": "500.02"},
        "/revenue/total",
        numbers=("500.02", "500.00", "0.02"),
    ),
    silent("K01", "0.01 of rounding", {"/revenue/total": "500.01"}),
    silent("K01", "0.01 too little", {"/revenue/total": "499.99"}),
    silent("K01", "a source not stated", {"/revenue/lines/0/amount": None}),
    silent("K01", "a source that nobody can read", {"/revenue/lines/0/amount": "4,00"}),
    silent("K01", "no total", {"/revenue/total": None}),
    silent("K01", "no sources", {"/revenue/lines": []}),
    speaks("K02", "parts are more", {"/expenditure/basic": "300.5"}, "/expenditure/total"),
    silent("K02", "the petition bureau", {}, path=PETITION),
    silent("K02", "a part not stated", {"/expenditure/basic": None}),
    speaks("K03", "parts are more", {}, "/expenditure/basic", path=PETITION, numbers=("171.87", "173.87", "2.00")),
    silent("K03", "sum with decimals", {"/expenditure/personnel": "250.123456", "/expenditure/operating": "49.876544"}),
    speaks("K04", "income is more", {"/revenue/total": "510"}, "/revenue/total"),
    speaks(
        "K04", "no balance stated", {"/revenue/total": "510", "/expenditure/year_end_balance": None}, "/revenue/total"
    ),
    silent("K04", "the rest is the balance", {"/revenue/total": "510", "/expenditure/year_end_balance": "10"}),
    silent("K04", "a balance that nobody can read", {"/revenue/total": "510", "/expenditure/year_end_balance": "1O"}),
    silent("K04", "the petition bureau", {}, path=PETITION),
    speaks("K05", "budget differs", {"/expenditure/projects": "210"}, "/expenditure/projects"),
    speaks("K05", "one column of the totals", {"/project_totals/initial": "170"}, "/project_totals/initial"),
    silent("K05", "no list", {"/projects": []}),
    silent("K05", "assessed projects only", {"/project_totals/adjusted": "180", "/project_totals/executed": "171.6"}),
    silent("K05", "every project exempt", {f"{A}/exempt_reason": "涉密", f"{B}/exempt_reason": "涉密"}),
    silent("K05", "a project without money", {f"{A}/total/adjusted": None, f"{A}/funding": []}),
    speaks("K06", "count", {"/project_totals/by_fund/0/count": 3}, "/project_totals/count", numbers=("3", "4", "1")),
    speaks("K06", "money", {"/project_totals/by_fund/0/amount": "130"}, "/project_totals/adjusted"),
    speaks(
        "K06",
        "money against the budget",
        {"/project_totals/by_fund/0/amount": "130", "/project_totals/adjusted": None},
        "/expenditure/projects",
    ),
    silent("K06", "the petition bureau", {}, path=PETITION),
    silent(
        "K06",
        "assessed projects only",
        {"/project_totals/by_fund/0/count": 1, "/project_totals/by_fund/0/amount": "100"},
    ),
    silent("K06", "no groups", {"/project_totals/by_fund": []}),
    speaks("K07", "a column", {f"{A}/total/executed": "117.5"}, f"{A}/total/executed"),
    speaks(
        "K07",
        "all columns of a town hall",
        {f"{B}/total/initial": "0", f"{B}/total/adjusted": "0", f"{B}/total/executed": "0"},
        f"{B}/total/initial",
        f"{B}/total/adjusted",
        f"{B}/total/executed",
    ),
    silent("K07", "cut back", {f"{A}/funding/1/adjusted": "-10", f"{A}/total/adjusted": "90"}),
    silent("K07", "a line not stated", {f"{A}/funding/1/adjusted": None}),
    speaks("K68", "negative revenue", {"/revenue/lines/2/amount": "-20"}, "/revenue/lines/2/amount"),
    speaks(
        "K68", "negative total", {f"{A}/total/adjusted": "-1"}, f"{A}/total/adjusted", numbers=("-1.00", None, None)
    ),
    silent("K68", "a source cut back", {f"{A}/funding/1/adjusted": "-10"}),
    silent("K68", "no transfers", {"/transfers": None}),
]

EXECUTION = [
    speaks("K08", "of a project", {f"{B}/total/execution_rate": "90.02"}, f"{B}/total/execution_rate"),
    speaks(
        "K08",
        "of the department",
        {"/expenditure/execution_rate": "100"},
        "/expenditure/execution_rate",
        numbers=("100", "98", "2"),
    ),
    speaks("K08", "of all projects", {"/project_totals/execution_rate": "96"}, "/project_totals/execution_rate"),
    silent("K08", "rounded to two decimals", {f"{A}/total/executed": "77.77", f"{A}/total/execution_rate": "64.81"}),
    silent("K08", "0.01 points", {f"{B}/total/execution_rate": "90.01"}),
    silent("K08", "no executed figure", {}, path=PETITION),
    silent("K08", "nothing budgeted", {f"{B}/total/adjusted": "0"}),
    speaks(
        "K09", "a project", {f"{B}/total/executed": "60.02", f"{B}/funding/0/executed": "60.02"}, f"{B}/total/executed"
    ),
    speaks("K09", "one source", {f"{A}/funding/1/executed": "20.02"}, f"{A}/funding/1/executed"),
    speaks("K09", "the department", {"/expenditure/executed": "500.02"}, "/expenditure/executed"),
    silent("K09", "0.01 of rounding", {f"{B}/total/executed": "60.01"}),
    silent("K09", "a source cut back", {f"{A}/funding/1/adjusted": "-20", f"{A}/funding/1/executed": "0"}),
    silent("K09", "zero at first, adjusted later", {f"{B}/total/initial": "0"}),
    speaks(
        "K10",
        "a project",
        {f"{B}/total/adjusted": "0", f"{B}/total/executed": "0"},
        f"{B}/total/execution_rate",
        f"{B}/total/score",
    ),
    speaks("K10", "the department", {"/expenditure/total": "0"}, "/expenditure/execution_rate", "/execution/score"),
    speaks("K10", "all projects", {"/project_totals/adjusted": "0"}, "/project_totals/execution_rate"),
    silent(
        "K10",
        "execution does not count",
        {
            f"{B}/total/adjusted": "0",
            f"{B}/total/execution_rate": None,
            f"{B}/total/weight": "0",
            f"{B}/total/score": "0",
        },
    ),
    silent(
        "K10",
        "left blank",
        {
            f"{B}/total/adjusted": "0",
            f"{B}/total/execution_rate": None,
            f"{B}/total/score": None,
        },
    ),
    silent("K10", "an exempt project", {f"{C}/total/adjusted": "0"}),
    speaks("K11", "rounded up", {f"{B}/total/score": "10"}, f"{B}/total/score", numbers=("10", "9", "1")),
    speaks("K11", "the department", {"/execution/score": "10"}, "/execution/score"),
    speaks(
        "K11",
        "by bands",
        {"/scheme/execution_method": "banded"},
        f"{A}/total/score",
        f"{B}/total/score",
        "/execution/score",
    ),
    silent(
        "K11",
        "by bands",
        {
            "/scheme/execution_method": "banded",
            f"{A}/total/score": "7",
            f"{B}/total/score": "7",
            "/execution/score": "7",
        },
    ),
    silent("K11", "over 100 % is full", {f"{B}/total/executed": "66", f"{B}/total/score": "10"}),
    silent("K11", "another weight", {f"{B}/total/weight": "20", f"{B}/total/score": "18"}),
    silent("K11", "an exempt project", {f"{C}/total/score": "1"}),
    speaks("K26", "full points for half the money", {f"{B}/total/executed": "30"}, f"{B}/total/executed"),
    speaks(
        "K26",
        "a fifth unspent",
        {f"{B}/total/executed": "47.9", f"{B}/indicators/0/score": None},
        f"{B}/total/executed",
    ),
    speaks("K26", "the department", {"/expenditure/executed": "470"}, "/expenditure/executed"),
    silent("K26", "exactly five points", {"/expenditure/executed": "475"}),
    silent("K26", "exactly a fifth unspent", {f"{B}/total/executed": "48", f"{B}/indicators/0/score": None}),
    silent(
        "K26", "nothing known", {f"{B}/total/executed": None, f"{B}/total/execution_rate": None, f"{B}/funding": []}
    ),
]

COUNTS = [
    speaks(
        "K16", "one too many", {"/project_totals/by_grade/中": 2}, "/project_totals/by_grade", numbers=("4", "2", "2")
    ),
    speaks("K16", "transfers", {"/transfers/count": 2}, "/transfers/by_grade"),
    speaks(
        "K16",
        "grades of the list",
        {"/project_totals/by_grade/优": 2, "/project_totals/by_grade/良": 0},
        "/project_totals/by_grade/优",
        "/project_totals/by_grade/良",
    ),
    silent("K16", "the petition bureau", {}, path=PETITION),
    silent("K16", "a grade not stated", {"/project_totals/by_grade/中": None}),
    silent("K16", "no count", {"/project_totals/count": None}),
    silent(
        "K16",
        "a project without a grade",
        {f"{A}/grade": None, "/project_totals/by_grade/优": 2, "/project_totals/by_grade/良": 0},
    ),
    silent("K16", "no transfers", {"/transfers": None}),
    silent("K16", "transfers without grades", {"/transfers/by_grade": {}, "/transfers/count": 2}),
    speaks(
        "K17",
        "the petition bureau",
        {},
        "/project_totals/by_fund/0/share",
        "/project_totals/by_fund/2/share",
        "/project_totals/by_fund/3/share",
        "/transfers/excellent_rate",
        path=PETITION,
        numbers=("0", None, None),
    ),
    speaks(
        "K17",
        "nobody assessed",
        {
            "/project_totals/by_grade": {"优": 0, "良": 0},
            "/project_totals/excellent_rate": "0",
        },
        "/project_totals/excellent_rate",
    ),
    speaks(
        "K17",
        "counted only",
        {"/project_totals/by_fund/3": {"fund": "state_capital", "count": 0, "share": "0"}},
        "/project_totals/by_fund/3/share",
    ),
    speaks(
        "K17",
        "no grades, no projects",
        {
            "/transfers": {"count": 0, "excellent_rate": "100"},
        },
        "/transfers/excellent_rate",
    ),
    silent("K17", "left blank", {"/transfers": {"count": 0, "by_grade": {"优": 0}, "excellent_rate": None}}),
    silent(
        "K17",
        "no share of a budget that is there",
        {
            "/project_totals/by_fund/0/amount": "0",
            "/project_totals/by_fund/0/share": "0",
        },
    ),
    speaks("K18", "a bucket is missing", {}, "/project_totals/by_completion/half_or_more", path=PETITION),
    speaks("K18", "one too few", {"/project_totals/by_completion/half_or_more": 1}, "/project_totals/by_completion"),
    silent("K18", "all projects counted", {"/project_totals/by_completion/full": 1}),
    silent("K18", "no bucket at all", {"/project_totals/by_completion": {}}),
    silent("K18", "no count", {"/project_totals/count": None}),
    speaks("K61", "an unlisted unit", {"/units": []}, f"{B}/unit"),
    speaks("K61", "a unit is late", {}, "/units", around={"pending_units": ("公路养护中心",)}),
    silent("K61", "the department itself", {f"{B}/unit": "示例县交通运输局"}),
    silent("K61", "its own office", {f"{B}/unit": "局本级"}),
    speaks("K62", "more than listed", {"/project_totals/count": 4}, "/project_totals/count", numbers=("4", "3", "1")),
    silent("K62", "assessed projects only", {"/project_totals/count": 2}),
    silent("K62", "no list", {}, path=PETITION),
]

SCORES = [
    speaks(
        "K12",
        "of a project",
        {f"{A}/indicators/0/weight": "25"},
        f"{A}/indicators/0/weight",
        numbers=("105", "100", "5"),
    ),
    speaks("K12", "a weight not stated", {f"{A}/indicators/0/weight": None}, f"{A}/indicators/1/weight"),
    speaks("K12", "of the department", {f"{SUB}/weight": "40"}, f"{SUB}/weight"),
    speaks(
        "K12",
        "groups off the scheme",
        {
            f"{A}/indicators/0/weight": "25",
            f"{A}/indicators/3/weight": "25",
        },
        f"{A}/indicators/0/weight",
        f"{A}/indicators/3/weight",
    ),
    speaks(
        "K12",
        "a group that the scheme lacks",
        {f"{A}/indicators/0/group": "成本指标"},
        f"{A}/indicators/1/weight",
        f"{A}/indicators/0/weight",
    ),
    speaks(
        "K12",
        "execution off the scheme",
        {
            f"{A}/total/weight": "15",
            f"{A}/indicators/0/weight": "15",
        },
        f"{A}/indicators/0/weight",
        f"{A}/total/weight",
    ),
    silent(
        "K12",
        "another scheme",
        {
            "/scheme/groups": {"产出指标": "40", "效益指标": "40", "满意度": "10"},
            f"{A}/indicators/0/weight": "10",
            f"{A}/indicators/3/weight": "40",
            f"{B}/indicators/0/weight": "30",
            f"{B}/indicators/1/weight": "40",
            f"{SUB}/weight": "40",
            "/goals/sub/0/indicators/1/weight": "40",
        },
    ),
    silent(
        "K12",
        "no scheme, other weights",
        {
            "/scheme": None,
            f"{A}/indicators/0/weight": "25",
            f"{A}/indicators/3/weight": "25",
        },
    ),
    silent(
        "K12",
        "an indicator without a group",
        {
            f"{A}/indicators/0/group": None,
            f"{A}/indicators/0/weight": "25",
            f"{A}/indicators/3/weight": "25",
        },
    ),
    silent("K12", "execution weight of the scheme", {f"{A}/total/weight": None}),
    silent(
        "K12",
        "weight of what does not apply was moved",
        {f"{B}/indicators/2/weight": "0", f"{B}/indicators/1/weight": "40", "/scheme": None},
    ),
    silent("K12", "weights not stated", {}, path=PETITION),
    silent("K12", "decimals", {f"{A}/indicators/0/weight": "17.5", f"{A}/indicators/1/weight": "17.5"}),
    speaks("K13", "over the weight", {f"{A}/indicators/0/score": "20.5"}, f"{A}/indicators/0/score"),
    speaks("K13", "below 0", {"/score": "-1"}, "/score", numbers=("-1", "0", "1")),
    speaks("K13", "a project over 100", {f"{A}/score": "101"}, f"{A}/score"),
    speaks("K13", "execution", {"/execution/score": "11"}, "/execution/score"),
    silent("K13", "no weight", {f"{SUB}/weight": None}),
    silent("K13", "an exempt project", {f"{C}/score": "200"}),
    silent("K13", "does not apply", {f"{B}/indicators/2/score": "11"}),
    speaks("K14", "of a project", {f"{A}/score": "97"}, f"{A}/score", numbers=("97", "96.8", "0.2")),
    speaks("K14", "of the department", {"/score": "100"}, "/score"),
    speaks("K14", "without the part that does not apply", {f"{B}/score": "79"}, f"{B}/score"),
    speaks(
        "K14",
        "over the cap",
        {f"{B}/total/executed": "40"},
        f"{B}/score",
        around=scheme(caps=((Decimal(70), Decimal(79)),)),
    ),
    silent("K14", "an indicator without a score", {f"{A}/indicators/0/score": None, f"{A}/score": "50"}),
    silent("K14", "execution not scored", {f"{A}/total/score": None, f"{A}/score": "50"}),
    silent("K14", "no total", {f"{A}/score": None}),
    speaks(
        "K14",
        "more than the missing score could give",
        {f"{A}/indicators/0/score": None, f"{A}/indicators/3/score": "20", f"{A}/score": "98"},
        f"{A}/score",
        numbers=("98", "89.8", "8.2"),
    ),
    silent("K14", "as much as it could", {f"{A}/indicators/0/score": None, f"{A}/score": "96.8"}),
    speaks("K14", "execution not scored", {f"{A}/total/score": None, f"{A}/score": "98"}, f"{A}/score"),
    silent("K14", "a weight missing too", {f"{A}/indicators/0/score": None, f"{A}/indicators/0/weight": None}),
    speaks("K15", "a project", {f"{B}/grade": "优"}, f"{B}/grade"),
    speaks("K15", "the department", {"/score": "89.99"}, "/grade"),
    silent("K15", "the petition bureau", {}, path=PETITION),
    silent("K15", "exactly the threshold", {"/score": "90"}),
    silent("K15", "other thresholds", {"/scheme/grades": [["优", "80"], ["良", "70"]], f"{B}/grade": "优"}),
    silent("K15", "no grades in the scheme", {"/scheme/grades": [], f"{B}/grade": "优"}),
    silent("K15", "no grade", {"/grade": " "}),
    speaks(
        "K19",
        "full points for less",
        {f"{B}/indicators/0/score": "40"},
        f"{B}/indicators/0/score",
        numbers=("40", "36", "4"),
    ),
    speaks("K19", "lower is better", {f"{B}/indicators/1/score": "30"}, f"{B}/indicators/1/score"),
    speaks("K19", "too little for a target that was met", {f"{A}/indicators/0/score": "19"}, f"{A}/indicators/0/score"),
    speaks("K19", "an equation not reached", one(comparator="=", actual="90"), f"{ONE}/score"),
    speaks("K19", "target 0 missed", one(comparator="≤", target="0", actual="1"), f"{ONE}/score"),
    speaks(
        "K19", "banded, half way", {"/scheme/execution_method": "banded"} | one(actual="80", score="7"), f"{ONE}/score"
    ),
    silent(
        "K19", "banded, pass line of its notice", {"/scheme/execution_method": "banded"} | one(actual="80", score="5")
    ),
    silent("K19", "banded, plain ratio", {"/scheme/execution_method": "banded"} | one(actual="80", score="8")),
    silent("K19", "an equation overshot", one(comparator="=", actual="110", score="10")),
    silent("K19", "target 0 kept", one(comparator="≤", target="0", actual="0")),
    silent("K19", "a date that was missed", one(comparator="≤", target="2022-06-30前", actual="2022-08-01", score="5")),
    silent("K19", "words", one(comparator="=", target="完成", actual="完成", score="9")),
    silent("K19", "points taken with a reason", one(actual="150", score="8", reason=LONG)),
    silent(
        "K19", "a person decides", one(actual="150", score="3"), around=scheme(over_fulfilment=OverFulfilment.MANUAL)
    ),
    silent("K19", "adjusted target", one(adjusted_target="80", actual="80", reason=LONG)),
    silent("K19", "does not apply", {f"{B}/indicators/2/actual": "10", f"{B}/indicators/2/score": "10"}),
    speaks(
        "K21",
        "too little for its band",
        {f"{A}/indicators/3/score": "23.99"},
        f"{A}/indicators/3/score",
        numbers=("23.99", "24", None),
    ),
    speaks("K21", "too much for its band", {f"{A}/indicators/3/band": "partly"}, f"{A}/indicators/3/score"),
    silent("K21", "the lowest of its band", {f"{A}/indicators/3/score": "24"}),
    silent("K21", "no band", {f"{A}/indicators/3/band": None}),
    silent("K21", "no score", {f"{A}/indicators/3/score": None}),
    silent("K21", "no weight", {f"{A}/indicators/3/weight": None}),
]

INDICATORS = [
    speaks(
        "K23", "points lost", {f"{B}/indicators/0/reason": None}, f"{B}/indicators/0/reason", numbers=("36", "40", "4")
    ),
    speaks("K23", "a blank reason", {f"{A}/indicators/3/reason": " 　"}, f"{A}/indicators/3/reason"),
    silent("K23", "full points", one()),
    silent("K23", "no score", one(score=None)),
    speaks("K24", "cliché", {f"{B}/indicators/0/reason": "正常。"}, f"{B}/indicators/0/reason"),
    speaks(
        "K24", "short", {f"{B}/indicators/0/reason": "一" * 19}, f"{B}/indicators/0/reason", numbers=("19", "20", "1")
    ),
    speaks("K24", "of a project", {f"{B}/reason": "支付慢"}, f"{B}/reason"),
    silent("K24", "long enough", {f"{B}/indicators/0/reason": "一" * 20}),
    silent("K24", "no reason was due", one(reason="无")),
    silent("K24", "of a project that lost nothing", {f"{B}/total/score": "10", f"{B}/reason": "无"}),
    silent("K24", "blank", {f"{B}/indicators/0/reason": None}),
    speaks(
        "K25",
        "the petition bureau",
        {},
        *(f"/goals/sub/{goal}/indicators/{at}/actual" for goal in (0, 1) for at in (0, 1)),
        path=PETITION,
    ),
    speaks("K25", "blank", one(actual="　"), f"{ONE}/actual"),
    silent("K25", "does not apply", one(actual=None, not_applicable=True)),
    silent("K25", "judged by band", one(comparator="qualitative", actual=None, band="partly")),
    silent("K25", "an exempt project", {f"{C}/indicators": [indicator(actual=None)]}),
    speaks("K36", "in words", {}, "/goals/sub/0/indicators/1/unit", path=PETITION),
    speaks("K36", "in words behind the target", one(unit=None, target="95百分比"), f"{ONE}/unit"),
    speaks("K36", "none", one(unit=None), f"{ONE}/unit"),
    speaks("K36", "at least all", one(unit="%", actual="100"), f"{ONE}/comparator"),
    silent("K36", "unit in the target", one(unit=None, target="100人次")),
    silent("K36", "growth", one(unit="%", name="产值增长率", actual="100")),
    silent("K36", "a date", one(unit=None, comparator="≤", target="2022年底前", actual="2022年12月1日")),
    silent("K36", "qualitative", one(unit=None, comparator="qualitative", target="优", band="achieved")),
    speaks("K41", "points without evidence", one(evidence=[]), f"{ONE}/evidence"),
    speaks("K41", "blank names", one(evidence=["  "]), f"{ONE}/evidence"),
    speaks("K41", "nobody was asked", {"/indicators/0/evidence": ["说明"]}, "/indicators/0/evidence"),
    speaks("K41", "a total without anything", {}, "/attachments", path=PETITION),
    silent("K41", "no points", one(evidence=[], score="0")),
    silent("K41", "an attachment", {"/attachments": ["自评表"]}, path=PETITION),
    silent("K41", "no total", {"/score": None}, path=PETITION),
    silent(
        "K41",
        "the survey stands in the result",
        {"/indicators/0/evidence": ["说明"], "/indicators/0/actual": "92（问卷200份）"},
    ),
    speaks("K66", "changed without a word", one(adjusted_target="80"), f"{ONE}/adjusted_target"),
    speaks("K66", "set where none was", one(target=None, adjusted_target="80"), f"{ONE}/adjusted_target"),
    silent("K66", "with a reason", one(adjusted_target="80", reason=LONG)),
    silent("K66", "the same in other words", one(adjusted_target="100.0 人次")),
    silent("K66", "not adjusted", one(adjusted_target=" ")),
    silent("K66", "the same words", one(target="完成", adjusted_target="完 成", comparator="=", actual="完成")),
]

EARLY, LATE = date(2023, 3, 10), date(2023, 4, 2)
DATED_20 = {"/dates/reported": "2023-03-20"}
STRICT = replace(SCHEME_2020_10, thresholds=Thresholds(oldest_date=10))

FORMALITIES = [
    speaks("K46", "a day late", {"/dates/reported": "2023-04-01"}, "/dates/reported", numbers=(None, None, "1")),
    speaks("K46", "by the round", {}, "/dates/reported", around={"due": date(2023, 3, 19)}),
    silent("K46", "on the last day", {"/dates/reported": "2023-03-31"}),
    silent("K46", "the round gives more time", {"/dates/reported": "2023-04-05"}, around={"due": date(2023, 4, 10)}),
    silent("K46", "no last day", {"/dates/due": None}),
    speaks(
        "K46",
        "the day of the submission counts, whatever date is typed",
        {"/dates/reported": "2023-03-20"},
        "/dates/reported",
        around={"handed_in": date(2023, 4, 2)},
        numbers=(None, None, "2"),
    ),
    silent(
        "K46",
        "handed in on the last day, dated later",
        {"/dates/reported": "2023-04-05"},
        around={"handed_in": date(2023, 3, 31)},
    ),
    speaks("K46", "without a date", {"/dates/reported": None}, "/dates/reported", around={"handed_in": LATE}),
    speaks("K71", "a day ahead", DATED_20, "/dates/reported", around={"submitted": date(2023, 3, 19)}),
    silent("K71", "of the same day", DATED_20, around={"submitted": date(2023, 3, 20)}),
    silent("K71", "not on the site", DATED_20),
    silent("K71", "without a date", {"/dates/reported": None}, around={"submitted": date(2023, 3, 19)}),
    silent("K71", "a second submission is dated anew", DATED_20, around={"handed_in": EARLY, "submitted": LATE}),
    speaks("K72", "a day more", DATED_20, "/dates/reported", around={"handed_in": date(2023, 5, 20)}),
    silent("K72", "sixty days", DATED_20, around={"handed_in": date(2023, 5, 19)}),
    speaks(
        "K72", "by the round", DATED_20, "/dates/reported", around={"scheme": STRICT, "handed_in": date(2023, 3, 31)}
    ),
    silent("K72", "not on the site", DATED_20),
    silent("K72", "without a date", {"/dates/reported": None}, around={"handed_in": date(2023, 12, 1)}),
    silent("K72", "handed in anew months later", DATED_20, around={"handed_in": LATE, "submitted": date(2023, 12, 1)}),
    speaks("K56", "of the round", {}, "/year", around={"year": 2023}),
    speaks("K56", "reported before it began", {"/dates/reported": "2021-12-31"}, "/dates/reported"),
    speaks(
        "K56",
        "last year's prose",
        {"/narrative/organisation": "按照2021年度部门预算绩效自评要求"},
        "/narrative/organisation",
    ),
    silent("K56", "the petition bureau", {}, path=PETITION, around={"year": 2022}),
    silent("K56", "a comparison", {"/narrative/problems": "与2021年度绩效自评相比，问题减少。"}),
    silent("K56", "plans", {"/narrative/rectification": "2023年度继续完善。"}),
    silent("K56", "last year mended", {"/narrative/problems": "2021年度绩效自评发现的问题已整改。"}),
    silent(
        "K56",
        "last year beside this one",
        {"/narrative/organisation": "在2021年度绩效自评整改基础上，开展2022年度部门绩效自评。"},
    ),
    silent("K56", "no prose", {"/narrative/organisation": None}),
    speaks("K64", "no date", {"/dates/reported": None}, "/dates/reported"),
    speaks("K64", "no name", {"/department/name": " "}, "/department/name"),
    silent("K64", "the petition bureau", {}, path=PETITION),
    speaks("K67", "money", {"/revenue/total": "7,00.0,77"}, "/revenue/total"),
    speaks("K67", "more than 分", {"/revenue/total": "1.23456789"}, "/revenue/total"),
    speaks("K67", "a score", {f"{A}/indicators/0/score": "二十"}, f"{A}/indicators/0/score"),
    speaks("K67", "empty", {"/score": ""}, "/score"),
    silent("K67", "another way of writing", {"/revenue/total": "５００．00"}),
    silent("K67", "nothing stated", {"/revenue/total": None}),
]

CASES = [*MONEY, *EXECUTION, *COUNTS, *SCORES, *INDICATORS, *FORMALITIES]
