"""What near-copies are found by: a sample of every narrative, stored so that a database answers who shares it."""

from django.db import models

from assessments.models.assessment import Assessment
from assessments.models.round import Round


class NarrativeShingle(models.Model):
    """One sampled shingle of a narrative (`rules.text.similarity.sample_of`). Written by `drafting` alone."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="shingles", db_index=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+", db_index=False)
    value = models.PositiveBigIntegerField("散列值")

    class Meta:
        verbose_name = verbose_name_plural = "文字说明抽样"
        constraints = [
            models.UniqueConstraint(
                fields=("assessment", "value"),
                name="one_row_per_shingle",
                violation_error_message="抽样重复。",
            ),
        ]
        indexes = [models.Index(fields=("round", "value", "assessment"), name="shingle_holders")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.value:08x}"
