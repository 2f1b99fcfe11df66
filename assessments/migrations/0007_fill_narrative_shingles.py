import re
from typing import Any
from zlib import crc32

from django.db import migrations

# Fields and sampling as they were on this day; what they are today is no matter of a migration.
FIELDS = ("organisation", "target_quality_overall", "target_quality_projects", "problems", "rectification")
NO_LETTER = re.compile(r"[\W\d_]")
LETTERS, ONE_IN = 8, 4
AT_A_TIME = 100


def sample_of(texts: list[str]) -> list[int]:
    """One in four of the runs of eight letters, without spaces, digits and punctuation, by their CRC-32."""
    plain = NO_LETTER.sub("", "\n".join(text for text in texts if text))
    runs = {crc32(plain[at : at + LETTERS].encode()) for at in range(len(plain) - LETTERS + 1)}
    return sorted(run for run in runs if run % ONE_IN == 0)


def fill(apps: Any, _schema_editor: Any) -> None:
    """Sample the narratives that are there already; afterwards `drafting` keeps the sample in step."""
    shingles = apps.get_model("assessments", "NarrativeShingle").objects
    rows = apps.get_model("assessments", "Assessment").objects.only("round_id", *FIELDS)
    for row in rows.iterator(chunk_size=AT_A_TIME):
        sample = sample_of([getattr(row, name) for name in FIELDS])
        shingles.bulk_create(
            shingles.model(assessment_id=row.pk, round_id=row.round_id, value=value) for value in sample
        )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0006_narrative_shingles")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
