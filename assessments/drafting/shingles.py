"""Keeping the sample of a narrative in step with its text."""

from assessments.models import Assessment, NarrativeShingle
from assessments.rules.text.similarity import prose_of, sample_of
from assessments.schema.facts import Narrative


def keep_sample(assessment: Assessment, said: Narrative) -> None:
    """Store what the narrative is found by; only what has changed is written. Called where the narrative is."""
    rows = NarrativeShingle.objects.filter(assessment=assessment)
    wanted, stored = sample_of(prose_of(said)), set(rows.values_list("value", flat=True))
    if gone := stored - wanted:
        rows.filter(value__in=gone).delete()
    NarrativeShingle.objects.bulk_create(
        NarrativeShingle(assessment=assessment, round_id=assessment.round_id, value=value)
        for value in sorted(wanted - stored)
    )
