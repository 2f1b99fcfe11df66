"""`python -m tests.round_trip [KINDS] [PAPERS] [DEPARTMENTS] [--why]`: every one of them, or those that are named.

With `--why` each difference is written as it is found; how far it is stands on the error output.
"""

import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from assessments.reports.papers.department_documents import Source  # noqa: E402 - the settings come first
from tests.round_trip.comparison import due, outcome  # noqa: E402
from tests.round_trip.departments import SCHEME, drafts, statements  # noqa: E402
from tests.round_trip.papers import CONVERSIONS, KINDS, PAPERS, read_all  # noqa: E402
from tests.round_trip.reviews import papers_of_review, source_of  # noqa: E402

REVIEW = "review"  # what was approved, and what bureau and department wrote to each other


def _of_case(at, kinds, keys):
    case = (*statements(), *drafts())[at]
    source = Source(facts=case.facts, scheme=SCHEME)
    papers = [document for document in PAPERS if document.key in keys and document.applies(source)]
    wanted = [due(document, case) for document in papers]
    found = [
        outcome(case, document, kind, paper, what)
        for kind in kinds
        for document, paper, what in zip(papers, read_all(papers, source, kind), wanted, strict=True)
    ]
    if REVIEW in keys:
        reviewed = source_of(case)
        papers = papers_of_review(reviewed)
        found += [
            outcome(case, document, kind, paper, Counter())
            for kind in kinds
            for document, paper in zip(papers, read_all(papers, reviewed, kind), strict=True)
        ]
    return [(one.document.key, one.kind, one.extra, one.missing, one.new, str(one)) for one in found]


def _chosen(words, known):
    return [word for word in words if word in known] or [*known]


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    cases = {case.name: at for at, case in enumerate((*statements(), *drafts()))}
    kinds, keys = (
        _chosen(words, [*KINDS, *CONVERSIONS]),
        _chosen(words, [*(document.key for document in PAPERS), REVIEW]),
    )
    names = _chosen(words, cases)
    if unknown := {*words} - {*kinds, *keys, *names}:
        sys.exit(f"not known: {' '.join(sorted(unknown))}")
    totals, read = Counter(), Counter()
    with ProcessPoolExecutor(2) as pool:
        running = {pool.submit(_of_case, cases[name], kinds, keys): name for name in names}
        for done, future in enumerate(as_completed(running), start=1):
            for key, kind, extra, missing, new, text in future.result():
                read[kind] += 1
                totals[key, kind, "extra"] += sum(extra.values())
                totals[key, kind, "missing"] += sum(missing.values())
                totals[key, kind, "new"] += len(new)
                if "--why" in sys.argv and (extra or missing or new):
                    sys.stdout.write(text + "\n")
            sys.stderr.write(f"{done} of {len(running)}: {running[future]}\n")
    for (key, kind, what), count in sorted(totals.items()):
        if count:
            sys.stdout.write(f"{key:<18}{kind:<16}{what:<10}{count:>6}\n")
    sys.stdout.write(f"{sum(read.values())} papers read, {sum(totals.values())} differences\n")
    sys.exit(bool(sum(totals.values())))


if __name__ == "__main__":
    main()
