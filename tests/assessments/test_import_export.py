"""In and out of the database: what an office hands in is what it gets back."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.exchange.file_format import dumps, read
from assessments.facts_loader import facts_of
from assessments.import_export import WrongYearError, export_text, import_facts
from assessments.models import Assessment, LogEntry
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import Action, ManagementItem
from assessments.workflow import open_round
from budgets.models import Department, Indicator, Project
from tests.factories import YEAR, World, complete_facts, complete_project

pytestmark = pytest.mark.django_db

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "petition-bureau-2022.json"


def as_file(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "file.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def everything() -> dict:
    """A file that uses every key, with figures written in odd ways."""
    content = json.loads(
        dumps(complete_facts(projects=(complete_project(unit="信访服务中心"), complete_project("乙", "54"))))
    )
    content |= {"money_unit": "元", "county": "某县"}
    content["department"] |= {"code": None, "contact": "张三", "phone": "0335-7860000"}
    content["revenue"]["total"] = "2858700.00"
    content["revenue"]["lines"][1]["amount"] = "7,00.0,77"
    content["expenditure"]["year_end_balance"] = "0.00"
    content["project_totals"] |= {
        "count": 2,
        "initial": "1140000.0",
        "by_fund": [{"fund": "general_public", "count": 2, "amount": "1,140,000", "share": "100.0"}],
        "by_grade": {"优": 2, "良": 0, "差": None, "中": 0},
        "by_completion": {"full": 2, "half_or_more": None, "under_half": 0, "not_started": 0},
    }
    content["transfers"] = {
        "count": 0,
        "total": "0",
        "central": "0.00",
        "provincial": None,
        "municipal": "00",
        "by_grade": {"优": 0},
        "excellent_rate": "0",
    }
    content["scheme"] = {
        "execution": "10",
        "groups": {"产出指标": "50", "效益指标": "30", "满意度指标": "10"},
        "execution_method": "linear",
        "grades": [["优", "90"], ["良", "80"], ["中", "60"], ["差", "0"]],
    }
    content["projects"][0] |= {"code": "P-1", "activity": "信访管理", "reason": "无"}
    content["projects"][0]["transfer"] = {
        "ministry": "国家信访局",
        "management": {item.value: {"statement": f"{item.label}良好", "problems": None} for item in ManagementItem},
        "audit_findings": "无",
    }
    content["projects"][0]["transfer"]["management"]["payment"] = {"statement": None, "problems": ""}
    content["projects"][0]["transfer"]["management"]["use"] = {"statement": None, "problems": None}
    content["projects"][0]["indicators"][1]["core"] = True
    content["projects"][0]["funding"][0]["initial"] = "0.00"
    content["projects"][0]["total"]["score"] = "9.90"
    content["projects"][1]["exempt_reason"] = "年中撤销"
    content["projects"][1]["indicators"][0] |= {
        "weight": "x",
        "score": "12.50",
        "comparator": "qualitative",
        "band": "partly",
    }
    content["indicators"][0] |= {"not_applicable": True, "adjusted_target": "≥90%", "actual": "2025年12月31日"}
    content["goals"]["sub"][0]["indicators"][0]["score"] = "八分"
    content["execution"] = {"weight": "10.0", "score": "未评"}
    content["score"] = "99.990"
    content["attachments"] = ["自评情况表", "佐证材料"]
    content["dates"] = {"completed": None, "reported": "2026-03-15", "published": None, "due": "2026-04-30"}
    return content


@pytest.mark.parametrize("again", [False, True], ids=["new draft", "over the same draft"])
def test_import_then_export_gives_the_same_file(world: World, tmp_path: Path, again: bool) -> None:
    content = everything()
    path = as_file(tmp_path, content)
    for _ in range(2 if again else 1):
        call_command("import_assessment", path, round=YEAR)
    assert json.loads(export_text(world.fresh())) == content


def test_the_seed_comes_back_as_it_was(world: World) -> None:
    if not SEED.exists():
        pytest.skip("the seed report is not at hand")
    open_round(None, 2022, world.round.opens_on, world.round.due_on, SCHEME_2020_10)
    call_command("import_assessment", SEED, round=2022)
    assessment = Assessment.objects.get(round__fiscal_year__year=2022, department__name="信访局")
    assert json.loads(export_text(assessment)) == json.loads(SEED.read_text(encoding="utf-8"))


def test_an_import_keeps_rows_that_it_recognises(world: World, tmp_path: Path) -> None:
    world.fill()
    Indicator.objects.update(approved=True)
    rows = set(Indicator.objects.values_list("pk", flat=True))
    call_command("import_assessment", as_file(tmp_path, dumps(complete_facts())), round=YEAR)
    assert set(Indicator.objects.values_list("pk", flat=True)) == rows
    assert set(Indicator.objects.values_list("approved", flat=True)) == {True}


def test_an_import_says_what_it_did_and_makes_an_unknown_department(world: World, tmp_path: Path, capsys) -> None:
    call_command("import_assessment", as_file(tmp_path, dumps(complete_facts(name="档案馆"))), round=YEAR)
    assert capsys.readouterr().out.splitlines() == [
        "新增部门：档案馆。",
        f"已新增草稿：档案馆 {YEAR}年度预算绩效自评，项目 2 个，指标 13 个。",
    ]
    assert Department.objects.filter(name="档案馆", parent=None).exists()


def refused(tmp_path: Path, content: object, round_: int = YEAR) -> str:
    with pytest.raises(CommandError) as error:
        call_command("import_assessment", as_file(tmp_path, content), round=round_)
    assert error.value.returncode == 2
    return str(error.value)


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Department, Assessment, Project, Indicator, LogEntry))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.update(secret=1), "/secret"),
        (lambda c: c["revenue"]["lines"][0].update(amount=5), "/revenue/lines/0/amount"),
        (lambda c: c["revenue"]["lines"][0].update(amount="-5"), "收入金额不能为负数。"),
        (lambda c: c.update(year=YEAR + 1), f"文件是 {YEAR + 1} 年度的"),
        (lambda c: c["dates"].update(reported="2026-02-30"), "/dates/reported"),
    ],
)
def test_a_file_that_cannot_be_used_writes_nothing(world: World, tmp_path: Path, change, said: str) -> None:
    content = everything()
    content["department"]["name"] = "档案馆"
    change(content)
    before = counts()
    assert said in refused(tmp_path, content)
    assert counts() == before


def test_a_hundred_faults_are_named_in_one_go(world: World, tmp_path: Path) -> None:
    content = everything()
    content["projects"] = [{"name": 5} for _ in range(100)]
    message = refused(tmp_path, content)
    assert all(f"/projects/{index}/name" in message for index in range(100))


def test_a_missing_round_or_an_unreadable_file_is_said(world: World, tmp_path: Path) -> None:
    assert refused(tmp_path, everything(), round_=2024) == "2024 年度的自评任务尚未下达，请先下达。"
    with pytest.raises(CommandError, match="不能读取"):
        call_command("import_assessment", tmp_path / "nowhere.json", round=YEAR)
    with pytest.raises(WrongYearError):
        import_facts(read(dumps(complete_facts())), open_round(None, 2024, *_days(world), SCHEME_2020_10))


def _days(world: World) -> tuple:
    return world.round.opens_on, world.round.due_on


def test_a_submitted_assessment_takes_no_import(world: World, tmp_path: Path) -> None:
    world.fill()
    world.bring_to(Action.HAND_OVER)
    before = facts_of(world.fresh())
    assert "当前状态为“待负责人确认”，只有“填报中”“退回修改”可以导入。" in refused(tmp_path, everything())
    assert facts_of(world.fresh()) == before


def test_reading_facts_takes_the_same_queries_for_one_project_and_for_ten(
    world: World, django_assert_num_queries
) -> None:
    for number in (1, 10):
        world.fill(complete_facts(projects=tuple(complete_project(f"项目{index}") for index in range(number))))
        assessment = world.fresh()
        with django_assert_num_queries(12):
            facts_of(assessment)
