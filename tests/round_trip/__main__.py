"""`python -m tests.round_trip [KINDS...] [--why]`: every department, every paper, every kind of file."""

import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from assessments.reports.content import Source  # noqa: E402 - the settings come first
from tests.round_trip.comparison import due, outcome  # noqa: E402
from tests.round_trip.departments import SCHEME, drafts, statements  # noqa: E402
from tests.round_trip.papers import CONVERSIONS, KINDS, PAPERS, read_all  # noqa: E402


def _of_case(at, kinds):
    case = (*statements(), *drafts())[at]
    source = Source(facts=case.facts, scheme=SCHEME)
    papers = [document for document in PAPERS if document.applies(source)]
    wanted = [due(document, case) for document in papers]
    found = [
        outcome(case, document, kind, paper, what)
        for kind in kinds
        for document, paper, what in zip(papers, read_all(papers, source, kind), wanted, strict=True)
    ]
    return [(one.case.name, one.document.key, one.kind, one.extra, one.missing, one.new, str(one)) for one in found]


def main():
    arguments = [word for word in sys.argv[1:] if not word.startswith("--")]
    kinds = [word for word in arguments if word in {*KINDS, *CONVERSIONS}] or [*KINDS, *CONVERSIONS]
    wanted = [word for word in arguments if word not in kinds]
    numbers = [at for at, case in enumerate((*statements(), *drafts())) if not wanted or case.name in wanted]
    totals, read = Counter(), Counter()
    with ProcessPoolExecutor(2) as pool:
        for rows in pool.map(_of_case, numbers, [kinds] * len(numbers)):
            for _, key, kind, extra, missing, new, text in rows:
                read[kind] += 1
                totals[key, kind, "extra"] += sum(extra.values())
                totals[key, kind, "missing"] += sum(missing.values())
                totals[key, kind, "new"] += len(new)
                if "--why" in sys.argv and (extra or missing or new):
                    sys.stdout.write(text + "\n")
    for (key, kind, what), count in sorted(totals.items()):
        if count:
            sys.stdout.write(f"{key:<18}{kind:<16}{what:<10}{count:>6}\n")
    sys.stdout.write(f"{sum(read.values())} papers read, {sum(totals.values())} differences\n")
    sys.exit(bool(sum(totals.values())))


if __name__ == "__main__":
    main()
