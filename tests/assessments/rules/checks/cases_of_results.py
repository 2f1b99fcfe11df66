"""K20, K22 and K73: what stands as the result of an indicator."""

from decimal import Decimal

from assessments.schema.scheme import Thresholds
from tests.assessments.rules.checks.cases import LONG, ONE, one, scheme, silent, speaks

CASES = [
    speaks("K20", "words", one(comparator="≤", target="30", unit="万元", actual="完成"), f"{ONE}/actual"),
    speaks("K20", "the target copied", one(actual="≥100"), f"{ONE}/actual"),
    silent("K20", "a number with its unit", one(actual="1,100人次")),
    speaks("K20", "all of it as a rate", one(actual="100%"), f"{ONE}/actual"),
    speaks("K20", "a rate for money", one(target="126000元", unit="元", actual="98％"), f"{ONE}/actual"),
    speaks("K20", "a rate for thousands", one(target="5", unit="千人", actual="1000‰"), f"{ONE}/actual"),
    silent("K20", "a rate of a rate", one(target="90%", unit="%", actual="96%")),
    silent("K20", "a rate where no unit is named", one(target="100", unit=None, actual="100%")),
    speaks("K20", "a target to be worked out", one(target="250×8×3", unit="户", actual="6000"), f"{ONE}/target"),
    speaks("K20", "a sum as target", one(target="≥12+18 场", actual="30"), f"{ONE}/target"),
    silent("K20", "a formula that a person scores", one(comparator="qualitative", target="250×8", band="achieved")),
    silent("K20", "a day", one(comparator="≤", target="2022-12-31", actual="2022-12-20")),
    *(
        speaks("K73", f"{done} for {due}", one(comparator=sign, target=due, actual=done), f"{ONE}/score")
        for sign, due, done in (
            ("≤", "2022年10月底前", "2022年11月1日"),
            ("≤", "10月底前", "2022-11-05"),
            ("=", "上半年", "2022年7月"),
            ("≤", "年内", "2023年1月5日"),
            ("≤", "第三季度", "2022年10月8日"),
            ("<", "2022.6.30前完成", "2022.7.1"),
        )
    ),
    silent("K73", "on the last day", one(comparator="≤", target="2022年10月底前", actual="2022年10月31日")),
    silent("K73", "points were taken", one(comparator="≤", target="2022年6月底前", actual="2022年7月2日", score="8")),
    silent("K73", "a reason is given", one(comparator="≤", target="2022年6月底前", actual="2022年7月2日", reason=LONG)),
    silent("K73", "not before a day", one(comparator="≥", target="2022-06-01", actual="2022-06-05")),
    silent("K73", "no day", one(comparator="≤", target="及时", actual="2022年7月2日")),
    silent("K73", "numbers", one(comparator="≤", target="30", actual="35", unit="天")),
    silent("K20", "a date", one(comparator="≤", target="2022-12-31前", actual="2022年12月20日")),
    silent("K20", "a target in words", one(target="完成验收", actual="通过验收")),
    silent("K20", "qualitative", one(comparator="qualitative", target="100", actual="完成", band="achieved")),
    silent("K20", "blank", one(actual=" ")),
    speaks("K22", "30 % above", one(actual="130"), f"{ONE}/reason", numbers=("130", "100", "30")),
    silent("K22", "below the threshold", one(actual="129.9")),
    silent("K22", "with a reason", one(actual="200", reason=LONG)),
    silent("K22", "lower is better", one(comparator="≤", actual="10")),
    silent(
        "K22",
        "a higher threshold",
        one(actual="130"),
        around=scheme(thresholds=Thresholds(over_fulfilment=Decimal(50))),
    ),
    silent("K22", "target 0", one(target="0", actual="50")),
]
