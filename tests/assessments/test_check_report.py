"""The command check_report, as a person runs it: files in, findings with their places out."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.assessments.intake.files import docx_of, html_of, pdf_of

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seed" / "petition-bureau-2022-report.txt"
with_seed = pytest.mark.skipif(not SEED.exists(), reason="not beside this clone")

MUST = {f"K{number:02}" for number in (1, 3, 17, 18, 25, 28, 30, 36, 37, 38, 39, 42, 43, 44, 45, 47, 48, 50)}
MUST |= {f"K{number:02}" for number in (51, 52, 53, 55, 60, 64)}
MUST_NOT = {"K02", "K04", "K06", "K15", "K16", "K56"}

SOUND = """平安县水务局2023年度部门整体支出绩效自评报告
一、部门收支情况
2023年收入预算1,856.32万元，其中：一般公共预算收入1,500.00万元，政府性基金预算收入300.00万元，上年结转结余56.32万元。
2023年支出预算1,856.32万元，其中：基本支出856.32万元（人员经费756.32万元，公用经费100.00万元），项目支出1,000.00万元。
平安县水务局
2024年4月10日
"""


def run(capsys, path, *arguments):
    """The command's exit code and what it wrote to standard output."""
    code = 0
    try:
        call_command("check_report", str(path), *arguments)
    except SystemExit as exit_:
        code = exit_.code
    return code, capsys.readouterr().out


def found(capsys, path):
    code, out = run(capsys, path, "--format", "json")
    return code, json.loads(out)


def written(tmp_path, content, name="报告.txt"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(path):
    with pytest.raises(CommandError) as caught:
        call_command("check_report", str(path))
    assert caught.value.returncode == 2
    return str(caught.value)


@with_seed
def test_the_petition_bureau(capsys):
    code, told = found(capsys, SEED)
    codes = {finding["code"] for finding in told["findings"]}
    text = SEED.read_text()

    assert code == 1
    assert codes >= MUST
    assert not codes & MUST_NOT
    assert {finding["code"] for finding in told["findings"] if not finding["spans"]} == set()
    assert {(f["code"], f["difference"]) for f in told["findings"] if f["code"] in {"K01", "K03"}} == {
        ("K01", "43.99"),
        ("K03", "2.00"),
    }
    for finding in told["findings"]:
        assert all(0 <= start < end <= len(text) for start, end in finding["spans"]), finding
    words = {finding["code"]: [text[start:end] for start, end in finding["spans"]] for finding in told["findings"]}
    assert words["K01"] == [
        "2022年预算收入285.87万元",
        "一般公共预算收入115.64万元",
        "基金预算收入114万元",
        "上年结转结余12.24万元",
    ]
    assert words["K47"] == ["我委"]


@with_seed
@pytest.mark.parametrize(
    ("name", "make"), [("a.docx", docx_of), ("a.html", html_of), ("a.pdf", pdf_of)], ids=["docx", "html", "pdf"]
)
def test_the_petition_bureau_in_every_kind_of_file(capsys, tmp_path, name, make):
    text = SEED.read_text()
    _, as_text = found(capsys, SEED)
    code, told = found(capsys, written(tmp_path, make(text), name))

    assert code == 1
    assert {finding["code"] for finding in told["findings"]} == {finding["code"] for finding in as_text["findings"]}
    assert [(one["name"], one["value"]) for one in told["figures"]] == [
        (one["name"], one["value"]) for one in as_text["figures"]
    ]


def test_a_sound_report_has_no_error(capsys, tmp_path):
    code, told = found(capsys, written(tmp_path, SOUND))

    assert code == 0
    assert told["summary"]["error"] == 0
    assert {one["name"]: (one["value"], one["unit"]) for one in told["figures"] if one["name"]} == {
        "revenue.total": ("1856.32", "万元"),
        "revenue.lines.0.amount": ("1500.00", "万元"),
        "revenue.lines.1.amount": ("300.00", "万元"),
        "revenue.lines.2.amount": ("56.32", "万元"),
        "expenditure.total": ("1856.32", "万元"),
        "expenditure.basic": ("856.32", "万元"),
        "expenditure.personnel": ("756.32", "万元"),
        "expenditure.operating": ("100.00", "万元"),
        "expenditure.projects": ("1000.00", "万元"),
    }
    assert [SOUND[slice(*one["span"])] for one in told["figures"][:2]] == ["1,856.32万元", "1,500.00万元"]


@pytest.mark.parametrize(
    ("was", "instead", "code"),
    [
        ("政府性基金预算收入300.00", "政府性基金预算收入310.00", "K01"),
        ("项目支出1,000.00", "项目支出1,100.00", "K02"),
        ("公用经费100.00", "公用经费100.02", "K03"),
        ("支出预算1,856.32万元，其中：基本支出856.32", "支出预算1,866.32万元，其中：基本支出866.32", "K04"),
        ("上年结转结余56.32", "上年结转结余5,6.3,2", "K67"),
    ],
)
def test_one_figure_changed_is_found(capsys, tmp_path, was, instead, code):
    assert was in SOUND
    exit_code, told = found(capsys, written(tmp_path, SOUND.replace(was, instead)))

    assert exit_code == 1
    assert code in {finding["code"] for finding in told["findings"] if finding["severity"] == "error"}


def test_a_cent_of_rounding_is_no_error(capsys, tmp_path):
    code, _ = found(capsys, written(tmp_path, SOUND.replace("公用经费100.00", "公用经费100.01")))

    assert code == 0


def test_the_answer_in_words(capsys, tmp_path):
    code, out = run(capsys, written(tmp_path, SOUND.replace("300.00万元", "310.00万元")))

    assert code == 1
    assert "错误 K01 “2023年收入预算1,856.32万元”" in out
    assert "个已识别含义，其余只列出、不参与校验。" in out


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.txt", b"", "所选文件没有内容"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "旧版 Office"),
        ("a.docx", SOUND.encode(), "内容是文本文件"),
        ("a.txt", b"x" * 30_000_001, "超过 30 MB"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, name, content, word):
    assert word in refusal(written(tmp_path, content, name))


def test_a_file_that_is_not_there(tmp_path):
    assert "文件不存在" in refusal(tmp_path / "没有.txt")
    assert "不能读取" in refusal(tmp_path)
