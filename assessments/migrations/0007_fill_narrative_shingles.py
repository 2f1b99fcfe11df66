from typing import Any

from django.db import migrations

from assessments.rules.facts import Narrative
from assessments.rules.similarity import prose_of, sample_of

FIELDS = tuple(Narrative.__dataclass_fields__)
AT_A_TIME = 100


def fill(apps: Any, _schema_editor: Any) -> None:
    """Sample the narratives that are there already; afterwards `drafting` keeps the sample in step."""
    shingles = apps.get_model("assessments", "NarrativeShingle").objects
    rows = apps.get_model("assessments", "Assessment").objects.only("round_id", *FIELDS)
    for row in rows.iterator(chunk_size=AT_A_TIME):
        sample = sample_of(prose_of(Narrative(**{name: getattr(row, name) for name in FIELDS})))
        shingles.bulk_create(
            shingles.model(assessment_id=row.pk, round_id=row.round_id, value=value) for value in sorted(sample)
        )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0006_narrative_shingles")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
