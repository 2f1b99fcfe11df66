"""Days in prose: which one is the day by which the report must be handed in."""

from datetime import date

import pytest

from assessments.intake.findings import check_document
from assessments.intake.opening import pasted

HEAD = "东河区民政局2023年度绩效自评报告\n"


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("按照要求，应于2024年3月20日前将自评报告报送县财政局。", date(2024, 3, 20)),
        ("县财政局要求各部门于2024年3月20日前报送自评报告。", date(2024, 3, 20)),
        ("各股室于2024年3月15日前将自评材料报送财务股汇总。", None),
        ("根据财政局通知，各科室于2024年3月15日前将自评表报局办公室。", None),
        ("项目自评于2024年3月15日前完成。", None),
    ],
)
def test_only_the_finance_bureaus_day_is_the_deadline(sentence, due):
    assert check_document(pasted(HEAD + sentence + "\n")).reading.facts.dates.due == due
