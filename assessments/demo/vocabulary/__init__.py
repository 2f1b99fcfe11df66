"""What the demo's departments plan, as data: one file per section of the bureau, one table per department.

An indicator is one line: kind, name, comparator, target, unit; then, where there is one, the baseline, the actual value
and the evidence: "数量 化解信访积案 ≥ 8 件 基期 上年6件 → 8 ｜ 化解报告". "定性" stands for a qualitative indicator and
"{year}" for the assessed year. Money is in 万元.
"""
