"""`python -m tests.benchmarks [NAME ...]`: the benchmarks by name, all of them without one."""

import sys

import django


def main(names: list[str]) -> int:
    django.setup()
    from tests.benchmarks import busy, copies, documents, reports  # noqa: PLC0415 - after the site is set up

    benchmarks = {"busy": busy.run, "copies": copies.run, "documents": documents.run, "reports": reports.run}
    unknown = [name for name in names if name not in benchmarks]
    if unknown:
        print(f"未知 / unknown：{'、'.join(unknown)}；可选 / choose from：{'、'.join(benchmarks)}", file=sys.stderr)
        return 2
    for name in names or benchmarks:
        print(f"── {name}")
        benchmarks[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
