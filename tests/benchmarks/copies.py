"""The search for near-copies: one department's check and the round's list, from 50 to 500 departments."""

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from assessments.models import Assessment
from assessments.schema.scheme import Thresholds
from assessments.similarity import narrative_of, near_copies_of, near_pairs, neighbours_of
from tests.benchmarks.measuring import seconds, show_curve
from tests.narratives import NOTICE, make_round, narrative

_DEPARTMENTS = (50, 100, 200, 500)
_LEAST = Thresholds().similar_texts


def run() -> None:
    """A tenth of every round copied from a neighbour, and all of it opens with the notice's words."""
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        print(f"  database: {connection.vendor}")
        one, many = {}, {}
        for year, count in enumerate(_DEPARTMENTS, 2021):
            copied = {at: narrative(at - 1, opening=NOTICE) for at in range(9, count, 10)}
            rows = make_round(count, copied, year=year)
            one[count] = seconds(lambda rows=rows: _search(rows[9]))
            many[count] = seconds(
                lambda rows=rows: near_pairs(rows[0].round, _LEAST, Assessment.objects.all()), times=3
            )
        show_curve("one department", "depts", one)
        show_curve("the round's list", "depts", many)
    finally:
        teardown_databases(databases, verbosity=0)


def _search(assessment: Assessment) -> None:
    found = near_copies_of(assessment, narrative_of(assessment), neighbours_of(assessment).texts, _LEAST)
    assert len(found) == 1
