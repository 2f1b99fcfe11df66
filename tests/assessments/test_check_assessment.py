import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.assessments.rules.papers import BARE, PETITION, SOUND, content

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seed" / "petition-bureau-2022.json"


def run(capsys, path, *arguments):
    """The command's exit code and what it wrote to standard output."""
    code = 0
    try:
        call_command("check_assessment", str(path), *arguments)
    except SystemExit as exit_:
        code = exit_.code
    return code, capsys.readouterr().out


def found(capsys, path):
    code, out = run(capsys, path, "--format", "json")
    return code, json.loads(out)


def written(tmp_path, data):
    path = tmp_path / "自评.json"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return path


def refusal(path):
    with pytest.raises(CommandError) as caught:
        call_command("check_assessment", str(path))
    assert caught.value.returncode == 2
    return str(caught.value)


@pytest.mark.parametrize(
    "path", [PETITION, pytest.param(SEED, marks=pytest.mark.skipif(not SEED.exists(), reason="not beside this clone"))]
)
def test_the_petition_bureau(capsys, path):
    code, told = found(capsys, path)
    by_code = {finding["code"]: finding for finding in told["findings"]}

    assert code == 1
    numbers = (1, 3, 17, 18, 25, 28, 30, 31, 36, 37, 38, 39, 41, 42, 45, 60, 63, 65)
    assert sorted(by_code) == [f"K{number:02}" for number in numbers]
    assert by_code["K01"] == {
        "code": "K01",
        "severity": "error",
        "message": "收入合计 285.87 万元，各项收入来源之和 241.88 万元，相差 43.99 万元，请更正。",
        "path": "/revenue/total",
        "spans": [],
        "left": "285.87",
        "right": "241.88",
        "difference": "43.99",
    }
    assert (by_code["K03"]["path"], by_code["K03"]["difference"]) == ("/expenditure/basic", "2.00")
    assert (told["summary"]["error"], told["summary"]["warning"]) == (8, 10)


def test_a_sound_paper(capsys):
    assert found(capsys, SOUND) == (0, {"findings": [], "summary": {"error": 0, "warning": 0, "hint": 0}})


def test_warnings_alone_are_no_failure(capsys, tmp_path):
    row = {"name": "培训人次", "group": "产出指标", "comparator": "≥", "target": "100", "actual": "100"}
    code, told = found(capsys, written(tmp_path, content(SOUND, {"/indicators/-": row})))

    assert [(finding["code"], finding["severity"]) for finding in told["findings"]] == [("K36", "warning")]
    assert (code, told["summary"]) == (0, {"error": 0, "warning": 1, "hint": 0})


def test_text_is_for_people(capsys):
    code, out = run(capsys, PETITION)
    lines = out.splitlines()

    assert code == 1
    assert lines[:2] == [
        "错误 K01 /revenue/total",
        "    收入合计 285.87 万元，各项收入来源之和 241.88 万元，相差 43.99 万元，请更正。",
    ]
    assert lines[-1] == "错误 8 条、警告 10 条、提示 8 条。"


def test_a_number_that_nobody_can_read_is_a_finding(capsys, tmp_path):
    code, told = found(capsys, written(tmp_path, content(SOUND, {"/revenue/total": "7,00.0,77"})))

    assert code == 1
    assert [(finding["code"], finding["path"]) for finding in told["findings"]] == [("K67", "/revenue/total")]


def test_a_missing_file_a_folder_and_an_endless_device(tmp_path):
    assert refusal(tmp_path / "无.json") == f"{tmp_path / '无.json'}：不能读取（文件不存在）。"
    assert refusal(tmp_path) == f"{tmp_path}：不能读取（这是文件夹）。"
    assert "文件过大" in refusal(Path("/dev/zero"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file(tmp_path):
    path = written(tmp_path, BARE)
    path.chmod(0)

    assert refusal(path) == f"{path}：不能读取（没有读取权限）。"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\xff\xfe", "文件：不是 UTF-8 编码的文本（第 1 字节），请另存为 UTF-8。"),
        (b"{", "文件：文件格式有误（第 1 行第 2 列），请用系统导出的交换文件。"),
        (BARE | {"surprise": 1}, "/surprise：没有此项，请核对名称。"),
        (BARE | {"revenue": {"total": 5}}, '/revenue/total：数字须写在引号内，如 "285.87"。'),
    ],
)
def test_an_unusable_file_is_refused_with_its_place(tmp_path, data, line):
    path = written(tmp_path, data)

    assert refusal(path).splitlines() == [f"{path}：文件不能使用。", line]


def test_a_hundred_errors_are_told_at_once(tmp_path):
    lines = refusal(written(tmp_path, BARE | {"attachments": list(range(100))})).splitlines()

    assert lines[1:] == [
        f"/attachments/{at}：此处应为文字，文件中是“数字”，请更正文件后重新导入。" for at in range(100)
    ]


def test_more_than_a_hundred_are_counted(tmp_path):
    lines = refusal(written(tmp_path, BARE | {"attachments": list(range(1000))})).splitlines()

    assert (len(lines), lines[-1]) == (102, "……另有 900 处问题未列出。")


def process(*arguments):
    """The command as an office runs it, with a database that does not exist."""
    environment = os.environ | {"DATABASE_URL": "sqlite:////nonexistent/database.sqlite3", "DEVELOPMENT": "on"}
    command = [sys.executable, str(ROOT / "manage.py"), "check_assessment", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=environment, cwd=ROOT)


def test_the_exit_codes_of_a_process_that_has_no_database(tmp_path):
    bad = process(str(tmp_path))

    assert process(str(SOUND), "--format", "json").returncode == 0
    assert process(str(PETITION), "--format", "json").returncode == 1
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert "这是文件夹" in bad.stderr.decode()
    assert process().returncode == 2
    assert process(str(SOUND), "--format", "xml").returncode == 2
